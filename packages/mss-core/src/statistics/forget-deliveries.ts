import type { TenantContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';
import { MOST_MONTHS } from './deposit-step.js';
import type { MonthFigures } from './indicators.js';
import {
  boundsOf,
  type MonthBounds,
  monthAfter,
  monthOf,
  monthsFrom,
  type StatisticsMonth,
} from './statistics-month.js';

/** The deliveries of one tenant that are over, and what hangs off them, within one transaction. */
export interface DeliveryShelf {
  /** When the oldest of them began; null when there is none. */
  oldest(): Promise<Date | null>;
  /** Months whose files are still to be written for a domain of the tenant. */
  unwritten(): Promise<readonly StatisticsMonth[]>;
  /** Forgets at most so many that ended before that moment. Answers how many. */
  forget(before: Date, limit: number): Promise<number>;
}

export interface ForgettingRoom {
  readonly deliveries: DeliveryShelf;
  readonly months: {
    kept(months: readonly StatisticsMonth[]): Promise<ReadonlyMap<StatisticsMonth, unknown>>;
    count(bounds: MonthBounds): Promise<MonthFigures>;
    keep(month: StatisticsMonth, figures: MonthFigures): Promise<void>;
  };
  readonly journal: Journal;
}

export interface ForgettingPorts {
  inRoom<T>(context: TenantContext, work: (room: ForgettingRoom) => Promise<T>): Promise<T>;
  /** Called between two batches. @throws when somebody else goes on. */
  goOn(): void;
}

const AT_ONCE = 1_000;

/**
 * Forgets the deliveries of one tenant that ended longer ago than they are kept, their steps and reports with them; traces stay. The months they
 * are of are counted first. A thousand at a time, each time in one transaction: killed anywhere, it goes on when begun again.
 */
// EX_GDT_5070: how long is for the data controller to say.
export async function forgetDeliveries(
  ports: ForgettingPorts,
  context: TenantContext,
  keptMs: number,
): Promise<number> {
  const before = await ports.inRoom(context, async (room) => {
    const limit = forgettableBefore(context.at, keptMs, await room.deliveries.unwritten());
    const oldest = await room.deliveries.oldest();
    if (!oldest || oldest >= limit) return null;
    await countMonths(room, monthsFrom(monthOf(oldest), monthOf(limit)));
    return limit;
  });
  if (!before) return 0;
  for (let forgotten = 0; ; ) {
    ports.goOn();
    const count = await ports.inRoom(context, async ({ deliveries, journal }) => {
      const gone = await deliveries.forget(before, AT_ONCE);
      const facts = { deliveries: gone, before: before.toISOString() };
      if (gone > 0) await journal.record([{ kind: 'deliveries.forgotten', outcome: 'ok', facts }]);
      return gone;
    });
    forgotten += count;
    if (count < AT_ONCE) return forgotten;
  }
}

/**
 * Never those of a month whose files are to be written, nor of one that the ANS would still take anew (§9.7.4.4), however short the time they
 * are kept.
 */
// EX_PSU_5810, EX_SSU_5820
export function forgettableBefore(now: Date, keptMs: number, unwritten: readonly StatisticsMonth[]): Date {
  const [needed] = [monthAfter(monthOf(now), -MOST_MONTHS), ...unwritten].sort();
  const wished = now.getTime() - keptMs;
  return new Date(needed ? Math.min(wished, boundsOf(needed).from.getTime()) : wished);
}

// EX_PSU_5010: what a month came to is shown when its deliveries are gone.
async function countMonths({ months }: ForgettingRoom, all: readonly StatisticsMonth[]): Promise<void> {
  const kept = await months.kept(all);
  for (const month of all)
    if (!kept.has(month)) await months.keep(month, await months.count(boundsOf(month)));
}
