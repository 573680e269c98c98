import type { ActContext } from '@cachet/mss-core';

/** How a job's last run went, over all processes. */
export interface LastRun {
  readonly lastRunAt: Date | null;
  readonly lastOutcome: string | null;
}

/** One piece of work, done by whichever process takes it first once it is due. */
export interface Job {
  readonly name: string;
  isDue(last: LastRun, now: Date): boolean | Promise<boolean>;
  /** Answers 'ok' or the code of what went wrong; a fault is an exception, recorded as 'fault'. */
  run(act: ActContext): Promise<string>;
}

/** Whether that many milliseconds have passed since the last run. A clock set back makes nobody wait for it. */
export function isPast({ lastRunAt }: LastRun, waitMs: number, now: Date): boolean {
  if (lastRunAt === null) return true;
  const since = now.getTime() - lastRunAt.getTime();
  return since < 0 || since >= waitMs;
}
