import { Uploads } from '@cachet/mailstore';
import { runEvery } from '@cachet/mss-core';
import { type Database, PgSending } from '@cachet/schema';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const HOUR_MS = 3_600_000;
/** How long a letter that was asked for is known again. */
const REQUESTS_LAST_MS = 7 * 24 * HOUR_MS;

/** Destroys the files that no letter took in their time, and forgets which letters were asked for long ago. */
export function forgetUploadsJob(database: Database): Job {
  return {
    name: 'uploads.forget',
    nextAt: runEvery(HOUR_MS),
    run: async (act, under) => {
      await eachTenant(database, act, under, async (context) => {
        await database.withTenant(context, async (sql) => {
          await Uploads.forgetExpired(sql);
          await new PgSending(sql).forgetRequests(new Date(act.at.getTime() - REQUESTS_LAST_MS));
        });
      });
      return 'ok';
    },
  };
}
