import { done, type Outcome, refused } from '../outcome/index.js';

/** How long an idempotency key is remembered, by the wall clock. */
export const REQUEST_KEPT_MS = 24 * 3_600_000;
/** No request lasts so long: one still under way belonged to a process that died. */
const LONGEST_REQUEST_MS = 10 * 60_000;

/** What is known of an earlier request with the same idempotency key. */
export interface EarlierRequest {
  readonly state: 'underway' | 'answered' | 'unknown';
  /** Whether it asked for exactly the same. */
  readonly asksTheSame: boolean;
  readonly begunAt: Date;
}

/**
 * Whether the earlier answer may be given again. Refuses idempotencyKeyReused; requestUnderway; requestOutcomeUnknown when a fault, or
 * the death of a process, leaves open whether it was done: doing it again could do it twice.
 */
export function judgeRepeat({ state, asksTheSame, begunAt }: EarlierRequest, now: Date): Outcome<void> {
  if (!asksTheSame) return refused('idempotencyKeyReused');
  if (state === 'answered') return done(undefined);
  const isLate = now.getTime() - begunAt.getTime() > LONGEST_REQUEST_MS;
  return refused(state === 'unknown' || isLate ? 'requestOutcomeUnknown' : 'requestUnderway');
}
