import { runEvery } from '@cachet/mss-core';
import type { Clock } from '@cachet/runtime';
import { type Database, PgApiRequests } from '@cachet/schema';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const HOUR_MS = 3_600_000;

/** Forgets, a day after, the requests that carried an idempotency key, and their sealed answers. */
export function forgetRequestsJob(database: Database, wallClock: Clock): Job {
  return {
    name: 'apiRequests.forget',
    nextAt: runEvery(HOUR_MS),
    run: async (act, under) => {
      await eachTenant(database, act, under, async (context) => {
        await database.withTenant(context, (sql) => new PgApiRequests(sql).forgetExpired(wallClock()));
      });
      return 'ok';
    },
  };
}
