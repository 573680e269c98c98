import { collectBlobs, type MailSafe, removeBlobs } from '@cachet/mailstore';
import { runEvery } from '@cachet/mss-core';
import type { Clock } from '@cachet/runtime';
import type { Database } from '@cachet/schema';
import { eachTenant } from './each-tenant.js';
import type { Job } from './job.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Removes the blobs of messages that have left, which was asked for in the transaction that removed them. */
// EX_GBM_6010: a long message's bytes leave within minutes of their key, which left at once.
export function removeBlobsJob(database: Database, { blobs }: MailSafe): Job {
  return {
    name: 'blobs.remove',
    nextAt: runEvery(MINUTE_MS),
    run: async (act, under) => {
      await eachTenant(database, act, under, async (context) => {
        await removeBlobs(database, blobs, context);
      });
      return 'ok';
    },
  };
}

/** Collects blobs that no message names: what a process left that was killed between blob and row. Their age is of the wall clock. */
export function collectBlobsJob(database: Database, { blobs }: MailSafe, wallClock: Clock): Job {
  return {
    name: 'blobs.collect',
    nextAt: runEvery(6 * HOUR_MS),
    run: async (act) => {
      await collectBlobs(database, blobs, act, wallClock());
      return 'ok';
    },
  };
}
