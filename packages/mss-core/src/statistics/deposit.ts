import type { StatisticsMonth } from './statistics-month.js';

/**
 * Where the two files of a domain for a month stand: to be written, written, on their way in segments, at the ANS, taken by it, or sent back by its
 * report.
 */
export type DepositState = 'due' | 'ready' | 'sending' | 'deposited' | 'accepted' | 'refused';

export const DEPOSIT_STATES: readonly DepositState[] = [
  ...(['due', 'ready', 'sending', 'deposited', 'accepted', 'refused'] as const),
];

/** Why the last step did not go through: our own word, or the code of SIPIL. */
export type DepositFault = 'unreachable' | 'answerStrange' | 'archiveTooLarge' | 'failed' | `sipil${number}`;

/** The files of one domain for one month, and how their deposit goes. */
export interface StatisticsDeposit {
  readonly id: string;
  readonly month: StatisticsMonth;
  readonly domain: string;
  readonly state: DepositState;
  /** Grows with each set of files that is written anew. */
  readonly attempt: number;
  /** Grows with each change, so that of two who change it one is told. */
  readonly version: number;
  /** When the next step is due. */
  readonly nextAt: Date;
  readonly archiveId: string | null;
  readonly exchanges: number | null;
  readonly bals: number | null;
  /** Octets of the archive. */
  readonly size: number | null;
  readonly sha256: string | null;
  /** In how many segments it goes; null for one deposit. */
  readonly segments: number | null;
  readonly segmentsSent: number;
  readonly segmentsSince: Date | null;
  readonly depositedAt: Date | null;
  /** What SIPIL calls the deposit. */
  readonly sipilId: string | null;
  readonly failures: number;
  readonly fault: DepositFault | null;
  readonly report: DepositReport | null;
  readonly reportedAt: Date | null;
  readonly isLateTold: boolean;
}

/** What a step changes of a deposit. */
export type DepositChange = Partial<
  Omit<StatisticsDeposit, 'id' | 'month' | 'domain' | 'version' | 'isLateTold'>
>;

/** What the ANS says of an archive it treated (tableau 48). */
export interface DepositReport {
  readonly code: number;
  readonly files: readonly ReportedFile[];
}

export type ReportVerdict = 'ok' | 'ko' | 'warning';

export interface ReportedFile {
  readonly name: string;
  readonly verdict: ReportVerdict;
  readonly controls: readonly ReportedControl[];
}

/** A control that was not simply passed. */
export interface ReportedControl {
  readonly number: number;
  readonly verdict: ReportVerdict;
  readonly message: string;
  /** Lines of the file, some of them. */
  readonly lines: readonly number[];
}

// §6.9.3.2.1: of two readings of 70 Mo, the one that every server takes.
export const MOST_IN_ONE = 70_000_000;
// §6.9.3.2.1.2.1: 10 Mo are recommended for a segment, 70 are taken.
const USUAL_SEGMENT = 10_000_000;
const MOST_SEGMENTS = 30;

/** Into how many segments an archive of so many octets is cut: null for one that goes whole, « tooLarge » for one that thirty of 70 Mo do not hold. */
export function segmentsFor(size: number, mostInOne = MOST_IN_ONE): number | null | 'tooLarge' {
  if (size <= mostInOne) return null;
  if (size > MOST_SEGMENTS * MOST_IN_ONE) return 'tooLarge';
  return Math.min(Math.max(1, Math.ceil(size / USUAL_SEGMENT)), MOST_SEGMENTS);
}

/** The octets of one of so many segments, the first being 1; `end` excluded. */
export function rangeOfSegment(size: number, count: number, number: number): { start: number; end: number } {
  const each = Math.ceil(size / count);
  return { start: Math.min((number - 1) * each, size), end: Math.min(number * each, size) };
}
