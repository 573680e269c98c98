import type {
  DistinguishedName,
  ListeBlanche,
  MailPath,
  MailRooms,
  MssAddress,
  NewId,
  Outcome,
  ReceivedMessage,
  RecipientRouting,
  Refusal,
  Routing,
  ScannedMessage,
  Strip,
} from '@cachet/mss-core';

/** A message received whole and judged by the scanners; `dispose` frees its spool once it was filed or refused. */
export interface SpooledMessage extends ScannedMessage {
  dispose(): Promise<void>;
}

/** What is said of a letter from outside beside its bytes, for whoever judges whether it was solicited. */
export interface LetterPassage {
  readonly sender: MailPath | null;
  readonly recipients: readonly MailPath[];
  readonly remoteAddress: string | null;
  readonly helo: string;
}

/** Where messages wait between the last dot and the commit. */
export interface Spool {
  /**
   * Reads a message to disk, not to memory, and tells its structure. Refuses messageTooLarge. Throws what the reading throws,
   * leaving nothing behind.
   */
  receive(octets: AsyncIterable<Uint8Array>, passage?: LetterPassage): Promise<Outcome<SpooledMessage>>;
}

/** A certificate of IGC-Santé in force. */
export interface JudgedCertificate {
  readonly dn: DistinguishedName;
  readonly dnText: string;
  readonly fingerprint: string;
}

/** The trust store: chain to IGC-Santé, validity, revocation. Refuses certificateRefused, revocationUnknown. */
export interface CertificateJudge {
  judge(
    leaf: Buffer,
  ): Promise<({ readonly ok: true } & JudgedCertificate) | { readonly ok: false; readonly refusal: Refusal }>;
}

export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** Counted for /metrics. */
export interface MailMeter {
  received(bytes: number): void;
  submitted(bytes: number): void;
  /** By entry and reply code. */
  refused(entry: 'mx' | 'submission', code: number): void;
  attempted(result: 'delivered' | 'deferred' | 'failed'): void;
}

/** What both SMTP entries are given. */
export interface EntryDeps {
  readonly hostname: string;
  /** BAL of whoever answers for the mail service (RFC 5321 §4.5.1); null when nobody was named. */
  readonly postmaster: MssAddress | null;
  readonly rooms: MailRooms;
  readonly routing: Routing & RecipientRouting;
  readonly spool: Spool;
  listeBlanche(): ListeBlanche | null;
  readonly meter: MailMeter;
  readonly log: Log;
  now(): Date;
  readonly newId: NewId;
  readonly strip: Strip;
  /** How long infected letters are kept, in milliseconds. */
  readonly quarantineMs: number;
  messageOf(bytes: Uint8Array): ReceivedMessage;
}
