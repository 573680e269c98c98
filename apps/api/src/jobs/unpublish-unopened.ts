import { runEvery, tendUnopenedBals, type UnopenedPorts } from '@cachet/mss-core';
import { type Database, PgCompliance, PgJournal, PgUnopenedBals } from '@cachet/schema';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const HOUR_MS = 3_600_000;

/** Takes BAL that nobody opens out of the sight of the Annuaire’s readers, told before; each hour, so that who comes back is found by the next feed. */
// EX_GBM_4440
export function unpublishUnopenedJob(database: Database): Job {
  const ports: UnopenedPorts = {
    inRoom: (context, work) =>
      database.withTenant(context, (sql) =>
        work({
          unopened: new PgUnopenedBals(sql),
          journal: new PgJournal(sql),
          compliance: new PgCompliance(sql),
        }),
      ),
  };
  return {
    name: 'bals.unpublish',
    nextAt: runEvery(HOUR_MS),
    run: async (act, under) => {
      await eachTenant(database, act, under, (context) => tendUnopenedBals(ports, context));
      return 'ok';
    },
  };
}
