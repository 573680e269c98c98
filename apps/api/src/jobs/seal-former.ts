import { type MailSafe, sealFormer } from '@cachet/mailstore';
import { runEvery } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

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
    nextAt: runEvery(MINUTE_MS),
    run: async (act, under) => {
      let outcome = 'ok';
      await eachTenant(database, act, under, async (context) => {
        const { tenantId } = context;
        const { damaged } = await sealFormer(database, safe, context, MOST);
        for (const messageId of damaged) {
          log.error({ tenantId, messageId }, 'a message kept in clear is not what was received');
          outcome = 'damaged';
        }
      });
      return outcome;
    },
  };
}
