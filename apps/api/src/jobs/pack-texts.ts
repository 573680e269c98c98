import { type MailSafe, packTexts, StoreUnavailable } from '@cachet/mailstore';
import { type Database, PgRouting } from '@cachet/schema';
import { isPast, type Job } from './job.js';

const MINUTE_MS = 60_000;

interface Log {
  error(facts: object, message: string): void;
}

/** Seals the texts of what came in, so that a search of a large folder opens few packs instead of reading every letter. */
export function packTextsJob(database: Database, safe: MailSafe, log: Log): Job {
  return {
    name: 'texts.pack',
    isDue: (last, now) => isPast(last, MINUTE_MS, now),
    run: async (act) => {
      let outcome = 'ok';
      for (const tenantId of await new PgRouting(database).tenants()) {
        await packTexts(database, { ...act, tenantId }, safe, (folderId, fault) => {
          if (fault instanceof StoreUnavailable) throw fault;
          // What one folder holds keeps no other waiting, in no structure.
          log.error({ err: fault, tenantId, folderId }, 'the texts of a folder could not be packed');
          outcome = 'incomplete';
        });
      }
      return outcome;
    },
  };
}
