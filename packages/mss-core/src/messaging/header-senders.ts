import type { MssAddress } from '../identifiers/index.js';
import type { EnvelopeAddress, MessageStructure } from '../mime/index.js';
import { type Refusal, refused } from '../outcome/index.js';
import { MAX_RECEIVED } from './receive-from-peer.js';

/**
 * What in a letter's own header forbids sending it from this BAL; null when nothing does. The structure gathers every occurrence
 * of a field, so that a second From is seen as a second address.
 */
export function headerObstacle(
  address: MssAddress,
  { envelope, facts }: MessageStructure,
  maxRecipients: number,
): Refusal | null {
  const [from, ...others] = envelope.from;
  if (!from || others.length > 0 || !isAddress(from, address)) return senderRefused('From', address);
  // An absent Sender reads as From; one that is there names the BAL and nobody else.
  if (!envelope.sender.every((sender) => isAddress(sender, address))) return senderRefused('Sender', address);
  // EX_GBM_4420: 40 recipients for the message, however many transactions a client cuts it into.
  const named = new Set([...envelope.to, ...envelope.cc, ...envelope.bcc].flatMap(textOf));
  if (named.size > maxRecipients)
    return refused('tooManyRecipients', { limit: String(maxRecipients) }).refusal;
  return facts.receivedCount > MAX_RECEIVED ? refused('mailLoop').refusal : null;
}

function senderRefused(header: string, address: MssAddress): Refusal {
  return refused('headerSenderNotAllowed', { header, address }).refusal;
}

function isAddress(found: EnvelopeAddress, address: MssAddress): boolean {
  return textOf(found)[0] === address;
}

/** Nothing for the markers of a group, which hold no host. */
function textOf({ mailbox, host }: EnvelopeAddress): string[] {
  return mailbox && host ? [`${mailbox}@${host}`.toLowerCase()] : [];
}
