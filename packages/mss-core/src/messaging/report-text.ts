import type { ByteRange, MimePart } from '../mime/index.js';
import type { ReceivedMessage } from './ports.js';

/** What machines write of letters in `multipart/report` (RFC 6522). Everything in it was written by a stranger, and is cut. */

/** A report is short; whoever writes a longer one is not read to the end. */
const MOST_OCTETS = 64 * 1024;
const MOST_RECIPIENTS = 100;

/** The groups of fields of a `message/delivery-status`: of the message, then of each recipient (RFC 3464 §2.1). */
export function groupsOf(text: string): readonly string[] {
  return text
    .replace(/\r\n/g, '\n')
    .split(/\n[ \t]*\n/)
    .slice(0, MOST_RECIPIENTS + 1);
}

export function fieldsOf(group: string): ReadonlyMap<string, string> {
  const lines = group.replace(/\n[ \t]+/g, ' ').split('\n');
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const at = line.indexOf(':');
      return at > 0 ? [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]] : [];
    }),
  );
}

export function addressIn(fields: ReadonlyMap<string, string>): string | null {
  const said = fields.get('original-recipient') ?? fields.get('final-recipient') ?? '';
  const address = /^[^;]{1,40};[ \t]*([!-~]{3,254})$/.exec(said)?.[1];
  return address ?? null;
}

export async function originalOf(
  message: ReceivedMessage,
  parts: readonly MimePart[],
): Promise<string | null> {
  const whole = parts.find(isA('message', 'rfc822'))?.message;
  if (whole) return idIn(whole.envelope.messageId);
  const header = parts.find(isA('text', 'rfc822-headers'));
  const text = header ? (await textOf(message, header.body)).replace(/\r\n[ \t]+/g, ' ') : '';
  const said = /^message-id:(.*)$/im.exec(text)?.[1] ?? message.structure.envelope.inReplyTo;
  return idIn(said);
}

export function idIn(text: string | null): string | null {
  return /<[!-;=?-~]{1,250}>/.exec(text ?? '')?.[0] ?? null;
}

export function isA(type: string, subtype: string): (part: MimePart) => boolean {
  return (part) => part.type === type && part.subtype === subtype;
}

/** The beginning of a range of the letter, read without the rest of it. */
export async function textOf(message: ReceivedMessage, { start, end }: ByteRange): Promise<string> {
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
