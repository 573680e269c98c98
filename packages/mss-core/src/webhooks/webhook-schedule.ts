const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What is waited after each failed call, the first one first: eleven calls in three days, then no more. */
export const WEBHOOK_PAUSES_MS: readonly number[] = [
  5 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
const LONGEST_MS = 24 * HOUR;
/** A webhook that fails for so long is called no more. */
export const WEBHOOK_PATIENCE_MS = 120 * HOUR;

/**
 * How long to wait after that many failed calls; null when there is no next one. `random` (0 to 1) spreads the calls by a fifth around their
 * time, so that what failed together does not come back together. The receiver may ask for longer (Retry-After), up to a day.
 */
export function webhookPause(attempts: number, random: number, asked: number | null): number | null {
  const pause = WEBHOOK_PAUSES_MS[attempts - 1];
  if (pause === undefined) return null;
  const spread = Math.round(pause * (0.8 + 0.4 * random));
  return Math.max(spread, Math.min(asked ?? 0, LONGEST_MS));
}
