import { numberedParts } from '../mime/index.js';
import type { LetterReport, ReceivedMessage, ReportKind } from './ports.js';
import { addressIn, fieldsOf, groupsOf, idIn, isA, originalOf, textOf } from './report-text.js';

/**
 * Reads a notice of delivery (RFC 3464) or of reading (RFC 8098); empty for any other letter, of which nothing is read. Both were written
 * by a stranger: who knows the Message-ID of a letter and to whom it went is believed for that recipient.
 */
export async function readReports(message: ReceivedMessage): Promise<readonly LetterReport[]> {
  const { root } = message.structure;
  if (root.type !== 'multipart' || root.subtype !== 'report') return [];
  const parts = [...numberedParts(message.structure)].map(({ part }) => part);
  const delivery = parts.find(isA('message', 'delivery-status'));
  if (delivery) {
    const mailId = await originalOf(message, parts);
    return mailId === null ? [] : deliveriesIn(await textOf(message, delivery.body), mailId);
  }
  const reading = parts.find(isA('message', 'disposition-notification'));
  return reading ? readingIn(await textOf(message, reading.body)) : [];
}

const ACTIONS: Readonly<Record<string, ReportKind>> = {
  delivered: 'delivered',
  relayed: 'relayed',
  expanded: 'relayed',
  delayed: 'delayed',
  failed: 'failed',
};

/** RFC 3464 §2.3.3. */
function deliveriesIn(text: string, mailId: string): readonly LetterReport[] {
  return groupsOf(text).flatMap((group) => {
    const fields = fieldsOf(group);
    const kind = ACTIONS[fields.get('action')?.toLowerCase() ?? ''];
    const recipient = addressIn(fields);
    const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? null;
    return kind && recipient !== null ? [{ kind, recipient, mailId, status }] : [];
  });
}

/** RFC 8098 §3.2.6: what was displayed was read; what was deleted without it was not. */
function readingIn(text: string): readonly LetterReport[] {
  const fields = fieldsOf(text.replace(/\r\n/g, '\n'));
  const mailId = idIn(fields.get('original-message-id') ?? null);
  const recipient = addressIn(fields);
  const type = /;\s*(displayed|deleted)\b/i.exec(fields.get('disposition') ?? '')?.[1]?.toLowerCase();
  if (mailId === null || recipient === null || type === undefined) return [];
  return [{ kind: type === 'displayed' ? 'read' : 'deletedUnread', recipient, mailId, status: null }];
}
