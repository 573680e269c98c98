import { Readable } from 'node:stream';
import type { MailPath, MssAddress } from '@cachet/mss-core';
import MailComposer from 'nodemailer/lib/mail-composer';

export interface Correspondent {
  readonly name: string;
  readonly address: MailPath;
}

/** What goes with a letter. Read once, while the letter is written. */
export interface Enclosure {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A letter as a person writes it. */
export interface ComposedLetter {
  readonly from: { readonly name: string; readonly address: MssAddress };
  readonly to: readonly Correspondent[];
  readonly cc: readonly Correspondent[];
  readonly bcc: readonly Correspondent[];
  readonly subject: string;
  readonly text: string | null;
  readonly html: string | null;
  /** Without angle brackets. */
  readonly messageId: string;
  /** Those of the letter it answers, its own last; empty when it answers none. */
  readonly references: readonly string[];
  readonly date: Date;
  readonly enclosures: readonly Enclosure[];
}

/** Its octets (RFC 5322, RFC 2045…2049), blind copies named: enclosures pass through and are never held. */
export function composeLetter(letter: ComposedLetter): AsyncIterable<Uint8Array> {
  const { from, to, cc, bcc, subject, text, html, messageId, references, date, enclosures } = letter;
  const answered = references.at(-1);
  const mail = new MailComposer({
    ...{ from, to: [...to], cc: [...cc], bcc: [...bcc], subject, date },
    // An empty letter is a text of no length.
    text: text ?? (html === null ? ' ' : undefined),
    html: html ?? undefined,
    messageId: `<${messageId}>`,
    ...(answered !== undefined && {
      inReplyTo: `<${answered}>`,
      references: references.map((id) => `<${id}>`),
    }),
    attachments: enclosures.map(({ name, mediaType, bytes }) => ({
      filename: name,
      contentType: mediaType,
      contentDisposition: 'attachment',
      content: Readable.from(bytes),
    })),
    // Nothing is read but what is given: no file, no address of the network.
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: '\r\n',
  }).compile();
  mail.keepBcc = true;
  return mail.createReadStream();
}
