import type { DeliveryCause } from './delivery-causes.js';
import { asksFor } from './notification-wishes.js';
import type { AttemptResult, PendingDelivery } from './ports.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/**
 * RFC 5321 §4.5.4.1: soon at first, for a peer that greylists lets in who comes back, then ever more slowly; a letter between
 * professionals never sleeps over four hours.
 */
const PAUSES = [MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR];
/** Up to so much of a pause is added, so that letters put off together do not all come back together. */
const JITTER = 0.2;
// RE_SSI_5010: mail is delivered within four hours; a sender whose letter is not must know.
export const DELAY_TOLD_AFTER_MS = 4 * HOUR;
/** After two days the sender must know and act; RFC 5321 suggests more, care cannot wait for it. */
export const GIVE_UP_AFTER_MS = 48 * HOUR;

/** What one attempt met. `code` and `text` are the peer's reply, when there was one; `tls` its session, when there was one. */
export type AttemptVerdict =
  | {
      readonly kind: 'delivered';
      readonly code: number;
      readonly text: string;
      readonly remoteHost: string;
      readonly tls: string;
      /** The peer took over the sender's wishes: it reports from there on (RFC 3461 §5.2.1). */
      readonly peerReports: boolean;
    }
  | {
      readonly kind: 'temporary' | 'permanent';
      readonly cause: DeliveryCause;
      readonly code: number | null;
      readonly text: string;
      readonly remoteHost: string | null;
      readonly tls: string | null;
    };

export type Waiting = Pick<PendingDelivery, 'id' | 'attempts' | 'createdAt'>;

/** What becomes of the delivery: delivered, tried again later, or failed, for good or for having waited too long. */
export function resultOf(
  verdict: AttemptVerdict,
  pending: Waiting,
  now: Date,
  giveUpAfterMs = GIVE_UP_AFTER_MS,
): AttemptResult {
  const { code, text, remoteHost, tls } = verdict;
  const cause = verdict.kind === 'delivered' ? null : verdict.cause;
  const met = { code, text, remoteHost, tls, cause };
  const ended = { ...met, nextAttemptAt: null };
  if (verdict.kind === 'delivered') return { ...ended, state: 'delivered', hasExpired: false };
  if (verdict.kind === 'permanent') return { ...ended, state: 'failed', hasExpired: false };
  const nextAttemptAt = nextAttempt(pending, now);
  const isTooOld = nextAttemptAt.getTime() - pending.createdAt.getTime() > giveUpAfterMs;
  return isTooOld
    ? { ...ended, state: 'failed', hasExpired: true }
    : { ...met, state: 'deferred', nextAttemptAt, hasExpired: false };
}

/** Whether the sender is now to be told, once, that the letter is late (RFC 3461 §4.1: also when nothing was wished). */
export function isDelayToBeTold(
  { createdAt, delayToldAt, wishes }: Pick<PendingDelivery, 'createdAt' | 'delayToldAt' | 'wishes'>,
  result: AttemptResult,
  now: Date,
): boolean {
  if (result.state !== 'deferred' || delayToldAt !== null || !asksFor(wishes, 'DELAY')) return false;
  return now.getTime() - createdAt.getTime() >= DELAY_TOLD_AFTER_MS;
}

function nextAttempt(pending: Waiting, now: Date): Date {
  const pause = PAUSES[Math.min(pending.attempts, PAUSES.length - 1)] ?? 4 * HOUR;
  const next = now.getTime() + Math.round(pause * (1 + JITTER * diceOf(pending)));
  // An attempt falls on the hour at which a delay is told, so that it is told then and not at the next one.
  const toldAt = pending.createdAt.getTime() + DELAY_TOLD_AFTER_MS;
  return new Date(now.getTime() < toldAt && toldAt < next ? toldAt : next);
}

/** Between 0 and 1, always the same for one attempt of one letter and unlike that of its neighbours (FNV-1a). */
function diceOf({ id, attempts }: Waiting): number {
  let hash = 0x811c9dc5;
  for (const char of `${id} ${attempts}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return (hash >>> 0) / 0x1_0000_0000;
}
