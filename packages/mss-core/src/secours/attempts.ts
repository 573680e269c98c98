import type { SecoursFactor } from './ports.js';

const FREE_ATTEMPTS = 5;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** Whether an attempt may be judged now. */
export function mayAttempt({ waitsUntil }: Pick<SecoursFactor, 'waitsUntil'>, at: Date): boolean {
  return waitsUntil === null || waitsUntil <= at;
}

/**
 * Until when the next attempt waits after that many without success. It never waits longer than a quarter of an hour: about a
 * hundred codes of a million a day, and the owner is never kept out for good.
 */
export function waitAfter(attempts: number, at: Date): Date | null {
  if (attempts < FREE_ATTEMPTS) return null;
  const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(attempts - FREE_ATTEMPTS, 10), LONGEST_WAIT_MS);
  return new Date(at.getTime() + wait);
}

/** The attempt that first makes others wait: told once, not at each of those that follow. */
export function isAlarming(attempts: number): boolean {
  return attempts === FREE_ATTEMPTS;
}
