import { bytesToDeliver, composedMessage, headerOf, type MailSafe, messageAround } from '@cachet/mailstore';
import { type AttemptResult, type MailRooms, recordDeliveryAttempt } from '@cachet/mss-core';
import { type Database, PgDeliveries, PgOutboundQueue } from '@cachet/schema';

import type { Log } from '../ports.js';
import { Courier, type CourierDeps } from './courier.js';
import { type DeliveryLimits, DeliveryWorker } from './delivery-worker.js';

export interface DeliveryParts extends CourierDeps {
  readonly database: Database;
  readonly safe: MailSafe;
  readonly rooms: MailRooms;
  readonly log: Log;
  readonly limits: DeliveryLimits;
  /** Age at which a letter is given up, in milliseconds. */
  readonly giveUpAfterMs: number;
  attempted(state: AttemptResult['state']): void;
  now(): Date;
  newId(): string;
}

export const DELIVERY_LIMITS: DeliveryLimits = {
  letters: 20,
  lettersPerDomain: 5,
  leaseMs: 5 * 60_000,
  heartbeatMs: 60_000,
  restMs: 5_000,
};

/** The delivery worker over the real queue, stores and couriers. */
export function deliveryWorker(parts: DeliveryParts): DeliveryWorker {
  const { database, safe, rooms, newId, hostname } = parts;
  const { giveUpAfterMs } = parts;
  const ports = {
    rooms,
    newId,
    hostname,
    giveUpAfterMs,
    messageOf: composedMessage,
    headerOf,
    messageAround,
  };
  return new DeliveryWorker({
    queue: new PgOutboundQueue(database),
    courier: new Courier(parts),
    pending: (context, ids) => database.withTenant(context, (sql) => new PgDeliveries(sql).pendingAmong(ids)),
    open: (context, messageId) => bytesToDeliver(database, safe, context, messageId),
    record: (context, delivery, verdict) => recordDeliveryAttempt(ports, context, delivery, verdict),
    onQueued: (listener) => database.changes.subscribe({ topic: 'outbound' }, listener),
    attempted: (state) => parts.attempted(state),
    log: parts.log,
    now: () => parts.now(),
    newId,
    limits: parts.limits,
  });
}
