import type { ByteRange, MimePart } from '../mime/index.js';
import { numberedParts } from '../mime/index.js';
import type { ReceivedMessage } from './ports.js';

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

/** A report is short; whoever writes a longer one is not read to the end. */
const MOST_OCTETS = 64 * 1024;
const MOST_RECIPIENTS = 100;

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
  const groups = text.replace(/\r\n/g, '\n').split(/\n[ \t]*\n/);
  return groups.slice(0, MOST_RECIPIENTS + 1).flatMap((group) => {
    const fields = fieldsOf(group);
    const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? null;
    const action = fields.get('action')?.toLowerCase();
    if (status === null || (action !== 'failed' && action !== 'delayed')) return [];
    const kind = /^[45]\.2\.2$/.test(status) ? 'mailboxFull' : 'notDelivered';
    return [{ kind, recipient: addressIn(fields), status } as const];
  });
}

function fieldsOf(group: string): ReadonlyMap<string, string> {
  const lines = group.replace(/\n[ \t]+/g, ' ').split('\n');
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const at = line.indexOf(':');
      return at > 0 ? [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]] : [];
    }),
  );
}

function addressIn(fields: ReadonlyMap<string, string>): string | null {
  const said = fields.get('original-recipient') ?? fields.get('final-recipient') ?? '';
  const address = /^[^;]{1,40};[ \t]*([!-~]{3,254})$/.exec(said)?.[1];
  return address ?? null;
}

async function originalOf(message: ReceivedMessage, parts: readonly MimePart[]): Promise<string | null> {
  const whole = parts.find(isA('message', 'rfc822'))?.message;
  if (whole) return idIn(whole.envelope.messageId);
  const header = parts.find(isA('text', 'rfc822-headers'));
  const text = header ? (await textOf(message, header.body)).replace(/\r\n[ \t]+/g, ' ') : '';
  const said = /^message-id:(.*)$/im.exec(text)?.[1] ?? message.structure.envelope.inReplyTo;
  return idIn(said);
}

function idIn(text: string | null): string | null {
  return /<[!-;=?-~]{1,250}>/.exec(text ?? '')?.[0] ?? null;
}

function isA(type: string, subtype: string): (part: MimePart) => boolean {
  return (part) => part.type === type && part.subtype === subtype;
}

/** The beginning of a range of the letter, read without the rest of it. */
async function textOf(message: ReceivedMessage, { start, end }: ByteRange): Promise<string> {
  const last = Math.min(end, start + MOST_OCTETS);
  const pieces: Buffer[] = [];
  let at = 0;
  for await (const bytes of message.open()) {
    const from = Math.max(0, start - at);
    const piece = bytes.subarray(from, Math.max(from, last - at));
    if (piece.length > 0) pieces.push(Buffer.from(piece));
    at += bytes.length;
    if (at >= last) break;
  }
  return Buffer.concat(pieces).toString('latin1');
}
