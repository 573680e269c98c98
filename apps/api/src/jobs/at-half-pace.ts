import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '@cachet/schema';

/** Milliseconds of one rest: a transaction that waited long for somebody did not work all that time. */
const LONGEST_REST_MS = 500;

type Door = Pick<Database, 'withTenant'>;
type Rest = (ms: number, signal: AbortSignal) => Promise<unknown>;

const resting: Rest = (ms, signal) => wait(ms, undefined, { signal });

/**
 * The same door for work of which nobody waits for the end: after each transaction it rests as long as that took, holding nothing, so that
 * after a great arrival of letters those who read and write have the processors too. Rejects once the signal is given.
 */
export function atHalfPace(database: Door, signal: AbortSignal, rest: Rest = resting): Door {
  return {
    withTenant: async (context, work) => {
      const begun = performance.now();
      const answer = await database.withTenant(context, work);
      await rest(Math.min(performance.now() - begun, LONGEST_REST_MS), signal);
      return answer;
    },
  };
}
