import type { DeliveryDirection, DeliveryState, MailPath, MssAddress } from '@cachet/mss-core';

/** A delivery as administration sees it: neither subject nor content. */
export interface KnownDelivery {
  readonly id: string;
  readonly direction: DeliveryDirection;
  readonly state: DeliveryState;
  readonly balId: string;
  readonly messageId: string;
  readonly sender: MailPath | null;
  readonly recipient: MssAddress;
  /** Octets. */
  readonly size: number;
  readonly attempts: number;
  readonly lastCode: number | null;
  readonly lastText: string | null;
  readonly remoteHost: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly nextAttemptAt: Date | null;
  /** Version and suite of the session of the last attempt. */
  readonly tls: string | null;
}

/** One thing that happened to a delivery. */
export interface DeliveryStep {
  readonly deliveryId: string;
  readonly at: Date;
  readonly state: DeliveryState;
  readonly code: number | null;
  readonly text: string | null;
  readonly remoteHost: string | null;
  readonly tls: string | null;
}

export interface DeliveryRow {
  id: string;
  direction: DeliveryDirection;
  state: DeliveryState;
  bal_id: string;
  message_id: string;
  sender: MailPath | null;
  recipient: MssAddress;
  size: number;
  attempts: number;
  last_code: number | null;
  last_text: string | null;
  remote_host: string | null;
  created_at: Date;
  updated_at: Date;
  next_attempt_at: Date | null;
  tls: string | null;
}

export const DELIVERY_COLUMNS =
  'id, direction, state, bal_id, message_id, sender, recipient, size, attempts, last_code, last_text, ' +
  'remote_host, created_at, updated_at, next_attempt_at, tls';

export function deliveryOf(row: DeliveryRow): KnownDelivery {
  return {
    id: row.id,
    direction: row.direction,
    state: row.state,
    balId: row.bal_id,
    messageId: row.message_id,
    sender: row.sender,
    recipient: row.recipient,
    size: row.size,
    attempts: row.attempts,
    lastCode: row.last_code,
    lastText: row.last_text,
    remoteHost: row.remote_host,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    nextAttemptAt: row.next_attempt_at,
    tls: row.tls,
  };
}
