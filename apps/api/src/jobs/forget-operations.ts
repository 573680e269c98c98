import { runEvery } from '@cachet/mss-core';
import { type Database, PgOperations } from '@cachet/schema';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const DAY_MS = 86_400_000;

/** Forgets operations that ended long ago, with their rows, which name people. What they opened, and its traces, stay. */
export function forgetOperationsJob(database: Database, keptMs: number): Job {
  return {
    name: 'operations.forget',
    nextAt: runEvery(DAY_MS),
    run: async (act, under) => {
      const before = new Date(act.at.getTime() - keptMs);
      await eachTenant(database, act, under, (context) =>
        database.withTenant(context, (sql) => new PgOperations(sql).forget(before)),
      );
      return 'ok';
    },
  };
}
