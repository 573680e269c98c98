import {
  type DepositChange,
  type DepositFault,
  type DepositReport,
  type StatisticsDeposit,
  segmentsFor,
} from './deposit.js';
import { boundsOf, monthAfter, monthOf, type StatisticsMonth } from './statistics-month.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Letters that were on their way at midnight are written by then. */
const SETTLED_AFTER = HOUR;
// §6.9.3.2.2.1: no time is promised for a report; where there is none yet, twelve hours pass before it is asked again.
const REPORT_AFTER = 5 * MINUTE;
const REPORT_AGAIN_AFTER = 12 * HOUR;
// EX_PSU_5810: the window is five days, so that a server that is away is asked again soon at first.
const DEPOSIT_AGAIN_AFTER = HOUR;
const DEPOSIT_LATER_AFTER = 12 * HOUR;
const SOON = 4;
// §6.9.3.2.1.2.1: beyond twelve hours segments are given up and deleted; an hour less, for clocks differ.
const SEGMENTS_LAST = 11 * HOUR;
/** Control of the period, §9.7.4.4: files of more than three months are not treated. */
export const MOST_MONTHS = 3;
const LAST_DAY = 5;

/** What an answer of SIPIL, or none, came to. */
export type DepositAnswer =
  | { readonly kind: 'deposited'; readonly id: string }
  | { readonly kind: 'segmentTaken' }
  | { readonly kind: 'refused'; readonly code: number }
  | { readonly kind: 'fault'; readonly fault: DepositFault };

export type ReportAnswer =
  | { readonly kind: 'report'; readonly report: DepositReport }
  /** Not treated yet, or not told why. */
  | { readonly kind: 'refused'; readonly code: number }
  | { readonly kind: 'fault'; readonly fault: DepositFault };

/** The months whose files are to be deposited now: the last one, and those that were missed since the first that ever was. */
// EX_PSU_5810
export function monthsToDeposit(now: Date, first: StatisticsMonth | null): readonly StatisticsMonth[] {
  const last = monthAfter(monthOf(new Date(now.getTime() - SETTLED_AFTER)), -1);
  const oldest = monthAfter(last, 1 - MOST_MONTHS);
  const from = first === null ? last : first > oldest ? first : oldest;
  const months: StatisticsMonth[] = [];
  for (let month = from; month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

/** Whether the first five days of the following month are over. */
export function isLate(month: StatisticsMonth, now: Date): boolean {
  return now.getTime() >= boundsOf(month).to.getTime() + LAST_DAY * DAY;
}

/** What is told to the people who can act. */
export type DepositNews = 'accepted' | 'refused' | 'callAns' | 'notDeposited' | null;

export interface DepositStep {
  readonly change: DepositChange;
  readonly news: DepositNews;
}

/** Segments begun too long ago are gone at the ANS: the first one is next. */
export function freshSegments(deposit: StatisticsDeposit, now: Date): StatisticsDeposit {
  const { segmentsSince: since, state } = deposit;
  if (state !== 'sending' || !since || now.getTime() - since.getTime() < SEGMENTS_LAST) return deposit;
  return { ...deposit, segmentsSent: 0, segmentsSince: null };
}

// §9.7.4.2
const TOO_LARGE = 2;
const SEGMENTS_GONE: ReadonlySet<number> = new Set([6, 7, 8]);

/** After one call of postFile. */
export function afterDeposit(deposit: StatisticsDeposit, answer: DepositAnswer, now: Date): DepositStep {
  switch (answer.kind) {
    case 'deposited':
      return {
        change: { ...DEPOSITED, depositedAt: now, sipilId: answer.id, nextAt: later(now, REPORT_AFTER) },
        news: null,
      };
    case 'segmentTaken':
      return afterSegment(deposit, now);
    case 'refused':
      return afterRefusal(deposit, answer.code, now);
    case 'fault':
      return failed(deposit, answer.fault, now);
  }
}

function afterRefusal(deposit: StatisticsDeposit, code: number, now: Date): DepositStep {
  const step = failed(deposit, `sipil${code}`, now, SEGMENTS_GONE.has(code) ? NO_SEGMENTS : {});
  if (code !== TOO_LARGE || deposit.segments !== null) return step;
  // A server that takes less than the text says is given segments at once.
  const segments = segmentsFor(deposit.size ?? 0, 0) as number;
  return { ...step, change: { ...step.change, segments, nextAt: now } };
}

const NO_SEGMENTS = { segmentsSent: 0, segmentsSince: null } as const;
const DEPOSITED = {
  state: 'deposited',
  failures: 0,
  fault: null,
  report: null,
  reportedAt: null,
  ...NO_SEGMENTS,
} as const;

function afterSegment(deposit: StatisticsDeposit, now: Date): DepositStep {
  const segmentsSent = deposit.segmentsSent + 1;
  // The last one is answered by the archive’s id: taken as one of many, it is one that the ANS misses.
  if (deposit.segments === null || segmentsSent >= deposit.segments)
    return failed(deposit, 'answerStrange', now, NO_SEGMENTS);
  const segmentsSince = deposit.segmentsSince ?? now;
  return { change: { state: 'sending', segmentsSent, segmentsSince, fault: null, nextAt: now }, news: null };
}

function failed(
  { failures }: StatisticsDeposit,
  fault: DepositFault,
  now: Date,
  change: DepositChange = {},
): DepositStep {
  const wait = failures < SOON ? DEPOSIT_AGAIN_AFTER : DEPOSIT_LATER_AFTER;
  return {
    change: { ...change, failures: failures + 1, fault, nextAt: later(now, wait) },
    news: failures === 1 ? 'notDeposited' : null,
  };
}

/** What could not be written or called, told as any other failure. */
export function afterFailure(deposit: StatisticsDeposit, fault: DepositFault, now: Date): DepositStep {
  return failed(deposit, fault, now);
}

// §9.7.4.3 and §6.9.3.2.2.2 differ on the 6: a report without files that bears it is no report, and is asked again.
const LATER: ReadonlySet<number> = new Set([6, 10, 20, 30, 100]);
const UNKNOWN_THERE = 99;

/** After one call of getReport. */
// EX_SSU_5820
export function afterReport(deposit: StatisticsDeposit, answer: ReportAnswer, now: Date): DepositStep {
  if (answer.kind === 'report') return afterVerdict(answer.report, now);
  if (answer.kind === 'fault') return noReport(deposit, answer.fault, now);
  if (answer.code === UNKNOWN_THERE) {
    // The same octets go again; three months later everybody has forgotten them, and nobody asks any more.
    const again = { state: 'ready', sipilId: null, ...NO_SEGMENTS, fault: 'sipil99', nextAt: now } as const;
    if (deposit.failures < SOON) return { change: { ...again, failures: deposit.failures + 1 }, news: null };
    return noReport(deposit, 'sipil99', now);
  }
  if (LATER.has(answer.code)) return noReport(deposit, `sipil${answer.code}`, now);
  return afterVerdict({ code: answer.code, files: [] }, now);
}

/** Two tries twelve hours apart, and the ANS is to be asked by a person; the report is asked for still. */
function noReport({ failures }: StatisticsDeposit, fault: DepositFault, now: Date): DepositStep {
  return {
    change: { failures: failures + 1, fault, nextAt: later(now, REPORT_AGAIN_AFTER) },
    news: failures === 1 ? 'callAns' : null,
  };
}

function afterVerdict(report: DepositReport, now: Date): DepositStep {
  const state = isAccepted(report) ? 'accepted' : 'refused';
  const fault = report.files.length === 0 && state === 'refused' ? (`sipil${report.code}` as const) : null;
  return { change: { state, report, reportedAt: now, failures: 0, fault }, news: state };
}

// §9.7.4.3 and §6.9.3.2.2.2 exchange the meanings of 1 and 2: the files themselves tell.
function isAccepted({ code, files }: DepositReport): boolean {
  if (files.length === 0) return code === 0;
  return files.every(({ verdict }) => verdict !== 'ko');
}

/** What a person asks who corrected what the ANS sent back: the files are written anew. Null when there is nothing to correct. */
// EX_SSU_5820
export function redeposited(deposit: StatisticsDeposit, now: Date): DepositChange | null {
  const { state, failures } = deposit;
  const isStuck = failures > 0 && state !== 'accepted';
  if (state !== 'refused' && !isStuck) return null;
  return {
    ...{ state: 'due', attempt: deposit.attempt + 1, nextAt: now, failures: 0, fault: null, sipilId: null },
    ...{ archiveId: null, segments: null, ...NO_SEGMENTS },
  };
}

function later(from: Date, ms: number): Date {
  return new Date(from.getTime() + ms);
}
