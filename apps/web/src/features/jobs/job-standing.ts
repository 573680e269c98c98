import type { JobsPageQuery } from '../../gql/documents.ts';

export type Job = JobsPageQuery['jobs'][number];

/** What is to be said first of a job. */
export type JobStanding = 'running' | 'asked' | 'failing' | 'late' | 'partial' | 'well' | 'never';

export function standingOf(job: Pick<Job, 'runningSince' | 'asked' | 'late' | 'lastOutcome'>): JobStanding {
  if (job.runningSince) return 'running';
  if (job.late) return 'late';
  if (job.asked) return 'asked';
  switch (job.lastOutcome ?? null) {
    case 'FAILED':
      return 'failing';
    case 'PARTIAL':
      return 'partial';
    case null:
      return 'never';
    default:
      return 'well';
  }
}

/** 42 for 42 %; null when it is not known of how many. */
export function percentOf(progress: Job['progress']): number | null {
  if (!progress?.total) return null;
  return Math.min(100, Math.floor((100 * progress.done) / progress.total));
}
