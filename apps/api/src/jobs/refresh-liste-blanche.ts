import { type Database, PgListeBlancheVersions, PgRouting } from '@cachet/schema';
import type { ListeBlancheRefresher } from '../liste-blanche-refresher.js';
import { isPast, type Job, type LastRun } from './job.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const HALF_MINUTE_MS = 30_000;

/** Fetches the liste blanche once a day; hourly after a failure, and every half minute as long as there is none at all. */
// EX_2.2_5010: the list is fetched each day, and at the first start.
export function refreshListeBlancheJob(database: Database, refresher: ListeBlancheRefresher): Job {
  return {
    name: 'listeBlanche.refresh',
    isDue: async (last, now) => {
      const none = (await latestOf(database)) === null;
      const waitMs = none ? HALF_MINUTE_MS : waitAfter(last);
      // Its traces are the operator's: before the operator's own tenant exists there is nowhere to write them.
      return isPast(last, waitMs, now) && (await new PgRouting(database).operatorTenant()) !== null;
    },
    run: async (act) => {
      const refreshed = await refresher.refresh(act);
      return refreshed.ok ? 'ok' : refreshed.refusal.code;
    },
  };
}

function latestOf(database: Database) {
  return database.shared((sql) => new PgListeBlancheVersions(sql).latest());
}

function waitAfter({ lastOutcome }: LastRun): number {
  return lastOutcome === 'ok' ? DAY_MS : HOUR_MS;
}
