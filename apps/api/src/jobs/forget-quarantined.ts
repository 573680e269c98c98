import { runEvery } from '@cachet/mss-core';
import { type Database, PgMalware } from '@cachet/schema';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const HOUR_MS = 3_600_000;

/** Removes what each structure's quarantine has kept long enough, bytes and facts; traces stay. */
export function forgetQuarantinedJob(database: Database): Job {
  return {
    name: 'quarantine.forget',
    nextAt: runEvery(HOUR_MS),
    run: async (act, under) => {
      await eachTenant(database, act, under, async (context) => {
        await database.withTenant(context, (sql) => new PgMalware(sql).forgetExpired());
      });
      return 'ok';
    },
  };
}
