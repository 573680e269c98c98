import { runEvery } from '@cachet/mss-core';
import { type Database, PgEvents, PgWebhooks } from '@cachet/schema';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const HOUR_MS = 3_600_000;

/** Forgets events and their calls to webhooks once they have been kept long enough. */
export function forgetEventsJob(database: Database, keptMs: number): Job {
  return {
    name: 'events.forget',
    nextAt: runEvery(HOUR_MS),
    run: async (act, under) => {
      const before = new Date(act.at.getTime() - keptMs);
      await eachTenant(database, act, under, async (context) => {
        await database.withTenant(context, async (sql) => {
          await new PgEvents(sql).forget(before);
          await new PgWebhooks(sql).forget(before);
        });
      });
      return 'ok';
    },
  };
}
