import type { ComplianceEvent } from '../traceability/index.js';

/** What is held of the revocation lists of one authority. */
export interface RevocationListAge {
  /** RFC 2253 text of the authority's name. */
  readonly authority: string;
  readonly isRoot: boolean;
  /** When the newest list was made; null when there is none. */
  readonly newest: Date | null;
  /** Whether a list is still in its time. */
  readonly isFresh: boolean;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The list of the day is made, published and fetched: that takes a moment. */
const PUBLICATION_MS = HOUR_MS / 2;

/**
 * What to raise when revocation lists stop coming: once a day as long as it lasts, and again when it gets worse. `now` is wall time, by
 * which lists age; `last` is the event of this kind raised last.
 */
// EX_OPE_5050: IGC-Santé publishes lists daily; a day without a new one is an alarm, long before peers have to be refused.
export function revocationOverdueEvent(
  lists: readonly RevocationListAge[],
  now: Date,
  last: Pick<ComplianceEvent, 'facts' | 'severity'> | null,
): ComplianceEvent | null {
  const overdue = lists.filter((list) => isOverdue(list, now));
  if (overdue.length === 0) return null;
  const severity = overdue.every(({ isFresh }) => isFresh) ? 'warning' : 'critical';
  const authorities = overdue.map(({ authority }) => authority).join(' | ');
  const facts = { authorities, newest: oldestOf(overdue)?.toISOString() ?? null, seenAt: now.toISOString() };
  const isTold =
    last?.facts.authorities === authorities &&
    last.severity === severity &&
    now.getTime() - Date.parse(String(last.facts.seenAt)) < DAY_MS;
  return isTold ? null : { kind: 'igc.revocationOverdue', severity, facts };
}

/** A root revokes authorities, seldom, and its lists live long: only the end of their time counts. */
function isOverdue({ isRoot, newest, isFresh }: RevocationListAge, now: Date): boolean {
  if (!isFresh || !newest) return true;
  return !isRoot && now.getTime() - newest.getTime() > DAY_MS + PUBLICATION_MS;
}

function oldestOf(lists: readonly RevocationListAge[]): Date | null {
  const dates = lists.map(({ newest }) => newest).filter((date) => date !== null);
  return dates.length > 0 ? new Date(Math.min(...dates.map((date) => date.getTime()))) : null;
}
