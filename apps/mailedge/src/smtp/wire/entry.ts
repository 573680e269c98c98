import type { MailPath, RecipientWishes } from '@cachet/mss-core';
import type { MailParameters } from './mail-parameters.js';
import type { SmtpReply } from './reply.js';

/** What is known of a client once its session is encrypted. */
export interface SecuredClient {
  /** Leaf certificate it presented, DER; null when it presented none. */
  readonly certificate: Buffer | null;
  /** `TLSv1.3 TLS_AES_256_GCM_SHA384`. */
  readonly tls: string;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/** A message on its way in. */
export interface IncomingMessage {
  /** The content, whole when the iteration ends; it throws when the client leaves or goes beyond the limit. */
  readonly octets: AsyncIterable<Uint8Array>;
  /** Name given with EHLO, unverified. */
  readonly helo: string;
}

/** Null: go on. A reply: the command is refused with it. */
export type Verdict = SmtpReply | null;

/**
 * One session of one SMTP entry, from the TLS handshake on: the rules of MX or of submission, without sockets. Each answer is
 * awaited before the next command is read.
 */
export interface EntrySession {
  /** A refusal here is the answer to the next command, and ends the session. */
  secured(client: SecuredClient): Promise<Verdict>;
  /** Absent where nobody signs in. The mechanism is one of those offered, in capitals; the response is base64 as sent. */
  signIn?(mechanism: string, response: string, helo: string): Promise<SignInAnswer>;
  mail(path: MailPath | null, parameters: MailParameters): Promise<Verdict>;
  recipient(path: MailPath, wishes: RecipientWishes): Promise<Verdict>;
  /** Whether content may follow, asked at DATA. */
  mayReceive(): Verdict;
  /** Takes the message over; its 250 means that it is kept. */
  message(message: IncomingMessage): Promise<SmtpReply>;
  /** The protocol itself turned a letter away, with that reply; for those who keep account of it. */
  turnedAway?(reply: SmtpReply): Promise<void>;
  /** The transaction is given up (RSET, EHLO) or over. */
  reset(): void;
  /** The connection is over, for that reason in one word. */
  closed(reason: string): Promise<void>;
}

export type SignInAnswer =
  | { readonly ok: true; readonly user: string }
  | { readonly ok: false; readonly reply: SmtpReply };

/** Time limits of a session, in milliseconds. */
export interface SessionLimits {
  /** To reach TLS. */
  readonly toTlsMs: number;
  readonly idleMs: number;
  readonly sessionMs: number;
}
