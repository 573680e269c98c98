import { type Database, PgMalware, PgRouting } from '@cachet/schema';
import { isPast, type Job } from './job.js';

const HOUR_MS = 3_600_000;

/** Removes what each structure's quarantine has kept long enough, bytes and facts; traces stay. */
export function forgetQuarantinedJob(database: Database): Job {
  return {
    name: 'quarantine.forget',
    isDue: (last, now) => isPast(last, HOUR_MS, now),
    run: async (act) => {
      for (const tenantId of await new PgRouting(database).tenants()) {
        await database.withTenant({ ...act, tenantId }, (sql) => new PgMalware(sql).forgetExpired());
      }
      return 'ok';
    },
  };
}
