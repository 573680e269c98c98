import { PgAgeing } from '@cachet/mailstore';
import { type ActContext, openAutomaticReply, runEvery, type TenantContext } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import {
  automaticReplies,
  automaticReplyDesk,
  type Database,
  domainsWithoutReply,
  PgJournal,
  PgRouting,
} from '@cachet/schema';
import type { Job } from './job.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** EX_GBM_4030: a month at most; February has 28 days. */
const KEPT_MS = 28 * DAY_MS;

/** Gives each domain of the installation the BAL that answers test messages by itself, in the operator's own tenant. */
// EX_GBM_4020: a domain opened today has its own within a minute.
export function answerDomainsJob(database: Database): Job {
  return {
    name: 'domains.answer',
    nextAt: runEvery(MINUTE_MS),
    run: async (act) => {
      const context = await operatorContext(database, act);
      if (!context) return 'ok';
      for (const domain of await domainsWithoutReply(database)) {
        await database.withTenant(context, (sql) =>
          openAutomaticReply(context, automaticReplyDesk(sql), newId, domain),
        );
      }
      return 'ok';
    },
  };
}

/** Erases what these BAL were sent, within a month, with a trace. */
// EX_GBM_4030
export function eraseTestLettersJob(database: Database): Job {
  return {
    name: 'answers.erase',
    nextAt: runEvery(DAY_MS),
    run: async (act) => {
      const context = await operatorContext(database, act);
      if (!context) return 'ok';
      const before = new Date(act.at.getTime() - KEPT_MS);
      for (const balId of await database.withTenant(context, automaticReplies)) {
        await database.withTenant(context, async (sql) => {
          const messages = await new PgAgeing(sql).removeBefore(balId, before);
          if (messages === 0) return;
          await new PgJournal(sql).record([
            { kind: 'message.expunged', outcome: 'ok', balId, facts: { messages } },
          ]);
        });
      }
      return 'ok';
    },
  };
}

async function operatorContext(database: Database, act: ActContext): Promise<TenantContext | null> {
  const tenantId = await new PgRouting(database).operatorTenant();
  return tenantId && { ...act, tenantId };
}
