import { removeLeaving } from '@cachet/mailstore';
import { runEvery } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const MINUTE_MS = 60_000;

/** Removes the messages whose removal had to wait for somebody who held them. */
export function removeLeavingJob(database: Database): Job {
  return {
    name: 'messages.remove',
    nextAt: runEvery(MINUTE_MS),
    run: async (act, under) => {
      await eachTenant(database, act, under, async (context) => {
        await removeLeaving(database, context);
      });
      return 'ok';
    },
  };
}
