import { domainOf } from '../identifiers/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { ComplianceBoard, Journal } from '../traceability/index.js';
import { composeClosureNotice } from './compose-closure-notice.js';
import type { NoticePorts } from './delivery-notices.js';
import { type EmptyingPorts, emptyBal } from './empty-bal.js';
import {
  closingDate,
  type InactivityDesk,
  type InactivityPolicy,
  type InactivityStep,
  inactivityStep,
  type WatchedBal,
} from './inactive-bals.js';
import type { MailRoom } from './mail-rooms.js';

/** What one transaction of a tenant offers to whoever tends its unused BAL. */
export interface InactivityRoom {
  readonly inactive: InactivityDesk;
  readonly filing: Pick<MailRoom['filing'], 'keep'>;
  readonly deliveries: Pick<MailRoom['deliveries'], 'add'>;
  readonly quota: Pick<MailRoom['quota'], 'fileNotice'>;
  readonly journal: Journal;
  readonly compliance: ComplianceBoard;
}

export interface InactivityPorts extends NoticePorts {
  inRoom<T>(context: TenantContext, work: (room: InactivityRoom) => Promise<T>): Promise<T>;
  readonly emptying: EmptyingPorts;
  /** One BAL that fails keeps no other waiting. */
  failed(context: TenantContext, balId: string, fault: unknown): void;
}

export interface Tended {
  readonly announced: number;
  readonly closed: number;
}

/**
 * Tends the BAL of one tenant that nobody opens any more: announces their end to their holders and managers, takes that back when somebody
 * came, closes them when the time is over, and destroys what closed ones hold. Each BAL in transactions of its own: killed anywhere, it goes
 * on when begun again, and announces nothing twice.
 */
export async function tendInactiveBals(
  ports: InactivityPorts,
  context: TenantContext,
  policy: InactivityPolicy,
): Promise<Tended> {
  const since = new Date(context.at.getTime() - policy.afterMs + policy.warningMs);
  const ids = await ports.inRoom(context, ({ inactive }) => inactive.candidates(since));
  const steps: InactivityStep[] = [];
  for (const balId of ids) {
    const step = await tend(ports, context, balId, policy).catch((fault: unknown) => {
      ports.failed(context, balId, fault);
      return 'none' as const;
    });
    steps.push(step);
  }
  await emptyClosed(ports, context);
  const count = (step: InactivityStep) => steps.filter((taken) => taken === step).length;
  return { announced: count('announce'), closed: count('close') };
}

/** EX_GBM_6010: what a closed BAL holds is destroyed, and what came back into it by a notice as well. */
async function emptyClosed(
  ports: Pick<InactivityPorts, 'inRoom' | 'emptying' | 'failed'>,
  context: TenantContext,
): Promise<void> {
  for (const balId of await ports.inRoom(context, ({ inactive }) => inactive.toEmpty()))
    await emptyBal(ports.emptying, context, balId).catch((fault: unknown) =>
      ports.failed(context, balId, fault),
    );
}

function tend(
  ports: InactivityPorts,
  context: TenantContext,
  balId: string,
  policy: InactivityPolicy,
): Promise<InactivityStep> {
  return ports.inRoom(context, async (room) => {
    const watched = await room.inactive.hold(balId);
    if (!watched) return 'none';
    const step = inactivityStep(watched, context.at, policy);
    if (step === 'announce') await announce(ports, room, context, watched, policy);
    if (step === 'takeBack') {
      await room.inactive.takeBack(balId);
      await room.journal.record([{ kind: 'bal.closureTakenBack', outcome: 'ok', balId }]);
    }
    if (step === 'close') await close(room, watched);
    return step;
  });
}

// EX_GBM_6010: managers tell the holder by a channel outside the trust space; the letter in the BAL is for whoever comes back.
async function announce(
  { newId, hostname, messageOf }: NoticePorts,
  room: InactivityRoom,
  context: TenantContext,
  watched: WatchedBal,
  policy: InactivityPolicy,
): Promise<void> {
  const { bal } = watched;
  const { id: balId, address } = bal;
  const closesAt = closingDate(watched, context.at, policy);
  await room.inactive.announce(balId, closesAt);
  const domain = domainOf(address);
  const stamp = { hostname: hostname ?? domain, at: context.at, id: newId() };
  const notice = messageOf(composeClosureNotice({ bal, closesAt, domain }, stamp));
  const messageId = await room.filing.keep(notice);
  const { size } = notice;
  const delivery = { id: newId(), balId, messageId, sender: null, recipient: address, size };
  await room.deliveries.add([{ ...delivery, direction: 'inbound', state: 'delivered' }]);
  const facts = { closesAt: closesAt.toISOString(), lastUsedAt: watched.lastUsedAt.toISOString() };
  await room.journal.record([{ kind: 'bal.closureAnnounced', outcome: 'ok', balId, messageId, facts }]);
  await room.compliance.raise([{ kind: 'bal.unused', severity: 'warning', facts: { balId, ...facts } }]);
  await room.quota.fileNotice(balId, { messageId, size });
}

async function close({ inactive, journal, compliance }: InactivityRoom, watched: WatchedBal): Promise<void> {
  const { bal, lastUsedAt, announced } = watched;
  await inactive.close(bal.id);
  const facts = {
    ...{ address: bal.address, lastUsedAt: lastUsedAt.toISOString() },
    announcedAt: announced?.at.toISOString() ?? null,
  };
  await journal.record([{ kind: 'bal.closed', outcome: 'ok', balId: bal.id, facts }]);
  await compliance.raise([{ kind: 'bal.closed', severity: 'info', facts: { balId: bal.id } }]);
}
