import { type MailSafe, PgHolderNotices } from '@cachet/mailstore';
import { type BalPolicy, keepInStep, runEvery, type StepPorts } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import {
  administrationDesk,
  balDesk,
  type Database,
  identitiesInForce,
  PgCompliance,
  PgFollowedPeople,
} from '@cachet/schema';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const DAY_MS = 86_400_000;

interface Log {
  error(facts: object, message: string): void;
}

/** Compares each day the people who have a national number with the identities of the Annuaire, once there is a copy of these. */
// EX_2.1_5010
export function keepPeopleInStepJob(database: Database, safe: MailSafe, policy: BalPolicy, log: Log): Job {
  const identities = () => database.shared(identitiesInForce);
  return {
    name: 'annuaire.people',
    nextAt: runEvery(DAY_MS),
    hasWork: async () => (await identities()) !== null,
    run: async (act, under) => {
      const copy = await identities();
      if (!copy) return 'ok';
      let [hasFailed, isHeld] = [false, false];
      const failed: StepPorts['failed'] = ({ tenantId }, personId, fault) => {
        log.error({ err: fault, tenantId, personId }, 'a person could not be kept in step with the Annuaire');
        hasFailed = true;
      };
      const ports = { ...portsOf(database, safe, policy), failed };
      await eachTenant(database, act, under, async (context) => {
        if ((await keepInStep(ports, context, copy)).isHeld) isHeld = true;
      });
      if (hasFailed) return 'incomplete';
      return isHeld ? 'copyDoubted' : 'ok';
    },
  };
}

function portsOf(database: Database, safe: MailSafe, policy: BalPolicy): Omit<StepPorts, 'failed'> {
  return {
    newId,
    policy,
    inRoom: (context, work) =>
      database.withTenant(context, (sql) => {
        const notices = new PgHolderNotices(sql, safe);
        return work({
          ...administrationDesk(sql, notices),
          ...balDesk(sql, notices),
          compliance: new PgCompliance(sql),
          followed: new PgFollowedPeople(sql),
        });
      }),
  };
}
