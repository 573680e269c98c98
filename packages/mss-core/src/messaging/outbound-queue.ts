import type { TenantId } from '../identifiers/index.js';

/** A delivery whose time has come: enough to find it, nothing about who writes to whom. */
export interface DueDelivery {
  readonly deliveryId: string;
  readonly tenantId: TenantId;
  readonly destinationDomain: string;
}

/**
 * Which outbound deliveries are due, all tenants together. A worker holds a lease on what it takes and renews it while it works:
 * a worker that dies gives its work back when the lease ends.
 */
export interface OutboundQueue {
  /** Takes at most `limit` deliveries due by `dueBy` that nobody holds at `now`, the oldest first. */
  lease(request: LeaseRequest): Promise<readonly DueDelivery[]>;
  /** Holds on to what is still being worked on. Answers the ids still held. */
  renew(holder: string, deliveryIds: readonly string[], until: Date): Promise<readonly string[]>;
  /**
   * Tells that attempts begin now: until their leases end, no manager may stop these deliveries. Answers the ids still held; the
   * others were stopped, or taken over.
   */
  begin(holder: string, deliveryIds: readonly string[], at: Date): Promise<readonly string[]>;
  /** Gives back without a result, due at once. */
  release(holder: string, deliveryIds: readonly string[]): Promise<void>;
  /** When the next of the deliveries that nobody holds at `now` falls due; null when there is none. */
  nextDueAt(now: Date): Promise<Date | null>;
  /** Deliveries waiting, leased ones included. */
  depth(): Promise<number>;
}

export interface LeaseRequest {
  readonly holder: string;
  /** Of the business clock, which may leap: letters fall due by it. */
  readonly dueBy: Date;
  /** Of the wall clock, as leases are: a leap of business time must not end them all. */
  readonly now: Date;
  readonly until: Date;
  readonly limit: number;
  /** At most this many for one destination, those already leased included: a slow one must not hold up the others. */
  readonly perDomain: number;
}
