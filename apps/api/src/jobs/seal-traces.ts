import { type MailSafe, StoreUnavailable, sealTraces } from '@cachet/mailstore';
import { type Database, PgRouting } from '@cachet/schema';
import { isPast, type Job } from './job.js';

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
    isDue: (last, now) => isPast(last, MINUTE_MS, now),
    run: async (act) => {
      let outcome = 'ok';
      for (const tenantId of await new PgRouting(database).tenants()) {
        await sealTraces(database, safe, { ...act, tenantId }, MOST).catch((fault: unknown) => {
          if (!(fault instanceof StoreUnavailable)) throw fault;
          log.error({ err: fault, tenantId }, 'the traces of a structure cannot be sealed for now');
          outcome = 'incomplete';
        });
      }
      return outcome;
    },
  };
}
