import { Buffer } from 'node:buffer';
import { ALL_UIDS } from '@cachet/mss-core';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ItemColumns, type ItemRow } from './item-columns.js';

function row(uid: number): ItemRow {
  const messageId = `00000000-0000-7000-8000-${uid.toString(16).padStart(12, '0')}`;
  return { uid, messageId, flags: '', internalMs: uid, savedMs: uid * 2, modseq: uid * 3, size: uid * 4 };
}

function columnsOf(uids: readonly number[]): ItemColumns {
  const columns = new ItemColumns();
  for (const uid of uids) columns.put(row(uid));
  return columns;
}

const told = (columns: ItemColumns) =>
  columns.among(ALL_UIDS).map(({ uid, messageId, internalDate, savedAt, modseq, size }) => ({
    ...{ uid, messageId, flags: '', modseq, size },
    ...{ internalMs: internalDate.getTime(), savedMs: savedAt.getTime() },
  }));

const uidLists = fc.uniqueArray(fc.integer({ min: 1, max: 80 }), { maxLength: 60 });

describe('The items of a folder in memory', () => {
  it('are those that did not leave, whichever leave, with all their facts', () => {
    fc.assert(
      fc.property(uidLists, uidLists, (uids, leaving) => {
        const ascending = uids.toSorted((a, b) => a - b);
        const columns = columnsOf(ascending);
        const shown = columns.uids;
        const gone = columns.remove([...leaving, ...leaving]);
        expect(new Set(gone)).toEqual(new Set(leaving.filter((uid) => uids.includes(uid))));
        expect(gone).toHaveLength(new Set(gone).size);
        columns.put(row(100));
        expect(told(columns)).toEqual([...ascending.filter((uid) => !leaving.includes(uid)), 100].map(row));
        expect([...shown]).toEqual(ascending);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('are moved together and not one by one when a few leave a large folder', () => {
    const many = 20_000;
    const columns = columnsOf(Array.from({ length: many }, (_, index) => index + 1));
    const moves = [
      vi.spyOn(Buffer.prototype, 'copy'),
      vi.spyOn(Buffer.prototype, 'set'),
      vi.spyOn(Uint32Array.prototype, 'set'),
    ];
    onTestFinished(() => void vi.restoreAllMocks());
    columns.remove([1, 10_000, many]);
    expect(columns.count).toBe(many - 3);
    expect(moves.reduce((sum, { mock }) => sum + mock.calls.length, 0)).toBeLessThan(50);
  });
});
