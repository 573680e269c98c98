import type { BalStore } from '../access/index.js';
import type { TenantId } from '../identifiers/index.js';
import type { Outcome } from '../outcome/index.js';
import type { ActContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';
import type { DeliveryStore, MessageFiling } from './ports.js';

/** What a letter needs inside one tenant. */
export interface MailRoom {
  readonly bals: BalStore;
  readonly filing: MessageFiling;
  readonly deliveries: DeliveryStore;
  readonly journal: Journal;
}

export type EnterRoom = <U>(tenantId: TenantId, work: (room: MailRoom) => Promise<U>) => Promise<U>;

/** One transaction that enters tenants one after the other. */
export interface MailRooms {
  /** Kept whole when `work` answers a thing done; undone whole when it refuses or throws. */
  transaction<T>(context: ActContext, work: (enter: EnterRoom) => Promise<Outcome<T>>): Promise<Outcome<T>>;
}
