import { finishRotation, type MailSafe, StoreUnavailable } from '@cachet/mailstore';
import { runEvery } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const QUARTER_MS = 15 * 60_000;

interface Log {
  error(facts: object, message: string): void;
}

/** Ends rotations of keys that were begun, and destroys the former keys once nothing needs them. */
// EX_GBM_6010: nor does an old copy of a row open by a key that was replaced.
export function finishRotationsJob(database: Database, safe: MailSafe, log: Log): Job {
  return {
    name: 'keys.finish',
    nextAt: runEvery(QUARTER_MS),
    run: async (act, under) => {
      let outcome = 'ok';
      await eachTenant(database, act, under, async (context) => {
        const { tenantId } = context;
        await finishRotation(database, safe, context).catch((fault: unknown) => {
          if (!(fault instanceof StoreUnavailable)) throw fault;
          // One structure whose keys cannot be opened keeps no other waiting.
          log.error({ err: fault, tenantId }, 'the rotation of a structure’s keys cannot be ended for now');
          outcome = 'incomplete';
        });
      });
      return outcome;
    },
  };
}
