import { parseAddressList } from './address-list.js';
import type { HeaderFields } from './header-fields.js';
import { readable } from './raw-text.js';
import type { Envelope, EnvelopeAddress } from './structure.js';

const MAX_TEXT = 64 * 1024;

/** How many addresses a message and those inside it may still show together. */
export interface AddressRoom {
  left: number;
}

/** RFC 3501 §7.4.2: sender and reply-to say what from says when they are absent or empty. */
export function envelopeOf(fields: HeaderFields, room: AddressRoom): Envelope {
  const from = addresses(fields, 'from', room);
  const sender = addresses(fields, 'sender', room);
  const replyTo = addresses(fields, 'reply-to', room);
  return {
    date: text(fields, 'date'),
    subject: text(fields, 'subject'),
    from,
    sender: sender.length > 0 ? sender : from,
    replyTo: replyTo.length > 0 ? replyTo : from,
    to: addresses(fields, 'to', room),
    cc: addresses(fields, 'cc', room),
    bcc: addresses(fields, 'bcc', room),
    inReplyTo: text(fields, 'in-reply-to'),
    messageId: text(fields, 'message-id'),
  };
}

export function text(fields: HeaderFields, name: string): string | null {
  const raw = fields.first(name);
  return raw === null ? null : readable(raw.slice(0, MAX_TEXT)).toWellFormed();
}

/** A field repeated against RFC 5322 §3.6 is read as one list: every address shown to people is there. */
function addresses(fields: HeaderFields, name: string, room: AddressRoom): EnvelopeAddress[] {
  const found: EnvelopeAddress[] = [];
  for (const raw of fields.all(name)) {
    const list = parseAddressList(raw, room.left);
    room.left = Math.max(0, room.left - list.length);
    for (const address of list) found.push(address);
  }
  return found;
}
