import type { TenantContext } from '../tenancy/index.js';
import type { ComplianceBoard, Journal, TraceEventKind } from '../traceability/index.js';

/** A personal or organisational BAL that is open, and what was announced of it because nobody opened it. */
export interface UnopenedBal {
  readonly balId: string;
  readonly createdAt: Date;
  /** When somebody who may open it last signed in; null for never. */
  readonly openedAt: Date | null;
  /** Since when it is open, if it was not always: nobody can come to a suspended BAL. */
  readonly stateAt: Date | null;
  readonly told: { readonly at: Date; readonly unpublishedFrom: Date } | null;
  readonly isUnpublished: boolean;
}

/** What is done for one of them; `tell` says from when it is out of sight. */
export type UnopenedStep =
  | { readonly kind: 'none' }
  | { readonly kind: 'tell'; readonly unpublishedFrom: Date }
  | { readonly kind: 'unpublish' }
  /** Somebody came while its end of publication was announced, or once it was out of sight. */
  | { readonly kind: 'takeBack' | 'republish' };

const DAY_MS = 86_400_000;
const UNOPENED_MS = 60 * DAY_MS;
export const WARNING_MS = 15 * DAY_MS;

/** Never out of sight before it was told for fifteen days, however long nobody had come before; a sign-in since takes everything back. */
// EX_GBM_4440: more than a year old, more than sixty days without a sign-in, told fifteen days before.
export function unopenedStep(bal: UnopenedBal, at: Date): UnopenedStep {
  const { told, isUnpublished } = bal;
  const from = Math.max(
    ...[bal.createdAt, bal.openedAt, bal.stateAt].map((moment) => moment?.getTime() ?? 0),
  );
  const due = Math.max(aYearAfter(bal.createdAt), from + UNOPENED_MS);
  const toldFrom = due - WARNING_MS;
  if (!told && at.getTime() < toldFrom) return { kind: 'none' };
  if (!told) return { kind: 'tell', unpublishedFrom: new Date(Math.max(due, at.getTime() + WARNING_MS)) };
  if (toldFrom > told.at.getTime()) return { kind: isUnpublished ? 'republish' : 'takeBack' };
  return { kind: !isUnpublished && at > told.unpublishedFrom ? 'unpublish' : 'none' };
}

function aYearAfter(at: Date): number {
  return new Date(at).setUTCFullYear(at.getUTCFullYear() + 1);
}

export interface ToldBal {
  readonly balId: string;
  readonly unpublishedFrom: Date;
}

/** The BAL of one tenant that may leave the sight of the Annuaire’s readers, within one transaction. Whoever comes second changes nothing. */
export interface UnopenedDesk {
  /** Those that are old enough to be told of or were told of, after that one, in the order of their ids. */
  page(after: string | null, limit: number): Promise<readonly UnopenedBal[]>;
  /** Answers those that were not told of yet. */
  tell(bals: readonly ToldBal[]): Promise<readonly ToldBal[]>;
  /** Answers those that were told of and still in sight. */
  unpublish(balIds: readonly string[]): Promise<readonly string[]>;
  /** Forgets what was told, and what followed. Answers those of which anything was. */
  forget(balIds: readonly string[]): Promise<readonly string[]>;
}

export interface UnopenedRoom {
  readonly unopened: UnopenedDesk;
  readonly journal: Journal;
  readonly compliance: ComplianceBoard;
}

export interface UnopenedPorts {
  inRoom<T>(context: TenantContext, work: (room: UnopenedRoom) => Promise<T>): Promise<T>;
}

/** What came by the portal is read once for as many. */
const AT_ONCE = 2_000;

/**
 * Takes the BAL of one tenant that nobody opens out of the sight of the Annuaire’s readers, told before, and puts them back once somebody came:
 * what was done is read by the next feed. Some hundred at a time, each time in one transaction: killed anywhere, it goes on when begun again.
 */
export async function tendUnopenedBals(ports: UnopenedPorts, context: TenantContext): Promise<void> {
  for (let after: string | null = null; ; ) {
    const seen: readonly UnopenedBal[] = await ports.inRoom(context, async (room) => {
      const bals = await room.unopened.page(after, AT_ONCE);
      await take(room, bals, context.at);
      return bals;
    });
    after = seen.at(-1)?.balId ?? null;
    if (seen.length < AT_ONCE) return;
  }
}

async function take(room: UnopenedRoom, bals: readonly UnopenedBal[], at: Date): Promise<void> {
  const steps = bals.map(({ balId }, index) => ({
    balId,
    step: unopenedStep(bals[index] as UnopenedBal, at),
  }));
  const of = (kind: UnopenedStep['kind']) =>
    steps.filter(({ step }) => step.kind === kind).map(({ balId }) => balId);
  await tell(
    room,
    steps.flatMap(({ balId, step }) =>
      step.kind === 'tell' ? { balId, unpublishedFrom: step.unpublishedFrom } : [],
    ),
  );
  await trace(room, 'bal.unpublished', await room.unopened.unpublish(of('unpublish')));
  await trace(room, 'bal.unpublishingTakenBack', await room.unopened.forget(of('takeBack')));
  await trace(room, 'bal.republished', await room.unopened.forget(of('republish')));
}

// EX_GBM_4440: its users are told by a channel outside the trust space, which their managers have.
async function tell(room: UnopenedRoom, bals: readonly ToldBal[]): Promise<void> {
  const told = await room.unopened.tell(bals);
  if (told.length === 0) return;
  await room.journal.record(
    told.map(({ balId, unpublishedFrom }) => ({
      ...{ kind: 'bal.unpublishingAnnounced', outcome: 'ok', balId },
      facts: { unpublishedFrom: unpublishedFrom.toISOString() },
    })),
  );
  const first = Math.min(...told.map(({ unpublishedFrom }) => unpublishedFrom.getTime()));
  const [one] = told;
  await room.compliance.raise([
    {
      ...{ kind: 'bal.unopened', severity: 'warning' },
      facts: {
        bals: told.length,
        ...(told.length === 1 && one ? { balId: one.balId } : {}),
        unpublishedFrom: new Date(first).toISOString(),
      },
    },
  ]);
}

async function trace(
  { journal }: UnopenedRoom,
  kind: TraceEventKind,
  balIds: readonly string[],
): Promise<void> {
  await journal.record(balIds.map((balId) => ({ kind, outcome: 'ok', balId })));
}
