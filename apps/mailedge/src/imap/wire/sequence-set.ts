import { normalized, type UidSet } from '@cachet/mss-core/messaging';
import { type Cursor, SyntaxProblem } from './cursor.js';

/** RFC 3501 §9 sequence-set, kept as ranges (`1:4294967295` costs nothing); null stands for `*`. */
export type SequenceSet = readonly { readonly first: number | null; readonly last: number | null }[];

const SET = /[\d*][\d*:,]*/y;
const NUMBER = /^[1-9]\d{0,9}$/;
const MAX = 4_294_967_295;

export function sequenceSet(cursor: Cursor): SequenceSet {
  return cursor.match(SET, 'a message set').split(',').map(range);
}

/** The set in plain numbers, `*` being `largest`; ranges ordered and apart. */
export function plainSet(set: SequenceSet, largest: number): UidSet {
  return normalized(
    set.map(({ first, last }) => {
      const [a, b] = [first ?? largest, last ?? largest];
      return a <= b ? { first: a, last: b } : { first: b, last: a };
    }),
  );
}

function range(text: string): { first: number | null; last: number | null } {
  const [from, to, ...more] = text.split(':');
  if (from === undefined || more.length > 0) throw new SyntaxProblem('Malformed message set');
  const first = bound(from);
  return { first, last: to === undefined ? first : bound(to) };
}

function bound(text: string): number | null {
  if (text === '*') return null;
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (!(value <= MAX)) throw new SyntaxProblem('Malformed message set');
  return value;
}
