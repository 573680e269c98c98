import { type Database, PgOperations, PgRouting } from '@cachet/schema';
import { isPast, type Job } from './job.js';

const DAY_MS = 86_400_000;

/** Forgets operations that ended long ago, with their rows, which name people. What they opened, and its traces, stay. */
export function forgetOperationsJob(database: Database, keptMs: number): Job {
  return {
    name: 'operations.forget',
    isDue: (last, now) => isPast(last, DAY_MS, now),
    run: async (act) => {
      const before = new Date(act.at.getTime() - keptMs);
      for (const tenantId of await new PgRouting(database).tenants())
        await database.withTenant({ ...act, tenantId }, (sql) => new PgOperations(sql).forget(before));
      return 'ok';
    },
  };
}
