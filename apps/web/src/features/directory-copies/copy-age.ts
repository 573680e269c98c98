const DAY_MS = 86_400_000;
/** Past so many days, searches may miss who came since: the product alerts then too. */
const STALE_DAYS = 3;

/** How many whole days ago that was; null when the moment is not known. */
export function daysSince(iso: string | null | undefined, now: Date): number | null {
  const moment = Date.parse(iso ?? '');
  return Number.isNaN(moment) ? null : Math.max(0, Math.floor((now.getTime() - moment) / DAY_MS));
}

export function isStale(days: number | null): boolean {
  return days !== null && days >= STALE_DAYS;
}

/** What a copy lost beside the one in force: lines, and their share in whole percents, rounded down. */
export function lossBeside(
  lines: number,
  inForce: number,
): { readonly lines: number; readonly percent: number } {
  const lost = Math.max(0, inForce - lines);
  return { lines: lost, percent: inForce === 0 ? 0 : Math.floor((lost * 100) / inForce) };
}
