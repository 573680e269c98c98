import { collectBlobs, type MailSafe, removeBlobs } from '@cachet/mailstore';
import type { Clock } from '@cachet/runtime';
import { type Database, PgRouting } from '@cachet/schema';
import { isPast, type Job } from './job.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Removes the blobs of messages that have left, which was asked for in the transaction that removed them. */
// EX_GBM_6010: a long message's bytes leave within minutes of their key, which left at once.
export function removeBlobsJob(database: Database, { blobs }: MailSafe): Job {
  return {
    name: 'blobs.remove',
    isDue: (last, now) => isPast(last, MINUTE_MS, now),
    run: async (act) => {
      for (const tenantId of await new PgRouting(database).tenants()) {
        await removeBlobs(database, blobs, { ...act, tenantId });
      }
      return 'ok';
    },
  };
}

/** Collects blobs that no message names: what a process left that was killed between blob and row. Their age is of the wall clock. */
export function collectBlobsJob(database: Database, { blobs }: MailSafe, wallClock: Clock): Job {
  return {
    name: 'blobs.collect',
    isDue: (last, now) => isPast(last, 6 * HOUR_MS, now),
    run: async (act) => {
      await collectBlobs(database, blobs, act, wallClock());
      return 'ok';
    },
  };
}
