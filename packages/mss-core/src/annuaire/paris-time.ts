const DAY = new Intl.DateTimeFormat('en-CA', {
  ...{ timeZone: 'Europe/Paris', year: 'numeric', month: '2-digit', day: '2-digit' },
});
const HOUR = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', hour: 'numeric', hour12: false });
const HOUR_MS = 3_600_000;

/** The day it is in Paris, `2026-11-29`. */
export function parisDay(at: Date): string {
  return DAY.format(at);
}

/** `2026-11-30` after `2026-11-29`. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 24 * HOUR_MS).toISOString().slice(0, 10);
}

/**
 * When the clocks of Paris show that hour on that day: the first of both when they show it twice, and when summer time skips it, the moment
 * at which they skip it.
 */
export function inParis(day: string, hour: number): Date {
  const utc = Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00Z`);
  const summer = new Date(utc - 2 * HOUR_MS);
  const isSummer = Number(HOUR.format(summer)) % 24 === hour;
  return isSummer ? summer : new Date(utc - HOUR_MS);
}
