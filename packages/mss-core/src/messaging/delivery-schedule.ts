import type { DeliveryCause } from './delivery-causes.js';
import type { AttemptResult, PendingDelivery } from './ports.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** RFC 5321 §4.5.4.1: soon at first, then ever more slowly; a letter between professionals never sleeps over four hours. */
const PAUSES = [MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR];
/** After two days the sender must know and act; RFC 5321 suggests more, care cannot wait for it. */
export const GIVE_UP_AFTER_MS = 48 * HOUR;

/** What one attempt met. `code` and `text` are the peer's reply, when there was one. */
export type AttemptVerdict =
  | { readonly kind: 'delivered'; readonly code: number; readonly text: string; readonly remoteHost: string }
  | {
      readonly kind: 'temporary' | 'permanent';
      readonly cause: DeliveryCause;
      readonly code: number | null;
      readonly text: string;
      readonly remoteHost: string | null;
    };

/** What becomes of the delivery: delivered, tried again later, or failed, for good or for having waited too long. */
export function resultOf(
  verdict: AttemptVerdict,
  pending: Pick<PendingDelivery, 'attempts' | 'createdAt'>,
  now: Date,
): AttemptResult {
  const { code, text, remoteHost } = verdict;
  if (verdict.kind !== 'temporary') {
    const state = verdict.kind === 'delivered' ? 'delivered' : 'failed';
    return { state, code, text, remoteHost, nextAttemptAt: null };
  }
  const pause = PAUSES[Math.min(pending.attempts, PAUSES.length - 1)] ?? 4 * HOUR;
  const nextAttemptAt = new Date(now.getTime() + pause);
  const isTooOld = nextAttemptAt.getTime() - pending.createdAt.getTime() > GIVE_UP_AFTER_MS;
  return isTooOld
    ? { state: 'failed', code, text, remoteHost, nextAttemptAt: null }
    : { state: 'deferred', code, text, remoteHost, nextAttemptAt };
}

/** Whether the letter failed because patience ended, not because its cause was for good. */
export function hasExpired(verdict: AttemptVerdict, result: AttemptResult): boolean {
  return verdict.kind === 'temporary' && result.state === 'failed';
}
