import {
  type OutsideMail,
  runEvery,
  tendUnopenedBals,
  type WarningPorts,
  warnOutside,
} from '@cachet/mss-core';
import { type Database, PgCompliance, PgJournal, PgUnopenedBals } from '@cachet/schema';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const HOUR_MS = 3_600_000;

interface Log {
  error(facts: object, message: string): void;
}

/**
 * Takes BAL that nobody opens out of the sight of the Annuaire’s readers, told before; each hour, so that who comes back is found by the next feed.
 * Where there is ordinary mail, their users are written to where they chose to be.
 */
// EX_GBM_4440
export function unpublishUnopenedJob(database: Database, outside: OutsideMail | null, log: Log): Job {
  return {
    name: 'bals.unpublish',
    nextAt: runEvery(HOUR_MS),
    run: async (act, under) => {
      let outcome = 'ok';
      const failed: WarningPorts['failed'] = ({ tenantId }, balId, fault) => {
        log.error({ err: fault, tenantId, balId }, 'the users of an unopened BAL could not be warned');
        outcome = 'incomplete';
      };
      const inRoom = <T>(context: Parameters<WarningPorts['inRoom']>[0], work: (room: Room) => Promise<T>) =>
        database.withTenant(context, (sql) =>
          work({
            unopened: new PgUnopenedBals(sql),
            journal: new PgJournal(sql),
            compliance: new PgCompliance(sql),
          }),
        );
      let isAway = outside === null;
      await eachTenant(database, act, under, async (context) => {
        try {
          await tendUnopenedBals({ inRoom }, context);
          // One answer that does not come is waited for, not one for each structure.
          if (outside && !isAway) isAway = !(await warnOutside({ inRoom, outside, failed }, context));
        } catch (fault) {
          // The structures behind this one are not kept waiting by it.
          log.error(
            { err: fault, tenantId: context.tenantId },
            'the unopened BAL of a structure were not looked at',
          );
          outcome = 'incomplete';
        }
      });
      return outcome;
    },
  };
}

interface Room {
  readonly unopened: PgUnopenedBals;
  readonly journal: PgJournal;
  readonly compliance: PgCompliance;
}
