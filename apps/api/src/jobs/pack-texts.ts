import { type MailSafe, packTexts, StoreUnavailable } from '@cachet/mailstore';
import { runEvery } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import { atHalfPace } from './at-half-pace.js';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const MINUTE_MS = 60_000;

interface Log {
  error(facts: object, message: string): void;
}

/** Seals the texts of what came in, so that a search of a large folder opens few packs instead of reading every letter. */
export function packTextsJob(database: Database, safe: MailSafe, log: Log): Job {
  return {
    name: 'texts.pack',
    nextAt: runEvery(MINUTE_MS),
    run: async (act, under) => {
      let outcome = 'ok';
      await eachTenant(database, act, under, async (context) => {
        const { tenantId } = context;
        await packTexts(atHalfPace(database, under), context, safe, (folderId, fault) => {
          under.signal.throwIfAborted();
          if (fault instanceof StoreUnavailable) throw fault;
          // What one folder holds keeps no other waiting, in no structure.
          log.error({ err: fault, tenantId, folderId }, 'the texts of a folder could not be packed');
          outcome = 'incomplete';
        });
      });
      return outcome;
    },
  };
}
