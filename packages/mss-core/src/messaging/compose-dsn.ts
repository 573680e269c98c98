import { Buffer } from 'node:buffer';
import type { MailPath, MssAddress } from '../identifiers/index.js';
import { DELIVERY_CAUSES, type DeliveryCause } from './delivery-causes.js';

/** A letter that will not be delivered, as its sender is told of it. */
export interface FailedLetter {
  readonly sender: MssAddress;
  readonly recipient: MailPath;
  readonly cause: DeliveryCause;
  /** True when patience ended before the cause did. */
  readonly hasExpired: boolean;
  /** The peer's reply, null when none came. */
  readonly reply: { readonly code: number; readonly text: string } | null;
  readonly remoteHost: string | null;
  readonly submittedAt: Date;
  /** The header of the letter, as sent: nothing of its content goes back. */
  readonly header: Uint8Array;
}

export interface DsnStamp {
  /** Public name of this server. */
  readonly hostname: string;
  readonly at: Date;
  /** Unique: Message-ID and boundary are made of it. */
  readonly id: string;
}

/**
 * The notice of failure put in the sender's inbox: RFC 3464, readable first, for machines second.
 */
// RE_GBM_4410: the professional reads in French who was not reached, why, and what to do.
export function composeDsn(failed: FailedLetter, stamp: DsnStamp): Uint8Array {
  const boundary = `=_${stamp.id}`;
  const parts = [humanPart(failed), statusPart(failed, stamp), headerPart()];
  const head = [
    `From: ${encodedWord('Remise du courrier')} <mailer-daemon@${domainOf(failed.sender)}>`,
    `To: <${failed.sender}>`,
    `Subject: ${encodedWord('Message non remis')}`,
    `Date: ${mailDate(stamp.at)}`,
    `Message-ID: <${stamp.id}@${stamp.hostname}>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    '',
  ].join(CRLF);
  const body = parts.map((part) => `--${boundary}${CRLF}${part}`).join(CRLF);
  return Buffer.concat([
    Buffer.from(head + body, 'utf8'),
    withFinalBreak(failed.header),
    Buffer.from(`${CRLF}--${boundary}--${CRLF}`),
  ]);
}

const CRLF = '\r\n';

function humanPart({ recipient, cause, hasExpired, reply }: FailedLetter): string {
  const { what, advice } = DELIVERY_CAUSES[cause];
  const text = [
    'Bonjour,',
    '',
    `Votre message n’a pas pu être remis à ${recipient}.`,
    '',
    `Motif : ${what}`,
    ...(hasExpired ? ['Les essais, répétés pendant deux jours, sont maintenant arrêtés.'] : []),
    `Que faire : ${advice}`,
    ...(reply ? ['', `Réponse du serveur distant : ${reply.code} ${printable(reply.text)}`] : []),
    '',
    'Les en-têtes de votre message sont joints ; son contenu reste dans votre dossier « Envoyés ».',
    '',
  ].join(CRLF);
  return [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Language: fr',
    'Content-Transfer-Encoding: base64',
    '',
    foldedBase64(text),
    '',
  ].join(CRLF);
}

function statusPart(failed: FailedLetter, { hostname, at }: DsnStamp): string {
  return [
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${hostname}`,
    `Arrival-Date: ${mailDate(failed.submittedAt)}`,
    '',
    `Final-Recipient: rfc822; ${failed.recipient}`,
    'Action: failed',
    `Status: ${statusOf(failed)}`,
    ...(failed.remoteHost ? [`Remote-MTA: dns; ${printable(failed.remoteHost)}`] : []),
    ...(failed.reply ? [`Diagnostic-Code: smtp; ${failed.reply.code} ${printable(failed.reply.text)}`] : []),
    `Last-Attempt-Date: ${mailDate(at)}`,
    '',
    '',
  ].join(CRLF);
}

/** The peer's own enhanced code says more than ours, when it gave one. RFC 3463 §3.5: 5.4.7 tells that time ran out. */
function statusOf({ cause, hasExpired, reply }: FailedLetter): string {
  if (hasExpired) return '5.4.7';
  return /^5\.\d{1,3}\.\d{1,3}\b/.exec(reply?.text ?? '')?.[0] ?? `5.${DELIVERY_CAUSES[cause].status}`;
}

function headerPart(): string {
  return ['Content-Type: text/rfc822-headers', 'Content-Transfer-Encoding: 8bit', '', ''].join(CRLF);
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
function printable(text: string): string {
  return text
    .replace(/[^ -~]+/g, ' ')
    .trim()
    .slice(0, 400);
}

// RFC 5322 §3.3, in UTC.
export function mailDate(date: Date): string {
  return date.toUTCString().replace(/GMT$/, '+0000');
}

function domainOf(address: MssAddress): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
