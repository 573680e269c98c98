import type { MailPath, MssAddress } from '../identifiers/index.js';
import type { MessageStructure } from '../mime/index.js';
import type { Outcome } from '../outcome/index.js';
import type { MssHeaders } from '../statistics/index.js';
import type { DeliveryCause } from './delivery-causes.js';
import type { DeliveryWishes } from './notification-wishes.js';

/** A message received whole and not yet owned by anybody: kept by the edge until the commit that acknowledges it. */
export interface ReceivedMessage {
  readonly size: number;
  /** Hex SHA-256 of the exact bytes. */
  readonly sha256: string;
  readonly structure: MessageStructure;
  /** The bytes from the start, as often as asked. */
  open(): AsyncIterable<Uint8Array>;
}

export type SpecialFolder = 'inbox' | 'sent' | 'drafts' | 'trash' | 'junk' | 'archive';

/** Where a message was filed. */
export interface FiledMessage {
  readonly folderId: string;
  readonly uid: number;
}

/** Filing of whole messages in one tenant, for the use cases that receive and send. */
export interface MessageFiling {
  /** Keeps the bytes once per tenant and answers the internal message id; the same bytes give the same id. */
  keep(message: ReceivedMessage): Promise<string>;
  /**
   * Files a kept message in a special folder of a BAL, counts its quota and announces the folder's change. The trace is the
   * use case's. Refuses quotaExceeded (to a sender outside, the use case says recipientFull); the transaction is then to be
   * rolled back, for the bytes were kept. Several BAL: in ascending order of balId, so that two letters never wait for
   * each other.
   */
  file(
    balId: string,
    folder: SpecialFolder,
    messageId: string,
    marks: { readonly seen: boolean; readonly internalDate: Date },
  ): Promise<Outcome<FiledMessage>>;
  /** Remembers where a letter just sent lies in Sent, for the mail program that appends its own copy of it. */
  rememberSent(filed: FiledMessage, mailId: string): Promise<void>;
  open(
    messageId: string,
  ): Promise<{ readonly size: number; readonly bytes: AsyncIterable<Uint8Array> } | null>;
  /** Removes a message that no folder shows and no delivery awaits; leaves any other. */
  removeIfUnused(messageId: string): Promise<void>;
}

export type DeliveryDirection = 'inbound' | 'outbound';
/** Waiting: queued, deferred, held by a manager. Ended: delivered, failed, cancelled by a manager. */
export type DeliveryState = 'queued' | 'deferred' | 'held' | 'delivered' | 'failed' | 'cancelled';

/** One message on its way to or from one recipient. `sender` is null for the null reverse-path. */
export interface NewDelivery {
  readonly id: string;
  readonly direction: DeliveryDirection;
  readonly balId: string;
  readonly messageId: string;
  readonly sender: MailPath | null;
  readonly recipient: MssAddress;
  readonly size: number;
  readonly state: DeliveryState;
  /** What its sender wishes to be told; nothing unless said. */
  readonly wishes?: DeliveryWishes;
  /** What its X-MSS headers say, for the statistics; nothing unless said. */
  readonly mss?: MssHeaders;
}

/** What one attempt told. `code` is the SMTP reply code, or null when no reply came. */
export interface AttemptResult {
  readonly state: 'delivered' | 'deferred' | 'failed';
  readonly code: number | null;
  readonly text: string;
  readonly remoteHost: string | null;
  /** Version and suite of the session with the peer; null when none was made. */
  readonly tls: string | null;
  /** When to try again; null unless deferred. */
  readonly nextAttemptAt: Date | null;
  /** Why it was not delivered. */
  readonly cause: DeliveryCause | null;
  /** It failed because patience ended, not because its cause was for good. */
  readonly hasExpired: boolean;
}

/** What the recipient’s side said of a letter after it took it over (RFC 3464, RFC 8098). */
export type ReportKind = 'delivered' | 'relayed' | 'delayed' | 'failed' | 'read' | 'deletedUnread';

/** What the recipient’s side says of a letter of ours, of one recipient. */
export interface LetterReport {
  readonly kind: ReportKind;
  /** As written. */
  readonly recipient: string;
  /** Message-ID of the letter it is about. */
  readonly mailId: string;
  /** RFC 3463, when it says one. */
  readonly status: string | null;
}

/** Letters that BAL of one tenant sent, by which what comes back of them is known. */
export interface SentLetters {
  remember(letter: {
    readonly balId: string;
    /** The message that its deliveries name, and the one that its sender keeps. */
    readonly messageId: string;
    readonly copyId: string;
    readonly mailId: string | null;
  }): Promise<void>;
  /** What is said of letters of that BAL; of any other letter, nothing is kept. */
  report(balId: string, reports: readonly LetterReport[]): Promise<void>;
}

/** Deliveries of one tenant. Adding an outbound one also makes it due, in the same transaction. */
export interface DeliveryStore {
  add(deliveries: readonly NewDelivery[]): Promise<void>;
  /** Writes the state and its event, and makes the delivery due again or due no more. */
  recordAttempt(deliveryId: string, result: AttemptResult): Promise<void>;
  /** What the delivery worker must know; null when the delivery is not outbound or has ended. */
  pending(deliveryId: string): Promise<PendingDelivery | null>;
  /** The same, and held or cancelled ones too, once nobody else is writing it; until the transaction ends, nobody else will. */
  hold(deliveryId: string): Promise<PendingDelivery | null>;
  /** Remembers that the sender was told of the delay. */
  tellDelay(deliveryId: string): Promise<void>;
}

/** An outbound delivery that has not ended, or that a manager stopped. */
export interface PendingDelivery {
  readonly id: string;
  readonly state: 'queued' | 'deferred' | 'held' | 'cancelled';
  readonly balId: string;
  readonly messageId: string;
  readonly sender: MailPath | null;
  readonly recipient: MssAddress;
  /** Attempts already made. */
  readonly attempts: number;
  readonly createdAt: Date;
  readonly wishes: DeliveryWishes;
  /** When the sender was told that the letter is late; null as long as not. */
  readonly delayToldAt: Date | null;
}
