import { forgetDeliveries, runEvery } from '@cachet/mss-core';
import { type Database, PgDeliveryShelf, PgJournal, PgStatisticsMonths } from '@cachet/schema';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const DAY_MS = 86_400_000;

/** Forgets deliveries once they have been kept long enough and no statistics need them; what they did stays in the traces. */
// EX_GDT_5070
export function forgetDeliveriesJob(database: Database, keptMs: number): Job {
  return {
    name: 'deliveries.forget',
    nextAt: runEvery(DAY_MS),
    run: async (act, under) => {
      await eachTenant(database, act, under, (context) =>
        forgetDeliveries(
          {
            goOn: () => under.signal.throwIfAborted(),
            inRoom: (at, work) =>
              database.withTenant(at, (sql) =>
                work({
                  deliveries: new PgDeliveryShelf(sql),
                  months: new PgStatisticsMonths(sql),
                  journal: new PgJournal(sql),
                }),
              ),
          },
          context,
          keptMs,
        ),
      );
      return 'ok';
    },
  };
}
