import { runEvery } from '@cachet/mss-core';
import { type Database, PgScheduledJobs } from '@cachet/schema';
import type { Job } from './job.js';

const HOUR_MS = 3_600_000;
/** Of each job: a few hours of one that runs each minute, half a year of one that runs daily. */
const KEPT = 200;

/** Keeps the last runs of each scheduled job, and forgets the others. */
export function forgetJobRunsJob(database: Database): Job {
  return {
    name: 'jobRuns.forget',
    nextAt: runEvery(HOUR_MS),
    run: async () => {
      await database.shared((sql) => new PgScheduledJobs(sql).forgetRuns(KEPT));
      return 'ok';
    },
  };
}
