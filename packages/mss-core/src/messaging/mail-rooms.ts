import type { BalStore } from '../access/index.js';
import type { TenantId } from '../identifiers/index.js';
import type { Outcome } from '../outcome/index.js';
import type { ReplyDesk } from '../replies/ports.js';
import type { ActContext } from '../tenancy/index.js';
import type { ComplianceBoard, Journal } from '../traceability/index.js';
import type { LetterFiling } from './letter-filing.js';
import type { DeliveryStore, MessageFiling, ReceivedMessage, SentLetters } from './ports.js';
import type { MalwareDesk } from './quarantine.js';
import type { QuotaDesk } from './quota.js';
import type { SendingLedger } from './sending-pace.js';

/** What a letter needs inside one tenant. */
export interface MailRoom {
  readonly bals: BalStore;
  readonly filing: MessageFiling;
  readonly deliveries: DeliveryStore;
  readonly letters: SentLetters;
  readonly journal: Journal;
  readonly malware: MalwareDesk;
  readonly compliance: ComplianceBoard;
  readonly sending: SendingLedger;
  readonly quota: QuotaDesk;
  readonly replies: ReplyDesk;
}

export type EnterRoom = <U>(tenantId: TenantId, work: (room: MailRoom) => Promise<U>) => Promise<U>;

/** One transaction that enters tenants one after the other. */
export interface MailRooms {
  /** Kept whole when `work` answers a thing done; undone whole when it refuses or throws. */
  transaction<T>(context: ActContext, work: (enter: EnterRoom) => Promise<Outcome<T>>): Promise<Outcome<T>>;
  /**
   * Keeps a letter and files it in every tenant, in one transaction known whole beforehand, and therefore faster than the same by
   * rooms. Refuses recipientFull naming the BAL.
   */
  file(
    context: ActContext,
    message: ReceivedMessage,
    filings: readonly LetterFiling[],
  ): Promise<Outcome<void>>;
}
