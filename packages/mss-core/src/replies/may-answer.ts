import { AUTOMATIC_REPLY_NAME } from '../bal/reserved-names.js';
import { localPartOf, type MailPath, type MssAddress, parseMssAddress } from '../identifiers/index.js';
import type { OwnReply } from './ports.js';

/** What an automatic answer must know of the letter it would answer. */
export interface AnsweredLetter {
  readonly to: MssAddress;
  readonly sender: MailPath;
  readonly receivedAt: Date;
  readonly isAside: boolean;
  /** The header as it came, its blank line excluded. */
  readonly header: Uint8Array;
}

/** Written by machines: their answers would come back (RFC 3834 §2, RFC 2142, RFC 2919, RFC 2369). */
const MACHINES =
  /^(?:mailer-daemon|postmaster|abuse|no-?reply|ne-pas-repondre|bounces?|owner-.*|.*-(?:owner|request|bounces))$/i;
const MACHINE_FIELDS = /^(?:list-[a-z-]+|x-auto-response-suppress|feedback-id):/im;
const BULK = /^precedence:[ \t]*(?:bulk|list|junk)\b/im;
/** Message-IDs of our own automatic answers begin so: an answer to one of them is answered by nobody. */
export const ANSWER_ID = 'auto.';

/**
 * Does that letter deserve an automatic answer? Never one that a machine wrote, a list sent, or that answers such an answer; an absence only
 * while it lasts, and to who wrote to this BAL by name.
 */
// RFC 3834 §2; EX_GBM_4020: no loop, whoever is at the other end.
export function mayAnswer(letter: AnsweredLetter, reply: OwnReply): boolean {
  const { to, sender, receivedAt, isAside, header } = letter;
  if (isAside || receivedAt < reply.startsAt || (reply.endsAt !== null && receivedAt >= reply.endsAt))
    return false;
  const text = unfolded(header);
  if (isFromMachine(sender, to) || isAutomatic(text)) return false;
  return reply.kind === 'automatic' || namesRecipient(text, to);
}

function isFromMachine(sender: MailPath, to: MssAddress): boolean {
  const local = sender.slice(0, sender.lastIndexOf('@')).toLowerCase();
  const address = parseMssAddress(sender);
  const isSame = sender.toLowerCase() === to;
  return (
    isSame || MACHINES.test(local) || (address !== null && localPartOf(address) === AUTOMATIC_REPLY_NAME)
  );
}

function isAutomatic(text: string): boolean {
  const submitted = /^auto-submitted:[ \t]*([^;\s(]*)/im.exec(text)?.[1]?.toLowerCase() ?? 'no';
  if (submitted !== 'no' || MACHINE_FIELDS.test(text) || BULK.test(text)) return true;
  return new RegExp(`^(?:in-reply-to|references):.*<${ANSWER_ID.replace('.', '\\.')}`, 'im').test(text);
}

// RFC 3834 §2: who was copied without being named, by a list or blindly, does not answer.
function namesRecipient(text: string, to: MssAddress): boolean {
  const named = text.match(/^(?:to|cc|resent-to|resent-cc):.*$/gim) ?? [];
  return named.some((line) => line.toLowerCase().includes(to));
}

function unfolded(header: Uint8Array): string {
  return Buffer.from(header)
    .toString('latin1')
    .replace(/\r?\n[ \t]+/g, ' ');
}
