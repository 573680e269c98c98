import type { StatisticsMonth } from './statistics-month.js';

/** What a structure did in a month, as counts: nobody’s address, no patient. */
export interface MonthFigures {
  /** Letters to one recipient each, that reached it. */
  readonly delivered: number;
  /** Those that its server refused. */
  readonly refused: number;
  /** Those that were given up without an answer. */
  readonly unanswered: number;
  readonly received: number;
  /** Octets that were sent. */
  readonly octets: number;
  readonly toPatients: number;
  readonly withQualifiedIns: number;
  /** Kinds of documents (X-MSS-CODECDA) and programs (X-MSS-NIL), the most frequent first. */
  readonly documents: readonly Counted[];
  readonly programs: readonly Counted[];
  /** People who signed in. */
  readonly people: number;
  /** BAL open at the end of the month, and those of them that sent or received. */
  readonly bals: number;
  readonly usedBals: number;
}

export interface Counted {
  readonly value: string;
  readonly count: number;
}

export interface CountedMonth extends MonthFigures {
  readonly month: StatisticsMonth;
  /** The month is over: nothing of it changes any more. */
  readonly isWhole: boolean;
}

/** Of letters that had an end, how many reached their recipient, from 0 to 1; null when there is none. */
export function successRate({ delivered, refused, unanswered }: MonthFigures): number | null {
  const ended = delivered + refused + unanswered;
  return ended === 0 ? null : delivered / ended;
}

/** Months that may be asked at once. */
export const MOST_MONTHS_ASKED = 24;
