import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peerWords } from './peer-words.js';

describe('what a peer says', () => {
  it('is kept on one line, without what a database or a terminal would stumble on', () => {
    expect(peerWords('2.0.0 Ok\u0000 queued\r\n\u001b[31mas 42\u0085')).toBe('2.0.0 Ok queued [31mas 42');
  });

  it('is never long, never a control character, never half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1200 }), (said) => {
        const kept = peerWords(said);
        expect(kept.length).toBeLessThanOrEqual(500);
        expect(kept).not.toMatch(/\p{Cc}/u);
        expect(kept.isWellFormed()).toBe(true);
      }),
      { numRuns: fuzzRuns(100) },
    );
    expect(peerWords(`${'a'.repeat(499)}😀`)).toBe(`${'a'.repeat(499)}\ufffd`);
  });
});
