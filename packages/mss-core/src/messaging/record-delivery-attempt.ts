import type { Bal } from '../access/index.js';
import { done, type Outcome } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import type { TraceEventKind } from '../traceability/index.js';
import { composeDsn } from './compose-dsn.js';
import { type AttemptVerdict, hasExpired, resultOf } from './delivery-schedule.js';
import type { MailRoom, MailRooms } from './mail-rooms.js';
import type { AttemptResult, PendingDelivery, ReceivedMessage } from './ports.js';

export interface AttemptPorts {
  readonly rooms: MailRooms;
  readonly newId: NewId;
  /** Public name of this server, for notices. */
  readonly hostname: string;
  /** Makes a message of bytes composed here. */
  messageOf(bytes: Uint8Array): ReceivedMessage;
  /** The header of a kept message, its blank line excluded. */
  headerOf(room: MailRoom, messageId: string): Promise<Uint8Array>;
}

/** The delivery as it was when the attempt began. */
export type Attempted = Pick<PendingDelivery, 'id' | 'attempts'>;

/**
 * Writes what one attempt met: state, event and trace, and for a failure the notice in the sender's inbox, all in one transaction.
 * Answers what became of the delivery; null, and nothing written, when another worker wrote its end, or this same deferral, meanwhile.
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
  room: MailRoom,
  context: TenantContext,
  attempted: Attempted,
  verdict: AttemptVerdict,
  mayNotify: boolean,
): Promise<Outcome<AttemptResult | null>> {
  const pending = await room.deliveries.hold(attempted.id);
  if (!pending) return done(null);
  // What a peer took, or refused for good, is an end whoever tells it; a deferral counts once.
  if (verdict.kind === 'temporary' && pending.attempts !== attempted.attempts) return done(null);
  const result = resultOf(verdict, pending, context.at);
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
  return done(result);
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
    nextAttemptAt: result.nextAttemptAt?.toISOString() ?? null,
  };
}

/** RFC 5321 §4.5.5: nobody is told of the failure of a notice. */
async function notify(
  ports: AttemptPorts,
  room: MailRoom,
  context: TenantContext,
  pending: PendingDelivery,
  verdict: AttemptVerdict,
  result: AttemptResult,
): Promise<Outcome<string | null>> {
  if (result.state !== 'failed' || verdict.kind === 'delivered' || pending.sender === null) return done(null);
  const bal = await room.bals.byId(pending.balId);
  if (!bal) return done(null);
  const header = await ports.headerOf(room, pending.messageId);
  const notice = ports.messageOf(
    composeDsn(
      {
        sender: bal.address,
        recipient: pending.recipient,
        cause: verdict.cause,
        hasExpired: hasExpired(verdict, result),
        reply: result.code === null ? null : { code: result.code, text: result.text },
        remoteHost: result.remoteHost,
        submittedAt: pending.createdAt,
        header,
      },
      { hostname: ports.hostname, at: context.at, id: ports.newId() },
    ),
  );
  return fileNotice(ports.newId, room, context, bal, notice);
}

// A full BAL must not keep its own failure from being recorded: the trace then says that no notice was filed.
async function fileNotice(
  newId: NewId,
  room: MailRoom,
  context: TenantContext,
  bal: Bal,
  notice: ReceivedMessage,
): Promise<Outcome<string | null>> {
  if (bal.usedBytes + notice.size > bal.quotaBytes) return done(null);
  const messageId = await room.filing.keep(notice);
  const marks = { seen: false, internalDate: context.at };
  const filed = await room.filing.file(bal.id, 'inbox', messageId, marks);
  if (!filed.ok) return filed;
  await room.deliveries.add([
    {
      id: newId(),
      direction: 'inbound',
      balId: bal.id,
      messageId,
      sender: null,
      recipient: bal.address,
      size: notice.size,
      state: 'delivered',
    },
  ]);
  return done(messageId);
}
