import { Buffer } from 'node:buffer';
import type { MailPath } from '../identifiers/index.js';
import { mailDate } from './compose-dsn.js';

/** What the one line we add on top of a message says. */
export interface Passage {
  readonly hostname: string;
  /** Name the client gave itself; null for a mail program, whose machine is nobody's business. */
  readonly helo: string | null;
  /** `TLSv1.3 TLS_AES_256_GCM_SHA384`; null where another of our servers held the line. */
  readonly tls: string | null;
  readonly protocol: 'ESMTPS' | 'UTF8SMTPS' | 'ESMTPSA' | 'HTTPS';
  readonly id: string;
  readonly at: Date;
}

// RFC 5321 §4.1.2 Domain: anything else a client calls itself is not repeated.
const HOST = /^[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$/i;

/** RFC 5321 §4.4: who took the message over, when, and how it was protected. No address of ours, no recipient. */
export function receivedField({ hostname, helo, tls, protocol, id, at }: Passage): string {
  const from = helo === null ? '' : `from ${HOST.test(helo) ? helo : 'unknown'} `;
  return [
    `Received: ${from}by ${hostname}`,
    tls === null ? `with ${protocol}` : `with ${protocol} (${tls})`,
    `id ${id};`,
    mailDate(at),
  ]
    .join('\r\n ')
    .concat('\r\n');
}

/** RFC 5321 §4.4: added once, at final delivery. */
export function returnPathField(sender: MailPath | null): string {
  return `Return-Path: <${sender ?? ''}>\r\n`;
}

/** The message with fields on top of it, every other byte as it came. */
export async function* withFieldsOnTop(
  fields: string | Uint8Array,
  octets: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  yield typeof fields === 'string' ? Buffer.from(fields, 'utf8') : fields;
  yield* octets;
}
