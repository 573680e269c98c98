import { type Database, PgEvents, PgRouting, PgWebhooks } from '@cachet/schema';
import { isPast, type Job } from './job.js';

const HOUR_MS = 3_600_000;

/** Forgets events and their calls to webhooks once they have been kept long enough. */
export function forgetEventsJob(database: Database, keptMs: number): Job {
  return {
    name: 'events.forget',
    isDue: (last, now) => isPast(last, HOUR_MS, now),
    run: async (act) => {
      const before = new Date(act.at.getTime() - keptMs);
      for (const tenantId of await new PgRouting(database).tenants()) {
        await database.withTenant({ ...act, tenantId }, async (sql) => {
          await new PgEvents(sql).forget(before);
          await new PgWebhooks(sql).forget(before);
        });
      }
      return 'ok';
    },
  };
}
