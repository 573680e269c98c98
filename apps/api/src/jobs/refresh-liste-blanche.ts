import { runEvery } from '@cachet/mss-core';
import { type Database, PgRouting } from '@cachet/schema';
import type { ListeBlancheRefresher } from '../liste-blanche-refresher.js';
import type { Job } from './job.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const HALF_MINUTE_MS = 30_000;

/** Fetches the liste blanche once a day; hourly after a failure, and every half minute as long as none was ever fetched. */
// EX_2.2_5010: the list is fetched each day, and at the first start.
export function refreshListeBlancheJob(database: Database, refresher: ListeBlancheRefresher): Job {
  return {
    name: 'listeBlanche.refresh',
    nextAt: runEvery(DAY_MS, ({ lastSuccessAt }) => (lastSuccessAt ? HOUR_MS : HALF_MINUTE_MS)),
    // Its traces are the operator's: before the operator's own tenant exists there is nowhere to write them.
    hasWork: async () => (await new PgRouting(database).operatorTenant()) !== null,
    run: async (act) => {
      const refreshed = await refresher.refresh(act);
      return refreshed.ok ? 'ok' : refreshed.refusal.code;
    },
  };
}
