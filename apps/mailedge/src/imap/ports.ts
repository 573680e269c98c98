import type { SecureContext } from 'node:tls';
import type {
  ActContext,
  BalSessionRequest,
  BalStore,
  DepositPorts,
  FolderStore,
  Journal,
  MessageBytes,
  OpenedBal,
  Outcome,
  ReceivedMessage,
  ScannedMessage,
  SessionEnd,
  TenantContext,
  VerifiedPerson,
  VerifiedStructure,
} from '@cachet/mss-core';
import type { SecoursDoor } from '../auth/secours-door.js';
import type { SignInPace } from '../auth/sign-in-pace.js';

/** What one transaction on one BAL can reach. */
export interface BalStores {
  readonly folders: FolderStore;
  readonly journal: Journal;
  readonly bals: BalStore;
}

/** A message received whole by APPEND; `dispose` frees its spool once it was filed or refused. */
export interface SpooledMessage {
  readonly message: ReceivedMessage & { dispose(): Promise<void> };
  scanned(): Promise<ScannedMessage>;
}

/** The mail store as IMAP uses it. */
export interface ImapStore {
  inBal<T>(context: TenantContext, balId: string, work: (stores: BalStores) => Promise<T>): Promise<T>;
  bytes(context: TenantContext, balId: string): MessageBytes;
  /**
   * Reads a message to the spool without holding it in memory, scanned while it arrives or only when that is asked.
   * Refuses messageTooLarge.
   */
  receive(
    octets: AsyncIterable<Uint8Array>,
    scan: 'arriving' | 'whenAsked',
  ): Promise<Outcome<SpooledMessage>>;
  readonly deposits: DepositPorts;
}

/** Who comes in, and whether they may stay. */
export interface ImapAccess {
  /** Refuses authenticationFailed, identityProviderUnavailable. */
  verifyToken(token: string): Promise<Outcome<VerifiedPerson>>;
  /** Refuses certificateMissing, certificateRefused, revocationUnknown. */
  proveStructure(certificate: Buffer | null): Promise<Outcome<VerifiedStructure>>;
  /** The way in without Pro Santé Connect. */
  readonly secours: SecoursDoor;
  open(door: Omit<ActContext, 'actor'>, request: BalSessionRequest): Promise<Outcome<OpenedBal>>;
  recheck(at: Date, opened: OpenedBal): Promise<Outcome<OpenedBal>>;
  /** Traces the end of a session. */
  close(door: Omit<ActContext, 'actor'>, opened: OpenedBal, end: SessionEnd): Promise<void>;
}

export interface ImapLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface ImapLimits {
  /** EX_LPS_1000, milliseconds. */
  readonly idleMs: number;
  readonly sessionMs: number;
  /** Time to sign in, milliseconds. */
  readonly signInMs: number;
  /** How often the certificate that opened a silent session is judged again, milliseconds. */
  readonly certificateMs: number;
  readonly messageBytes: number;
}

/** Everything the IMAP server is given. */
export interface ImapDeps {
  /** The PSC entry takes access tokens; the AUTH_CLI entry client certificates. */
  readonly entry: 'psc' | 'authcli';
  /** The connector's TLS profile: certificate, versions, suites; asked at each STARTTLS. */
  secureContext(): SecureContext;
  readonly store: ImapStore;
  readonly access: ImapAccess;
  /** Shared with every other door that the same people come in by. */
  readonly pace: SignInPace;
  /** Where the portal is, for whoever has something to do there first. */
  readonly portalUrl: string | null;
  /**
   * Calls the listener after each commit that announces this folder, this BAL, or (`folders`) the tree of this BAL's folders, with the
   * folder's modseq where it is known, and whenever an announcement may have been missed. Answers how to stop.
   */
  watch(topic: 'folder' | 'bal' | 'folders', id: string, listener: (modseq?: number) => void): () => void;
  readonly limits: ImapLimits;
  readonly log: ImapLog;
  now(): Date;
  newId(): string;
}
