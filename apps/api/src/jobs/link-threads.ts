import { linkTenant, type MailSafe, StoreUnavailable } from '@cachet/mailstore';
import { runEvery } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import { atHalfPace } from './at-half-pace.js';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const MINUTE_MS = 60_000;

interface Log {
  error(facts: object, message: string): void;
}

/** Puts what came in into conversations, so that a list of them opens no letter while somebody waits. */
export function linkThreadsJob(database: Database, safe: MailSafe, log: Log): Job {
  return {
    name: 'threads.link',
    nextAt: runEvery(MINUTE_MS),
    run: async (act, under) => {
      let outcome = 'ok';
      await eachTenant(database, act, under, async (context) => {
        const { tenantId } = context;
        await linkTenant(atHalfPace(database, under), context, safe, (balId, fault) => {
          under.signal.throwIfAborted();
          if (fault instanceof StoreUnavailable) throw fault;
          // What one BAL holds keeps no other waiting, in no structure.
          log.error({ err: fault, tenantId, balId }, 'the conversations of a BAL could not be put together');
          outcome = 'incomplete';
        });
      });
      return outcome;
    },
  };
}
