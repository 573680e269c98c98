import type { ActContext, JobName, Schedule } from '@cachet/mss-core';

/** One piece of work, done by whichever process takes it first once it is due. */
export interface Job {
  readonly name: JobName;
  /** When it is next due, from how it went. */
  readonly nextAt: Schedule;
  /** Asked every few seconds once it is due: whether there is anything to do. It waits, without a run, until there is. */
  readonly hasWork?: () => Promise<boolean>;
  /** Answers 'ok' or the code of what went wrong; a fault is an exception, recorded as 'fault'. */
  run(act: ActContext, run: RunUnderWay): Promise<string>;
}

/** What a run is given by whoever watches over it. */
export interface RunUnderWay {
  /** Where an earlier run stood whose process died; null when none did. */
  readonly cursor: string | null;
  /** Aborted once the run is another process's. */
  readonly signal: AbortSignal;
  /** Aborted once the process is to stop: it waits for the run, which should not linger. */
  readonly leaving: AbortSignal;
  /**
   * Tells how far it is, and keeps where it stands for whoever would have to go on with it.
   * @throws LeaseLost when another process has taken the job meanwhile.
   */
  standsAt(standing: Standing): Promise<void>;
}

export interface Standing {
  readonly done: number;
  readonly total: number | null;
  readonly cursor: string | null;
}

/** The job is another process's: nothing more is to be done here. */
export class LeaseLost extends Error {
  constructor(job: string) {
    super(`another process has taken the job ${job}`);
  }
}

/** A run that nobody watches: it begins at the beginning and tells nobody. */
export const UNWATCHED: RunUnderWay = {
  cursor: null,
  signal: new AbortController().signal,
  leaving: new AbortController().signal,
  standsAt: async () => undefined,
};
