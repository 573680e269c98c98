import { normalized } from '@cachet/mss-core/messaging';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SequenceMap } from './sequence-map.js';

const ascending = fc
  .uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 40 })
  .map((uids) => uids.sort((a, b) => a - b));

describe('message numbers', () => {
  it('are what a client gets that replays every EXPUNGE it is told (RFC 3501 §7.4.1)', () => {
    fc.assert(
      fc.property(ascending, ascending, (uids, gone) => {
        const map = new SequenceMap(Uint32Array.from(uids));
        const replayed = [...uids];
        for (const number of map.forget(new Set(gone))) replayed.splice(number - 1, 1);
        expect(map.among([{ first: 1, last: Number.POSITIVE_INFINITY }])).toEqual(replayed);
        expect(map.count).toBe(replayed.length);
      }),
      { numRuns: fuzzRuns(100) },
    );
  });

  it('and uids lead to each other', () => {
    fc.assert(
      fc.property(ascending, fc.integer({ min: 1, max: 200 }), (uids, uid) => {
        const number = new SequenceMap(Uint32Array.from(uids)).numberOf(uid);
        expect(number).toBe(uids.includes(uid) ? uids.indexOf(uid) + 1 : null);
      }),
      { numRuns: fuzzRuns(100) },
    );
  });

  it('name the same messages by set as one by one', () => {
    const range = fc.tuple(fc.nat(250), fc.nat(250)).map(([a, b]) => ({
      first: Math.max(1, Math.min(a, b)),
      last: Math.max(a, b, 1),
    }));
    fc.assert(
      fc.property(ascending, fc.array(range, { maxLength: 5 }), (uids, ranges) => {
        const set = normalized(ranges);
        const map = new SequenceMap(Uint32Array.from(uids));
        const inside = (n: number) => set.some(({ first, last }) => first <= n && n <= last);
        expect(map.among(set)).toEqual(uids.filter(inside));
        expect(map.atNumbers(set)).toEqual(uids.filter((_, index) => inside(index + 1)));
      }),
      { numRuns: fuzzRuns(100) },
    );
  });
});
