import { runEvery } from '@cachet/mss-core';
import type { Clock } from '@cachet/runtime';
import { type Database, PgApiTokens } from '@cachet/schema';
import type { Job } from './job.js';

const HOUR_MS = 3_600_000;

/** Removes the short tokens of partners' keys that have ended. */
export function forgetApiTokensJob(database: Database, wallClock: Clock): Job {
  return {
    name: 'apiTokens.forget',
    nextAt: runEvery(HOUR_MS),
    run: async () => {
      await database.shared((sql) => new PgApiTokens(sql).forget(wallClock()));
      return 'ok';
    },
  };
}
