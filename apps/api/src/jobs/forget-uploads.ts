import { Uploads } from '@cachet/mailstore';
import { type Database, PgRouting, PgSending } from '@cachet/schema';
import { isPast, type Job } from './job.js';

const HOUR_MS = 3_600_000;
/** How long a letter that was asked for is known again. */
const REQUESTS_LAST_MS = 7 * 24 * HOUR_MS;

/** Destroys the files that no letter took in their time, and forgets which letters were asked for long ago. */
export function forgetUploadsJob(database: Database): Job {
  return {
    name: 'uploads.forget',
    isDue: (last, now) => isPast(last, HOUR_MS, now),
    run: async (act) => {
      for (const tenantId of await new PgRouting(database).tenants()) {
        await database.withTenant({ ...act, tenantId }, async (sql) => {
          await Uploads.forgetExpired(sql);
          await new PgSending(sql).forgetRequests(new Date(act.at.getTime() - REQUESTS_LAST_MS));
        });
      }
      return 'ok';
    },
  };
}
