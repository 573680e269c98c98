import type { Bal } from '../access/index.js';

/** When a BAL that nobody opens is closed for good, and how long before its holders are told. */
export interface InactivityPolicy {
  readonly afterMs: number;
  readonly warningMs: number;
}

/** One BAL, and what was announced of its end. */
export interface WatchedBal {
  readonly bal: Bal;
  /** When somebody who may open it last proved who they are, or got their access, or it was created: whichever came last. */
  readonly lastUsedAt: Date;
  readonly announced: { readonly at: Date; readonly closesAt: Date } | null;
}

/** The BAL of one tenant that nobody opens, within one transaction. */
export interface InactivityDesk {
  /** Open BAL, personal or organisational, that nobody opened since that moment, and those whose end was announced. */
  candidates(since: Date): Promise<readonly string[]>;
  /** Holds it until the transaction ends; null when it is closed, suspended or an applicative one. */
  hold(balId: string): Promise<WatchedBal | null>;
  announce(balId: string, closesAt: Date): Promise<void>;
  takeBack(balId: string): Promise<void>;
  /** For good: its address leads nowhere and is given to nobody, its accesses end. */
  close(balId: string): Promise<void>;
  /** Closed BAL that still hold something. */
  toEmpty(): Promise<readonly string[]>;
}

export type InactivityStep = 'none' | 'announce' | 'takeBack' | 'close';

/** Never closed before it was announced for the whole warning, however long nobody had come before. */
// EX_GBM_6010: a year without authentication, announced two months before; who comes back opposes it.
export function inactivityStep(
  { lastUsedAt, announced }: Pick<WatchedBal, 'lastUsedAt' | 'announced'>,
  at: Date,
  { afterMs, warningMs }: InactivityPolicy,
): InactivityStep {
  const idleMs = at.getTime() - lastUsedAt.getTime();
  if (!announced) return idleMs >= afterMs - warningMs ? 'announce' : 'none';
  if (lastUsedAt > announced.at) return 'takeBack';
  return at >= announced.closesAt && idleMs >= afterMs ? 'close' : 'none';
}

export function closingDate(
  { lastUsedAt }: Pick<WatchedBal, 'lastUsedAt'>,
  at: Date,
  policy: InactivityPolicy,
): Date {
  return new Date(Math.max(lastUsedAt.getTime() + policy.afterMs, at.getTime() + policy.warningMs));
}
