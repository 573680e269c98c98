import { type MailSafe, sealFormer } from '@cachet/mailstore';
import { type Database, PgRouting } from '@cachet/schema';
import { isPast, type Job } from './job.js';

const MINUTE_MS = 60_000;
/** Of each tenant and run: mail comes and goes meanwhile. */
const MOST = 200;

interface Log {
  error(facts: object, message: string): void;
}

/** Seals, little by little, what was kept in clear before messages were sealed. */
// EX_GBM_6010: what was kept before leaves as irrevocably as what comes now.
export function sealFormerJob(database: Database, safe: MailSafe, log: Log): Job {
  return {
    name: 'messages.seal',
    isDue: (last, now) => isPast(last, MINUTE_MS, now),
    run: async (act) => {
      let outcome = 'ok';
      for (const tenantId of await new PgRouting(database).tenants()) {
        const { damaged } = await sealFormer(database, safe, { ...act, tenantId }, MOST);
        for (const messageId of damaged) {
          log.error({ tenantId, messageId }, 'a message kept in clear is not what was received');
          outcome = 'damaged';
        }
      }
      return outcome;
    },
  };
}
