import type { Clock } from '@cachet/runtime';
import { type Database, PgApiRequests, PgRouting } from '@cachet/schema';
import { isPast, type Job } from './job.js';

const HOUR_MS = 3_600_000;

/** Forgets, a day after, the requests that carried an idempotency key, and their sealed answers. */
export function forgetRequestsJob(database: Database, wallClock: Clock): Job {
  return {
    name: 'apiRequests.forget',
    isDue: (last, now) => isPast(last, HOUR_MS, now),
    run: async (act) => {
      for (const tenantId of await new PgRouting(database).tenants()) {
        await database.withTenant({ ...act, tenantId }, (sql) =>
          new PgApiRequests(sql).forgetExpired(wallClock()),
        );
      }
      return 'ok';
    },
  };
}
