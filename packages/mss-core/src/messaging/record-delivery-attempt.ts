import { done, type Outcome } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { TraceEventKind } from '../traceability/index.js';
import type { DeliveryNotice } from './compose-dsn.js';
import {
  type NoticeFacts,
  type NoticeRoom,
  noticeToSenderBal,
  type SenderNoticePorts,
} from './delivery-notices.js';
import { type AttemptVerdict, isDelayToBeTold, resultOf } from './delivery-schedule.js';
import type { MailRooms } from './mail-rooms.js';
import { asksFor } from './notification-wishes.js';
import type { AttemptResult, PendingDelivery } from './ports.js';

export interface AttemptPorts extends SenderNoticePorts {
  readonly rooms: Pick<MailRooms, 'transaction'>;
  /** Age at which a letter is given up, in milliseconds. */
  readonly giveUpAfterMs: number;
}

/** The delivery as it was when the attempt began. */
export type Attempted = Pick<PendingDelivery, 'id' | 'attempts'>;

/**
 * Writes what one attempt met: state, event and trace, and the notice that the sender is owed, all in one transaction. Answers what
 * became of the delivery; null, and nothing written, when another worker wrote its end, or this same deferral, meanwhile, or a manager
 * stopped it.
 */
export async function recordDeliveryAttempt(
  ports: AttemptPorts,
  context: TenantContext,
  attempted: Attempted,
  verdict: AttemptVerdict,
): Promise<AttemptResult | null> {
  const write = (mayNotify: boolean) =>
    ports.rooms.transaction(context, (enter) =>
      enter(context.tenantId, (room) => writeAttempt(ports, room, context, attempted, verdict, mayNotify)),
    );
  const outcome = await write(true);
  // A BAL filled meanwhile refuses the notice, whose bytes go with the transaction; the attempt is then written without it.
  const written = outcome.ok ? outcome : await write(false);
  return written.ok ? written.value : null;
}

async function writeAttempt(
  ports: AttemptPorts,
  room: NoticeRoom,
  context: TenantContext,
  attempted: Attempted,
  verdict: AttemptVerdict,
  mayNotify: boolean,
): Promise<Outcome<AttemptResult | null>> {
  const pending = await room.deliveries.hold(attempted.id);
  if (!pending || !isStillTrue(pending, attempted, verdict)) return done(null);
  const result = resultOf(verdict, pending, context.at, ports.giveUpAfterMs);
  await room.deliveries.recordAttempt(pending.id, result);
  const notice = mayNotify ? await notify(ports, room, context, pending, verdict, result) : done(null);
  if (!notice.ok) return notice;
  await room.journal.record([
    {
      kind: KINDS[result.state],
      outcome: result.state === 'delivered' ? 'ok' : causeOf(verdict),
      balId: pending.balId,
      messageId: pending.messageId,
      facts: { ...attemptFacts(pending, result), notice: notice.value },
    },
  ]);
  // EX_GBM_6010: a letter that its sender removed, or a notice to a peer, was kept for its delivery alone.
  if (result.state !== 'deferred') await room.filing.removeIfUnused(pending.messageId);
  return done(result);
}

/** What a peer took is taken, whoever tells it and whatever was decided meanwhile; a deferral counts once. */
function isStillTrue(pending: PendingDelivery, attempted: Attempted, verdict: AttemptVerdict): boolean {
  if (verdict.kind === 'delivered') return true;
  if (pending.state === 'held' || pending.state === 'cancelled') return false;
  return verdict.kind === 'permanent' || pending.attempts === attempted.attempts;
}

const KINDS: Record<AttemptResult['state'], TraceEventKind> = {
  delivered: 'message.delivered',
  deferred: 'message.deferred',
  failed: 'message.failed',
};

function causeOf(verdict: AttemptVerdict): string {
  return verdict.kind === 'delivered' ? 'ok' : verdict.cause;
}

function attemptFacts({ sender, recipient, attempts }: PendingDelivery, result: AttemptResult) {
  return {
    sender,
    recipient,
    attempt: attempts + 1,
    code: result.code,
    reply: result.text,
    remoteHost: result.remoteHost,
    tls: result.tls,
    nextAttemptAt: result.nextAttemptAt?.toISOString() ?? null,
  };
}

async function notify(
  ports: AttemptPorts,
  room: NoticeRoom,
  context: TenantContext,
  pending: PendingDelivery,
  verdict: AttemptVerdict,
  result: AttemptResult,
): Promise<Outcome<string | null>> {
  const kind = noticeOwed(pending, verdict, result, context.at);
  if (kind === null) return done(null);
  if (kind === 'delayed') await room.deliveries.tellDelay(pending.id);
  return noticeToSenderBal(
    ports,
    room,
    context,
    pending,
    factsOf(ports, kind, pending, verdict, result, context.at),
  );
}

/** RFC 5321 §4.5.5: nobody is told of the failure of a notice. */
function noticeOwed(
  pending: PendingDelivery,
  verdict: AttemptVerdict,
  result: AttemptResult,
  now: Date,
): DeliveryNotice['kind'] | null {
  if (pending.sender === null) return null;
  if (verdict.kind === 'delivered') {
    // RFC 3461 §5.2.2: nobody will report after a peer that knows no reports.
    return !verdict.peerReports && asksFor(pending.wishes, 'SUCCESS') ? 'relayed' : null;
  }
  if (result.state === 'failed') return asksFor(pending.wishes, 'FAILURE') ? 'failed' : null;
  return isDelayToBeTold(pending, result, now) ? 'delayed' : null;
}

function factsOf(
  { giveUpAfterMs }: AttemptPorts,
  kind: DeliveryNotice['kind'],
  { createdAt }: PendingDelivery,
  verdict: AttemptVerdict,
  result: AttemptResult,
  now: Date,
): NoticeFacts {
  const { code, text, remoteHost } = result;
  return {
    kind,
    cause: verdict.kind === 'delivered' ? null : verdict.cause,
    triedMs: result.hasExpired ? now.getTime() - createdAt.getTime() : null,
    retryUntil: kind === 'delayed' ? new Date(createdAt.getTime() + giveUpAfterMs) : null,
    reply: code === null ? null : { code, text },
    remoteHost,
  };
}
