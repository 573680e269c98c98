import { Buffer } from 'node:buffer';
import { mailDate } from './compose-dsn.js';

const CRLF = '\r\n';

/** When a notice is written, by which server, under which id. */
export interface NoticeStamp {
  readonly hostname: string;
  readonly at: Date;
  readonly id: string;
}

/** What a notice says, French first. */
export interface NoticeText {
  readonly title: string;
  readonly lines: readonly string[];
}

export interface Notice extends NoticeText {
  /** Who speaks, as mail programs show it. */
  readonly from: string;
  /** In whose domain it is written. */
  readonly domain: string;
  readonly to: string;
}

/** A letter of ours to one person, which nothing answers (RFC 3834 §5), so that none begets another. */
export function composeNotice({ from, domain, to, title, lines }: Notice, stamp: NoticeStamp): Uint8Array {
  return Buffer.from(
    [
      `From: ${encodedWord(from)} <mailer-daemon@${domain}>`,
      `To: <${to}>`,
      `Subject: ${encodedWord(title)}`,
      `Date: ${mailDate(stamp.at)}`,
      `Message-ID: <${stamp.id}@${stamp.hostname}>`,
      'Auto-Submitted: auto-generated',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Language: fr, en',
      'Content-Transfer-Encoding: base64',
      '',
      folded(lines.join(CRLF)),
      '',
    ].join(CRLF),
    'utf8',
  );
}

function encodedWord(text: string): string {
  return `=?utf-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`;
}

function folded(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64').replace(/.{76}/g, `$&${CRLF}`);
}
