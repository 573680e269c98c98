import { jobResultOf } from './job-outcome.js';

/** How a job went so far, over all processes. Times are of the business clock. */
export interface LastRun {
  /** The end of the last run that came to an end; null before the first. */
  readonly lastRunAt: Date | null;
  readonly lastOutcome: string | null;
  readonly lastSuccessAt: Date | null;
  /** Runs that were not done since the last one that was. */
  readonly failures: number;
}

export const NEVER_RUN: LastRun = { lastRunAt: null, lastOutcome: null, lastSuccessAt: null, failures: 0 };

/** When a job is next due, known from how it went; null for never. */
export type Schedule = (last: LastRun, now: Date) => Date | null;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const QUARTER_MS = 15 * MINUTE_MS;

/**
 * Every so many milliseconds. After a failure the wait grows from a minute, and from less where the job runs more often, up to an hour or what
 * `afterFailure` says.
 */
export function runEvery(
  waitMs: number,
  afterFailure: (last: LastRun) => number = (last) => growingWait(waitMs, last.failures),
): Schedule {
  return (last, now) => {
    if (last.lastRunAt === null) return now;
    const hasFailed = last.lastOutcome !== null && jobResultOf(last.lastOutcome) === 'failed';
    return new Date(last.lastRunAt.getTime() + (hasFailed ? afterFailure(last) : waitMs));
  };
}

/** The wait after that many failures one after the other: doubled each time, within a ceiling. */
export function growingWait(waitMs: number, failures: number): number {
  const first = Math.min(waitMs, MINUTE_MS);
  const ceiling = Math.min(Math.max(waitMs, QUARTER_MS), HOUR_MS);
  return Math.min(first * 2 ** Math.min(Math.max(failures - 1, 0), 30), ceiling);
}

/** Clocks of two machines differ by less: what ended « later than now » within it has just ended. */
const SKEW_MS = MINUTE_MS;

/** Whether it is due now. A clock that was set back makes nobody wait for it. */
export function isJobDue(schedule: Schedule, last: LastRun, now: Date): boolean {
  const at = schedule(last, now);
  if (at === null) return false;
  const isSetBack = last.lastRunAt !== null && last.lastRunAt.getTime() - now.getTime() > SKEW_MS;
  return isSetBack || at <= now;
}
