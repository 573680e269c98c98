import { composedMessage, type MailSafe, PgEmptying, PgMailFiling, PgQuotaDesk } from '@cachet/mailstore';
import { type InactivityPolicy, type InactivityPorts, runEvery, tendInactiveBals } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import {
  type Database,
  PgBalStore,
  PgCompliance,
  PgDeliveries,
  PgInactivity,
  PgJournal,
  PgRouting,
} from '@cachet/schema';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const DAY_MS = 86_400_000;

interface Log {
  error(facts: object, message: string): void;
}

/**
 * Closes for good the BAL of structures that nobody opens, announced before. The operator's own stay: they answer for postmaster.
 * @throws Error with a sentence for the administrator when the warning is not shorter than the time.
 */
// EX_GBM_6010: after a year without authentication, announced two months before, unless told otherwise.
export function tendInactiveBalsJob(
  database: Database,
  safe: MailSafe,
  policy: InactivityPolicy,
  log: Log,
): Job {
  if (policy.warningMs <= 0 || policy.warningMs >= policy.afterMs) throw new Error(WARNING_FIRST);
  const routing = new PgRouting(database);
  return {
    name: 'bals.tend',
    nextAt: runEvery(DAY_MS),
    run: async (act, under) => {
      let outcome = 'ok';
      const failed: InactivityPorts['failed'] = ({ tenantId }, balId, fault) => {
        log.error({ err: fault, tenantId, balId }, 'an unused BAL could not be tended');
        outcome = 'incomplete';
      };
      const ports = { ...portsOf(database, safe), failed };
      const operator = await routing.operatorTenant();
      await eachTenant(database, act, under, async (context) => {
        const { tenantId } = context;
        if (tenantId === operator) return;
        await tendInactiveBals(ports, context, policy);
      });
      return outcome;
    },
  };
}

function portsOf(database: Database, safe: MailSafe): Omit<InactivityPorts, 'failed'> {
  return {
    newId,
    hostname: null,
    messageOf: composedMessage,
    inRoom: (context, work) =>
      database.withTenant(context, (sql) =>
        work({
          inactive: new PgInactivity(sql),
          filing: new PgMailFiling(sql, safe),
          deliveries: new PgDeliveries(sql),
          quota: new PgQuotaDesk(sql),
          journal: new PgJournal(sql),
          compliance: new PgCompliance(sql),
        }),
      ),
    emptying: {
      inTenant: (context, work) =>
        database.withTenant(context, (sql) =>
          work({ bals: new PgBalStore(sql), emptying: new PgEmptying(sql), journal: new PgJournal(sql) }),
        ),
    },
  };
}

const WARNING_FIRST =
  'CACHET_INACTIVE_BAL_WARNING doit être plus courte que CACHET_INACTIVE_BAL_AFTER, et plus longue que rien / CACHET_INACTIVE_BAL_WARNING must be shorter than CACHET_INACTIVE_BAL_AFTER, and longer than nothing';
