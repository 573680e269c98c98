import { dayAfter, inParis, parisDay } from './paris-time.js';

/** What was sent for a domain, and whether it would say something else today. */
export interface FeedStanding {
  /** When the last feed that the Annuaire accepted was sent. */
  readonly sentAt: Date | null;
  readonly isChanged: boolean;
}

export type FeedStep =
  /** Send it now; tried again until the Annuaire begins its work. */
  { readonly kind: 'send'; readonly until: Date } | { readonly kind: 'wait'; readonly askAgainAt: Date };

/** The Annuaire works on what it has from 02:00 to 04:00; the text names no time zone, and means that of France. */
const TREATED_AT = 2;
const REPORTED_AT = 4;
/** Feeds leave late in the evening, so that what changed during the day leaves at once. */
const LEAVES_AT = 23;
/** What begins later might not be received whole. */
const MARGIN_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/** Whether a domain’s feed is to be sent now. */
// RE_1.1.1_5020: when something changed, once a day at most, once a week at least. §6.4.2.5: before 2 h.
export function feedStep({ sentAt, isChanged }: FeedStanding, at: Date): FeedStep {
  const night = nextTreatment(at);
  const until = new Date(night.getTime() - MARGIN_MS);
  const leavesAt = inParis(dayAfter(parisDay(night), -1), LEAVES_AT);
  if (at < leavesAt) return { kind: 'wait', askAgainAt: leavesAt };
  const isDue = sentAt === null || isDueAfter(nextTreatment(sentAt), night, isChanged);
  const nextEvening = inParis(parisDay(night), LEAVES_AT);
  return isDue && at < until ? { kind: 'send', until } : { kind: 'wait', askAgainAt: nextEvening };
}

function isDueAfter(last: Date, night: Date, isChanged: boolean): boolean {
  if (night <= last) return false;
  // Summer time makes a week an hour shorter.
  return isChanged || night.getTime() - last.getTime() >= WEEK_MS - HOUR_MS;
}

/** When the Annuaire will treat what it receives now. */
export function nextTreatment(at: Date): Date {
  const today = inParis(parisDay(at), TREATED_AT);
  return at < today ? today : inParis(dayAfter(parisDay(at)), TREATED_AT);
}

/** Before that moment, asking for the report of a feed is useless. */
// EX_1.1.1_5030: after 4 h of the night that treats it.
export function reportFrom(sentAt: Date): Date {
  return inParis(parisDay(nextTreatment(sentAt)), REPORTED_AT);
}
