import { type ArrangedMessage, casemap, displayName, firstMailbox, sentTime } from './arranged-message.js';
import { baseSubject } from './base-subject.js';

/** RFC 5256 §3 and RFC 5957. */
export const SORT_KEYS = [
  'ARRIVAL',
  'CC',
  'DATE',
  'DISPLAYFROM',
  'DISPLAYTO',
  'FROM',
  'SIZE',
  'SUBJECT',
  'TO',
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface SortCriterion {
  readonly key: SortKey;
  readonly reverse: boolean;
}

/** Whether sorting so asks more than items tell. */
export function readsHeaders(criteria: readonly SortCriterion[]): boolean {
  return criteria.some(({ key }) => key !== 'ARRIVAL' && key !== 'SIZE');
}

type SortValue = string | number;

const VALUES: Record<SortKey, (message: ArrangedMessage) => SortValue> = {
  ARRIVAL: ({ item }) => item.internalDate.getTime(),
  CC: ({ summary }) => casemap(firstMailbox(summary?.envelope.cc)),
  DATE: sentTime,
  DISPLAYFROM: ({ summary }) => casemap(displayName(summary?.envelope.from)),
  DISPLAYTO: ({ summary }) => casemap(displayName(summary?.envelope.to)),
  FROM: ({ summary }) => casemap(firstMailbox(summary?.envelope.from)),
  SIZE: ({ item }) => item.size,
  SUBJECT: ({ summary }) => casemap(baseSubject(summary?.facts.subject ?? null).text),
  TO: ({ summary }) => casemap(firstMailbox(summary?.envelope.to)),
};

/** What of a message its place depends on; the message itself need not be kept. */
export interface Sortable {
  readonly uid: number;
  readonly values: readonly SortValue[];
}

export function sortable(message: ArrangedMessage, criteria: readonly SortCriterion[]): Sortable {
  return { uid: message.item.uid, values: criteria.map(({ key }) => VALUES[key](message)) };
}

/** Uids in that order; what the criteria hold equal stays in the order of its numbers (RFC 5256 §3). */
export function sortedUids(messages: readonly Sortable[], criteria: readonly SortCriterion[]): number[] {
  const signs = criteria.map(({ reverse }) => (reverse ? -1 : 1));
  const inOrder = [...messages].sort((a, b) => {
    for (const [index, sign] of signs.entries()) {
      const order = compare(a.values[index], b.values[index]);
      if (order !== 0) return order * sign;
    }
    return a.uid - b.uid;
  });
  return inOrder.map(({ uid }) => uid);
}

function compare(a: SortValue | undefined, b: SortValue | undefined): number {
  if (a === b || a === undefined || b === undefined) return 0;
  return a < b ? -1 : 1;
}
