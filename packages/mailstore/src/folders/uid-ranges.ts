import { normalized, type UidSet } from '@cachet/mss-core';

/** The ranges as two bound arrays for `unnest`: sorted and disjoint, so that a join meets each item once. */
export function boundRanges(uids: UidSet): readonly [firsts: number[], lasts: number[]] {
  const ranges = normalized(uids);
  return [
    ranges.map(({ first }) => Math.min(first, Number.MAX_SAFE_INTEGER)),
    ranges.map(({ last }) => Math.min(last, Number.MAX_SAFE_INTEGER)),
  ];
}
