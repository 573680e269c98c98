import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '@cachet/schema';
import type { RunUnderWay } from './job.js';

/** Milliseconds of one rest: a transaction that waited long for somebody did not work all that time. */
const LONGEST_REST_MS = 500;

type Door = Pick<Database, 'withTenant'>;
type Run = Pick<RunUnderWay, 'signal' | 'leaving'>;
type Rest = (ms: number, run: Run) => Promise<unknown>;

const resting: Rest = async (ms, { signal, leaving }) => {
  await wait(ms, undefined, { signal: AbortSignal.any([signal, leaving]) }).catch(() => undefined);
};

/**
 * The same door for work of which nobody waits for the end: after each transaction it rests as long as that took, holding nothing, so that
 * after a great arrival of letters those who read and write have the processors too. Not while the process waits for the run to end; throws
 * once the run is another's.
 */
export function atHalfPace(database: Door, run: Run, rest: Rest = resting): Door {
  return {
    withTenant: async (context, work) => {
      const begun = performance.now();
      const answer = await database.withTenant(context, work);
      if (!run.leaving.aborted) await rest(Math.min(performance.now() - begun, LONGEST_REST_MS), run);
      run.signal.throwIfAborted();
      return answer;
    },
  };
}
