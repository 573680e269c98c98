import { type MailSafe, StoreUnavailable, sealTraces } from '@cachet/mailstore';
import { runEvery } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const MINUTE_MS = 60_000;
/** Of each tenant and run. */
const MOST = 5_000;

interface Log {
  error(facts: object, message: string): void;
}

/** Seals, little by little, the subjects of traces that were written in clear before. */
// EX_GDT_5050: what was traced before is protected like what is traced now.
export function sealTracesJob(database: Database, safe: MailSafe, log: Log): Job {
  return {
    name: 'traces.seal',
    nextAt: runEvery(MINUTE_MS),
    run: async (act, under) => {
      let outcome = 'ok';
      await eachTenant(database, act, under, async (context) => {
        const { tenantId } = context;
        await sealTraces(database, safe, context, MOST).catch((fault: unknown) => {
          if (!(fault instanceof StoreUnavailable)) throw fault;
          log.error({ err: fault, tenantId }, 'the traces of a structure cannot be sealed for now');
          outcome = 'incomplete';
        });
      });
      return outcome;
    },
  };
}
