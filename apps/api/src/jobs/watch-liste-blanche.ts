import { runEvery, staleListeBlancheEvent } from '@cachet/mss-core';
import { type Database, PgCompliance, PgListeBlancheVersions, PgRouting } from '@cachet/schema';
import type { Job } from './job.js';

const FIVE_MINUTES_MS = 300_000;

/** Looks every five minutes at the age of the liste blanche in force, and alarms the operator once no new valid one has come for 36 hours. */
export function watchListeBlancheJob(database: Database): Job {
  const routing = new PgRouting(database);
  return {
    name: 'listeBlanche.watch',
    nextAt: runEvery(FIVE_MINUTES_MS),
    hasWork: async () => (await routing.operatorTenant()) !== null,
    run: async (act) => {
      const tenantId = await routing.operatorTenant();
      if (!tenantId) return 'noOperator';
      await database.withTenant({ ...act, tenantId }, async (sql) => {
        const inForce = await new PgListeBlancheVersions(sql).latest();
        if (!inForce) return;
        const compliance = new PgCompliance(sql);
        const last = await compliance.lastOf('listeBlanche.stale');
        const event = staleListeBlancheEvent(inForce, act.at, last);
        if (event) await compliance.raise([event]);
      });
      return 'ok';
    },
  };
}
