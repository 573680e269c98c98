import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseSubject } from './base-subject.js';

describe('A base subject (RFC 5256 §2.1)', () => {
  it.each([
    ['Résultats', 'Résultats', false],
    ['Re: Résultats', 'Résultats', true],
    ['RE : re:Fwd:  FW: Résultats (fwd) (FWD) ', 'Résultats', true],
    ['[cardio] Re: Résultats', 'Résultats', true],
    ['Re[2]: Résultats', 'Résultats', true],
    ['re [cardio] : Résultats', 'Résultats', true],
    ['[cardio] [labo] Résultats', 'Résultats', false],
    ['[cardio]', '[cardio]', false],
    ['Re: [cardio]', '[cardio]', true],
    ['[Fwd: Re: Résultats]', 'Résultats', true],
    ['[fwd: [Fwd: Résultats (fwd)]]', 'Résultats', true],
    ['Résultats\t de  Mme X', 'Résultats de Mme X', false],
    ['Regarde : ceci', 'Regarde : ceci', false],
    ['re:', '', true],
    ['', '', false],
    [null, '', false],
  ])('of %j is %j', (subject, text, isReply) => {
    expect(baseSubject(subject)).toEqual({ text, isReply });
  });

  it('is its own base, and is found at once whatever the subject', () => {
    const piece = fc.constantFrom('re:', 'Fwd: ', '[', ']', '[a] ', '[fwd:', '(fwd)', ' ', 'x', ':');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
        const { text } = baseSubject(pieces.join(''));
        expect(baseSubject(text).text).toBe(text);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it.each(['['.repeat(998), '[a]'.repeat(300), 're'.repeat(499), '[fwd:'.repeat(199), `${' '.repeat(990)}x`])(
    'does not explode on %.20s…',
    (subject) => {
      const began = performance.now();
      baseSubject(subject);
      expect(performance.now() - began).toBeLessThan(500);
    },
  );
});
