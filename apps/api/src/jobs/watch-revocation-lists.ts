import type { IgcTrustStore } from '@cachet/ans';
import { revocationOverdueEvent, runEvery } from '@cachet/mss-core';
import type { Clock } from '@cachet/runtime';
import { type Database, PgRouting, withOperator } from '@cachet/schema';
import type { Job } from './job.js';

const FIVE_MINUTES_MS = 5 * 60_000;

/** Fetches the revocation lists and tells the operator when they stop coming. Lists age by the wall clock, as certificates do. */
// EX_OPE_5050: an alarm before the lists held lose their worth and peers are refused.
export function watchRevocationListsJob(
  database: Database,
  trust: Pick<IgcTrustStore, 'refreshCrls' | 'revocationLists'>,
  wallClock: Clock,
): Job {
  const routing = new PgRouting(database);
  return {
    name: 'igc.revocationLists',
    nextAt: runEvery(FIVE_MINUTES_MS),
    hasWork: async () => (await routing.operatorTenant()) !== null,
    run: async (act) => {
      await trust.refreshCrls();
      const now = wallClock();
      const raised = await withOperator(database, act, async (compliance) => {
        const last = await compliance.lastOf('igc.revocationOverdue');
        const event = revocationOverdueEvent(trust.revocationLists(now), now, last);
        if (event) await compliance.raise([event]);
        return event !== null;
      });
      return raised ? 'overdue' : 'ok';
    },
  };
}
