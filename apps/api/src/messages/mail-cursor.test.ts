import { randomUUID } from 'node:crypto';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailCursor, readMailCursor } from './mail-cursor.js';

describe('the cursor of what changes in a BAL', () => {
  it('says how far each folder is known', () => {
    const known = new Map([
      [randomUUID() as string, { modseq: 1, uidNext: 1 }],
      [randomUUID() as string, { modseq: 2 ** 40, uidNext: 2 ** 32 }],
    ]);
    expect(readMailCursor(mailCursor(known))).toEqual(known);
    expect(readMailCursor(mailCursor(new Map()))).toEqual(new Map());
  });

  it('is nothing else, whatever is given back', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
        const known = readMailCursor(text);
        if (known) expect(mailCursor(known).length).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: fuzzRuns(500) },
    );
    expect(readMailCursor('A'.repeat(1_000_000))).toBeNull();
  });
});
