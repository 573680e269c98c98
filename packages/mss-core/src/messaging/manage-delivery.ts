import type { TenantRole } from '../access/index.js';
import { needScope } from '../access/scopes.js';
import type { MssAddress } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { TraceEventKind } from '../traceability/index.js';
import { type NoticeRoom, noticeToSenderBal, type SenderNoticePorts } from './delivery-notices.js';
import { asksFor } from './notification-wishes.js';
import type { DeliveryDirection, DeliveryState, PendingDelivery } from './ports.js';

/** What a manager may do with a letter that waits for another operator. */
export type QueueAct = 'hold' | 'release' | 'retry' | 'cancel';

/** Who asks: a person by their roles in the structure, or a key of the structure by its scopes. */
export type QueueManager =
  | { readonly kind: 'person'; readonly roles: readonly TenantRole[] }
  | { readonly kind: 'partner'; readonly scopes: ReadonlySet<string> };

/** The queue of one tenant, as managers change it. */
export interface QueueDesk {
  /** Takes a delivery out, unless an attempt is under way at `now` of the wall clock. */
  takeFromQueue(deliveryId: string, now: Date): Promise<'taken' | 'underway' | 'notQueued'>;
  /** Makes a delivery due at once. */
  putInQueue(deliveryId: string, recipient: MssAddress): Promise<void>;
  /** Writes the state and its step. */
  decide(deliveryId: string, state: 'queued' | 'held' | 'cancelled'): Promise<void>;
}

export interface QueueRoom extends NoticeRoom {
  readonly queue: QueueDesk;
}

/** A delivery and what is asked for it. */
export interface QueueOrder {
  readonly deliveryId: string;
  readonly act: QueueAct;
  /** False when the sender's BAL has no room for the notice of a cancelling. */
  readonly tellsSender: boolean;
}

/** What may be asked for a delivery in that state; nothing for one that came in. */
export function actsFor(direction: DeliveryDirection, state: DeliveryState): readonly QueueAct[] {
  const acts: readonly QueueAct[] = ['hold', 'release', 'retry', 'cancel'];
  return direction === 'outbound' ? acts.filter((act) => FROM[act].includes(state)) : [];
}

/** Refuses forbidden to an auditor, scopeMissing to a key without the scope. */
export function mayManageQueue(manager: QueueManager): Outcome<void> {
  if (manager.kind === 'partner') return needScope(manager.scopes, 'delivery:manage');
  const isManager = manager.roles.includes('manager') || manager.roles.includes('operatorAdmin');
  return isManager ? done(undefined) : refused('forbidden');
}

/**
 * Holds, releases, hastens or cancels one delivery of the manager's structure, within its transaction. The row of the queue decides
 * between a manager and an attempt that begins at the same moment. Refuses forbidden, scopeMissing, notFound, deliveryUnderway,
 * deliveryNotWaiting, quotaExceeded when the sender's BAL fills at this very moment.
 */
export async function manageDelivery(
  ports: SenderNoticePorts,
  room: QueueRoom,
  context: TenantContext,
  manager: QueueManager,
  { deliveryId, act, tellsSender }: QueueOrder,
  wallNow: Date,
): Promise<Outcome<void>> {
  const allowed = mayManageQueue(manager);
  if (!allowed.ok) return allowed;
  const pending = await room.deliveries.hold(deliveryId);
  if (!pending) return refused('notFound');
  if (!FROM[act].includes(pending.state)) return refused('deliveryNotWaiting');
  // The delivery's row before the queue's, as whoever records an attempt.
  const taken = await room.queue.takeFromQueue(deliveryId, wallNow);
  if (taken === 'underway') return refused('deliveryUnderway');
  const state = STATES[act];
  if (state === 'queued') await room.queue.putInQueue(deliveryId, pending.recipient);
  await room.queue.decide(deliveryId, state);
  const notice =
    act === 'cancel' && tellsSender ? await tellSender(ports, room, context, pending) : done(null);
  if (!notice.ok) return notice;
  await trace(room, pending, act, notice.value);
  if (act === 'cancel') await room.filing.removeIfUnused(pending.messageId);
  return done(undefined);
}

const FROM: Readonly<Record<QueueAct, readonly DeliveryState[]>> = {
  hold: ['queued', 'deferred'],
  release: ['held'],
  retry: ['queued', 'deferred'],
  cancel: ['queued', 'deferred', 'held'],
};

const STATES = { hold: 'held', release: 'queued', retry: 'queued', cancel: 'cancelled' } as const;

const KINDS: Readonly<Record<QueueAct, TraceEventKind>> = {
  hold: 'delivery.held',
  release: 'delivery.released',
  retry: 'delivery.hastened',
  cancel: 'delivery.cancelled',
};

// RE_GBM_4410: whoever wrote the letter learns that it will not go, and who stopped it.
function tellSender(
  ports: SenderNoticePorts,
  room: NoticeRoom,
  context: TenantContext,
  pending: PendingDelivery,
): Promise<Outcome<string | null>> {
  if (pending.sender === null || !asksFor(pending.wishes, 'FAILURE')) return Promise.resolve(done(null));
  const nothing = { triedMs: null, retryUntil: null, reply: null, remoteHost: null };
  return noticeToSenderBal(ports, room, context, pending, {
    ...nothing,
    kind: 'failed',
    cause: 'cancelledByManager',
  });
}

function trace(
  { journal }: NoticeRoom,
  { balId, messageId, sender, recipient }: PendingDelivery,
  act: QueueAct,
  notice: string | null,
): Promise<void> {
  const facts = { sender, recipient, notice };
  return journal.record([{ kind: KINDS[act], outcome: 'ok', balId, messageId, facts }]);
}
