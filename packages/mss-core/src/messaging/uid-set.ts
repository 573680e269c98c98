/** `last` is included, and Infinity for `*` and beyond. */
export interface UidRange {
  readonly first: number;
  readonly last: number;
}

/** Ranges of uids, as IMAP's sequence-set. */
export type UidSet = readonly UidRange[];

export const ALL_UIDS: UidSet = [{ first: 1, last: Infinity }];

/** The fewest ranges that hold exactly these uids. */
export function uidSetOf(uids: Iterable<number>): UidSet {
  const ranges: { first: number; last: number }[] = [];
  for (const uid of [...uids].sort((a, b) => a - b)) {
    const open = ranges.at(-1);
    if (open && uid <= open.last + 1) open.last = Math.max(open.last, uid);
    else ranges.push({ first: uid, last: uid });
  }
  return ranges;
}

/** The same uids, ranges sorted, disjoint and not touching: what a membership test may search by halves. */
export function normalized(set: UidSet): UidSet {
  const ranges: { first: number; last: number }[] = [];
  for (const { first, last } of [...set].sort((a, b) => a.first - b.first)) {
    const open = ranges.at(-1);
    if (open && first <= open.last + 1) open.last = Math.max(open.last, last);
    else ranges.push({ first, last });
  }
  return ranges;
}

/** Whether a normalized set holds this uid. */
export function holds(set: UidSet, uid: number): boolean {
  let low = 0;
  let high = set.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = set[middle];
    if (!range) return false;
    if (uid < range.first) high = middle - 1;
    else if (uid > range.last) low = middle + 1;
    else return true;
  }
  return false;
}

/** As IMAP writes it: `1:3,7`. */
export function uidSetText(set: UidSet): string {
  return set
    .map(({ first, last }) => (first === last ? `${first}` : `${first}:${last === Infinity ? '*' : last}`))
    .join(',');
}
