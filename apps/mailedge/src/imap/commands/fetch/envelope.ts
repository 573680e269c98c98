import type { Envelope, EnvelopeAddress } from '@cachet/mss-core/mime';
import { nstring } from '../../wire/text.js';

/** RFC 3501 §7.4.2 ENVELOPE. */
export function envelopeText(envelope: Envelope): string {
  const known = written.get(envelope);
  if (known !== undefined) return known;
  const text = write(envelope);
  written.set(envelope, text);
  return text;
}

/** Lists are asked again and again: an envelope that stays in memory is written once. */
const written = new WeakMap<Envelope, string>();

function write(envelope: Envelope): string {
  const { from } = envelope;
  // RFC 3501 §7.4.2: where Sender or Reply-To is absent, the server answers the From addresses.
  const sender = envelope.sender.length > 0 ? envelope.sender : from;
  const replyTo = envelope.replyTo.length > 0 ? envelope.replyTo : from;
  const lists = [from, sender, replyTo, envelope.to, envelope.cc, envelope.bcc].map(addresses).join(' ');
  const head = `${nstring(envelope.date)} ${nstring(envelope.subject)}`;
  return `(${head} ${lists} ${nstring(envelope.inReplyTo)} ${nstring(envelope.messageId)})`;
}

function addresses(list: readonly EnvelopeAddress[]): string {
  return list.length === 0 ? 'NIL' : `(${list.map(address).join('')})`;
}

function address({ name, route, mailbox, host }: EnvelopeAddress): string {
  return `(${nstring(name)} ${nstring(route ?? null)} ${nstring(mailbox)} ${nstring(host)})`;
}
