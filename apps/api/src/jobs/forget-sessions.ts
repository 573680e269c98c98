import { runEvery } from '@cachet/mss-core';
import type { Clock } from '@cachet/runtime';
import { type Database, PgPortalSessions } from '@cachet/schema';
import type { Job } from './job.js';

const HOUR_MS = 3_600_000;
const KEPT_MS = 24 * HOUR_MS;

/** Removes portal sessions a day after the latest moment they could have lasted; their traces stay with the tenants. */
export function forgetSessionsJob(database: Database, wallClock: Clock): Job {
  return {
    name: 'portalSessions.forget',
    nextAt: runEvery(HOUR_MS),
    run: async () => {
      await database.shared((sql) =>
        new PgPortalSessions(sql).forget(new Date(wallClock().getTime() - KEPT_MS)),
      );
      return 'ok';
    },
  };
}
