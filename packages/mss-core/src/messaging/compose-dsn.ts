import { Buffer } from 'node:buffer';
import type { MailPath } from '../identifiers/index.js';
import { DELIVERY_CAUSES, type DeliveryCause } from './delivery-causes.js';
import { type DsnText, dsnText } from './dsn-text.js';
import { type DeliveryWishes, decodeXtext } from './notification-wishes.js';

/** What became, or did not become, of a letter, as its sender is told of it. */
export interface DeliveryNotice {
  /** `relayed`: handed to a server that reports nothing itself (RFC 3461 §6.2.7). */
  readonly kind: 'failed' | 'delayed' | 'delivered' | 'relayed';
  /** Who is told: the letter's sender. */
  readonly to: MailPath;
  /** In whose domain the notice is written. */
  readonly domain: string;
  readonly recipient: MailPath;
  /** Null for a success. */
  readonly cause: DeliveryCause | null;
  /** How long was tried, in milliseconds, when patience ended before the cause did. */
  readonly triedMs: number | null;
  /** Until when trying goes on, for a delay. */
  readonly retryUntil: Date | null;
  /** The peer's reply, null when none came. */
  readonly reply: { readonly code: number; readonly text: string } | null;
  readonly remoteHost: string | null;
  readonly submittedAt: Date;
  readonly wishes: DeliveryWishes;
  /** The header of the letter, as sent. */
  readonly header: Uint8Array;
}

export interface DsnStamp {
  /** Public name of this server. */
  readonly hostname: string;
  readonly at: Date;
  /** Unique: Message-ID and boundary are made of it. */
  readonly id: string;
}

/** A notice that gives the whole letter back: what comes before its bytes and what comes after. */
export interface DsnAround {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/**
 * The notice put in the sender's inbox, or sent to the sender's operator: RFC 3464, readable first, for machines second, and the
 * header of the letter: nothing of its content goes back.
 */
// RE_GBM_4410: the professional reads in French who was not reached, why, and what to do; EX_GBM_4430: a program reads the same.
export function composeDsn(notice: DeliveryNotice, stamp: DsnStamp): Uint8Array {
  const header = withFinalBreak(notice.header);
  const { before, after } = frame(notice, stamp, 'text/rfc822-headers');
  return Buffer.concat([before, header, after]);
}

/** RFC 3461 §4.3: the same around the whole letter, for a sender who wished it back. */
export function composeDsnAround(notice: DeliveryNotice, stamp: DsnStamp): DsnAround {
  return frame(notice, stamp, 'message/rfc822');
}

const CRLF = '\r\n';

function frame(notice: DeliveryNotice, stamp: DsnStamp, returned: string): DsnAround {
  const boundary = `=_${stamp.id}`;
  const text = dsnText(notice);
  const mailId = messageIdOf(notice.header);
  const head = [
    `From: ${encodedWord('Remise du courrier')} <mailer-daemon@${notice.domain}>`,
    `To: <${notice.to}>`,
    `Subject: ${encodedWord(text.title)}`,
    `Date: ${mailDate(stamp.at)}`,
    `Message-ID: <${stamp.id}@${stamp.hostname}>`,
    ...(mailId ? [`In-Reply-To: ${mailId}`, `References: ${mailId}`] : []),
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    '',
  ].join(CRLF);
  const last = [`Content-Type: ${returned}`, 'Content-Transfer-Encoding: 8bit', '', ''].join(CRLF);
  const parts = [humanPart(text), statusPart(notice, stamp), last];
  const body = parts.map((part) => `--${boundary}${CRLF}${part}`).join(CRLF);
  return { before: Buffer.from(head + body, 'utf8'), after: Buffer.from(`${CRLF}--${boundary}--${CRLF}`) };
}

function humanPart({ lines }: DsnText): string {
  return [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Language: fr, en',
    'Content-Transfer-Encoding: base64',
    '',
    foldedBase64(lines.join(CRLF)),
    '',
  ].join(CRLF);
}

function statusPart(notice: DeliveryNotice, { hostname, at }: DsnStamp): string {
  const { wishes, reply, remoteHost, retryUntil } = notice;
  const envelopeId = wishes.envid ? decodeXtext(wishes.envid) : null;
  const original = wishes.orcpt ? originalRecipientOf(wishes.orcpt) : null;
  return [
    'Content-Type: message/delivery-status',
    '',
    ...(envelopeId ? [`Original-Envelope-Id: ${envelopeId}`] : []),
    `Reporting-MTA: dns; ${hostname}`,
    `Arrival-Date: ${mailDate(notice.submittedAt)}`,
    '',
    ...(original ? [`Original-Recipient: ${original}`] : []),
    `Final-Recipient: rfc822; ${notice.recipient}`,
    `Action: ${notice.kind}`,
    `Status: ${statusOf(notice)}`,
    ...(remoteHost ? [`Remote-MTA: dns; ${printable(remoteHost)}`] : []),
    ...(reply ? [`Diagnostic-Code: smtp; ${reply.code} ${printable(reply.text)}`] : []),
    `Last-Attempt-Date: ${mailDate(at)}`,
    ...(retryUntil ? [`Will-Retry-Until: ${mailDate(retryUntil)}`] : []),
    '',
    '',
  ].join(CRLF);
}

// RFC 3464 §2.3.1: the type, then the address as it was meant.
function originalRecipientOf(orcpt: string): string | null {
  const at = orcpt.indexOf(';');
  const address = decodeXtext(orcpt.slice(at + 1));
  return at > 0 && address ? `${orcpt.slice(0, at)}; ${address}` : null;
}

/**
 * The peer's own enhanced code says more than ours, when it gave one. RFC 3463 §3.5: 5.4.7 tells that time ran out; a peer that never
 * proved who it is stays named (5.7.x), for waiting longer would not have helped.
 */
function statusOf({ kind, cause, triedMs, reply }: DeliveryNotice): string {
  if (cause === null) return kind === 'delivered' ? '2.1.5' : '2.0.0';
  const own = DELIVERY_CAUSES[cause].status;
  if (triedMs !== null) return own.startsWith('7.') ? `5.${own}` : '5.4.7';
  const level = kind === 'delayed' ? '4' : '5';
  const said = /^([45])\.\d{1,3}\.\d{1,3}\b/.exec(reply?.text ?? '');
  return said?.[1] === level ? said[0] : `${level}.${own}`;
}

/** The letter's own name, so that the notice is filed beside it and a program finds what it speaks of. */
function messageIdOf(header: Uint8Array): string | null {
  const text = Buffer.from(header).toString('latin1');
  return /^message-id:(?:\r\n)?[ \t]*(<[!-;=?-~]{1,250}>)[ \t]*\r?$/im.exec(text)?.[1] ?? null;
}

function withFinalBreak(header: Uint8Array): Uint8Array {
  return Buffer.from(header).toString('latin1').endsWith(CRLF)
    ? header
    : Buffer.concat([header, Buffer.from(CRLF)]);
}

function encodedWord(text: string): string {
  return `=?utf-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`;
}

function foldedBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64').replace(/.{76}/g, `$&${CRLF}`);
}

/** What a peer wrote, on one ASCII line that cannot end a field. */
export function printable(text: string): string {
  return text
    .replace(/[^ -~]+/g, ' ')
    .trim()
    .slice(0, 400);
}

// RFC 5322 §3.3, in UTC.
export function mailDate(date: Date): string {
  return date.toUTCString().replace(/GMT$/, '+0000');
}
