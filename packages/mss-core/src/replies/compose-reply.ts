import { Buffer } from 'node:buffer';
import type { MailPath, MssAddress } from '../identifiers/index.js';
import { mailDate } from '../messaging/compose-dsn.js';
import { cleaned, decodeWords, MimeReader } from '../mime/index.js';
import { ANSWER_ID } from './may-answer.js';
import type { OwnReply } from './ports.js';

const CRLF = '\r\n';
const LONGEST_SUBJECT = 200;

export interface ComposedReply {
  readonly from: MssAddress;
  readonly to: MailPath;
  /** The header of the letter it answers. */
  readonly header: Uint8Array;
  readonly reply: Pick<OwnReply, 'title' | 'text'>;
  readonly at: Date;
  readonly id: string;
}

/** The answer: about that letter, marked as automatic, without a word of what the letter says but its subject. */
// RFC 3834 §3.1; EX_GBM_4020: Auto-Submitted, In-Reply-To.
export function composeReply({ from, to, header, reply, at, id }: ComposedReply): Uint8Array {
  const { subject, messageId } = factsOf(header);
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const title = `Auto: ${reply.title || subject}`.trim();
  return Buffer.from(
    [
      `From: <${from}>`,
      `To: <${to}>`,
      `Subject: ${encodedWords(title)}`,
      `Date: ${mailDate(at)}`,
      `Message-ID: <${ANSWER_ID}${id}@${domain}>`,
      ...(messageId ? [`In-Reply-To: ${messageId}`, `References: ${messageId}`] : []),
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      folded(reply.text.replace(/\r?\n/g, CRLF)),
      '',
    ].join(CRLF),
    'utf8',
  );
}

function factsOf(header: Uint8Array): { readonly subject: string; readonly messageId: string | null } {
  const reader = new MimeReader();
  reader.write(header);
  const { envelope } = reader.end();
  const subject = cleaned(decodeWords(envelope.subject ?? ''), LONGEST_SUBJECT) ?? '';
  return { subject, messageId: /<[!-;=?-~]{1,250}>/.exec(envelope.messageId ?? '')?.[0] ?? null };
}

/** RFC 2047 §2: words of at most 75 characters, cut between characters. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let piece = '';
  for (const character of text) {
    if (Buffer.byteLength(piece + character) > 42) {
      words.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...words, piece]
    .map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`)
    .join(`${CRLF} `);
}

function folded(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64').replace(/.{76}/g, `$&${CRLF}`);
}
