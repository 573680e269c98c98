import { PgEmptying } from '@cachet/mailstore';
import { emptyBal, runEvery } from '@cachet/mss-core';
import { type Database, noteEmptied, PgBalRemovals, PgBalStore, PgJournal } from '@cachet/schema';
import type { Job } from './job.js';

const REST_MS = 5_000;
const AT_ONE_TIME = 50;

interface Log {
  error(facts: object, message: string): void;
}

/** Destroys what deleted BAL held, in short transactions, each traced; killed in between, it goes on at its next run. */
// EX_GBM_6010: irrevocable; the traces and the facts of deliveries stay.
export function emptyDeletedBalsJob(database: Database, log: Log): Job {
  const removals = new PgBalRemovals(database);
  return {
    name: 'bals.empty',
    nextAt: runEvery(REST_MS),
    hasWork: async () => (await removals.waiting(1)).length > 0,
    run: async (act) => {
      let outcome = 'ok';
      for (const { tenantId, balId } of await removals.waiting(AT_ONE_TIME)) {
        const context = { ...act, tenantId };
        const emptied = await emptyBal(portsOf(database), context, balId).catch((fault: unknown) => {
          log.error({ err: fault, tenantId, balId }, 'a deleted BAL could not be emptied');
          return null;
        });
        if (emptied?.ok) await database.withTenant(context, (sql) => noteEmptied(sql, balId));
        else outcome = 'incomplete';
      }
      return outcome;
    },
  };
}

function portsOf(database: Database): Parameters<typeof emptyBal>[0] {
  return {
    inTenant: (context, work) =>
      database.withTenant(context, (sql) =>
        work({ bals: new PgBalStore(sql), emptying: new PgEmptying(sql), journal: new PgJournal(sql) }),
      ),
  };
}
