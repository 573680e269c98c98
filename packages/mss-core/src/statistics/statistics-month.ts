import { inParis, parisDay } from '../annuaire/paris-time.js';

declare const month: unique symbol;
/** A month of the calendar, `2026-11`. */
export type StatisticsMonth = string & { readonly [month]: true };

/** From its first instant in Paris to that of the next one, excluded. */
export interface MonthBounds {
  readonly from: Date;
  readonly to: Date;
}

const FORM = /^20\d{2}-(?:0[1-9]|1[0-2])$/;

export function parseMonth(text: string): StatisticsMonth | null {
  return FORM.test(text) ? (text as StatisticsMonth) : null;
}

/** The month it is in Paris. */
export function monthOf(at: Date): StatisticsMonth {
  return parisDay(at).slice(0, 7) as StatisticsMonth;
}

/** So many months later, or earlier. */
export function monthAfter(from: StatisticsMonth, months = 1): StatisticsMonth {
  const [year = 0, number = 1] = from.split('-').map(Number);
  const index = year * 12 + number - 1 + months;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}` as StatisticsMonth;
}

/** From one month to another, both included. */
export function monthsFrom(first: StatisticsMonth, last: StatisticsMonth): readonly StatisticsMonth[] {
  const months: StatisticsMonth[] = [];
  for (let each = first; each <= last; each = monthAfter(each)) months.push(each);
  return months;
}

// EX_PSU_5810: from the first to the last day of the month; the text names no zone, and people of France read it.
export function boundsOf(of: StatisticsMonth): MonthBounds {
  return { from: inParis(`${of}-01`, 0), to: inParis(`${monthAfter(of)}-01`, 0) };
}
