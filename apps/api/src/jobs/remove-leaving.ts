import { removeLeaving } from '@cachet/mailstore';
import { type Database, PgRouting } from '@cachet/schema';
import { isPast, type Job } from './job.js';

const MINUTE_MS = 60_000;

/** Removes the messages whose removal had to wait for somebody who held them. */
export function removeLeavingJob(database: Database): Job {
  return {
    name: 'messages.remove',
    isDue: (last, now) => isPast(last, MINUTE_MS, now),
    run: async (act) => {
      for (const tenantId of await new PgRouting(database).tenants()) {
        await removeLeaving(database, { ...act, tenantId });
      }
      return 'ok';
    },
  };
}
