import { numberedParts } from '../mime/index.js';
import type { ReceivedMessage } from './ports.js';
import { addressIn, fieldsOf, groupsOf, idIn, isA, originalOf, textOf } from './report-text.js';

/** What a letter that came back says of one correspondent. */
export interface ReturnNotice {
  readonly kind: 'mailboxFull' | 'absence' | 'notDelivered';
  /** The correspondent, as written; null when the letter does not say. */
  readonly recipient: string | null;
  /** Message-ID of the letter it answers; null when the letter does not say. */
  readonly originalMessageId: string | null;
  /** RFC 3463; null for an absence. */
  readonly status: string | null;
}

/**
 * Reads a notice of non-delivery (RFC 3464) or an automatic answer (RFC 3834); empty for any other letter. Everything in it was
 * written by a stranger: it is cut, and believed for what it is.
 */
// EX_GBM_4430: absences and full BAL are made out, so that who sends from an application can act.
export async function readReturn(message: ReceivedMessage): Promise<readonly ReturnNotice[]> {
  const parts = [...numberedParts(message.structure)].map(({ part }) => part);
  const report = parts.find(isA('message', 'delivery-status'));
  if (report) {
    const originalMessageId = await originalOf(message, parts);
    return reportsIn(await textOf(message, report.body)).map((said) => ({ ...said, originalMessageId }));
  }
  const { envelope, facts } = message.structure;
  if (!facts.autoSubmitted) return [];
  const [from] = envelope.from;
  const recipient = from?.mailbox && from.host ? `${from.mailbox}@${from.host}` : null;
  return [{ kind: 'absence', recipient, originalMessageId: idIn(envelope.inReplyTo), status: null }];
}

/** The recipients that a `message/delivery-status` says were not reached (RFC 3464 §2.3). */
export function reportsIn(text: string): readonly Omit<ReturnNotice, 'originalMessageId'>[] {
  return groupsOf(text).flatMap((group) => {
    const fields = fieldsOf(group);
    const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? null;
    const action = fields.get('action')?.toLowerCase();
    if (status === null || (action !== 'failed' && action !== 'delayed')) return [];
    const kind = /^[45]\.2\.2$/.test(status) ? 'mailboxFull' : 'notDelivered';
    return [{ kind, recipient: addressIn(fields), status } as const];
  });
}
