import { linkTenant, type MailSafe, StoreUnavailable } from '@cachet/mailstore';
import { type Database, PgRouting } from '@cachet/schema';
import { isPast, type Job } from './job.js';

const MINUTE_MS = 60_000;

interface Log {
  error(facts: object, message: string): void;
}

/** Puts what came in into conversations, so that a list of them opens no letter while somebody waits. */
export function linkThreadsJob(database: Database, safe: MailSafe, log: Log): Job {
  return {
    name: 'threads.link',
    isDue: (last, now) => isPast(last, MINUTE_MS, now),
    run: async (act) => {
      let outcome = 'ok';
      for (const tenantId of await new PgRouting(database).tenants()) {
        await linkTenant(database, { ...act, tenantId }, safe, (balId, fault) => {
          if (fault instanceof StoreUnavailable) throw fault;
          // What one BAL holds keeps no other waiting, in no structure.
          log.error({ err: fault, tenantId, balId }, 'the conversations of a BAL could not be put together');
          outcome = 'incomplete';
        });
      }
      return outcome;
    },
  };
}
