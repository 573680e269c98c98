import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinedParameters } from './joined-parameters.js';
import { parameterText } from './parameter-text.js';

describe('Parameters in pieces', () => {
  it.each([
    [
      { 'name*0': 'a b', 'name*1': ' c', x: 'y' },
      { name: 'a b c', x: 'y' },
    ],
    [{ 'name*1': 'b', 'name*0': 'a', 'name*2': 'c' }, { name: 'abc' }],
    [
      { 'name*0*': "utf-8'fr'r%C3%A9", 'name*1': 'su%é', 'name*2*': '%2Etxt' },
      { 'name*': "utf-8'fr'r%C3%A9su%25%C3%A9%2Etxt" },
    ],
    [{ 'name*0': "l'un", 'name*1*': '%C3%A9' }, { 'name*': "''l%27un%C3%A9" }],
    [
      { 'name*0': 'a', 'name*2': 'c' },
      { name: 'a', 'name*2': 'c' },
    ],
    [
      { 'name*1': 'b', 'name*2': 'c' },
      { 'name*1': 'b', 'name*2': 'c' },
    ],
    [{ 'name*0': 'a', name: 'b' }, { name: 'a' }],
    [
      { name: 'a', 'name*': "utf-8''b" },
      { name: 'a', 'name*': "utf-8''b" },
    ],
    [{}, {}],
  ])('%j are told as %j', (pieces, joined) => {
    expect(joinedParameters(pieces as Record<string, string>)).toEqual(joined);
  });

  it('say to people what they said apart', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'é', "'", '%', ' ', '*', '41'), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), fc.nat(5), (texts, encodedOne) => {
        const pairs = texts.map((text, n) => {
          const isEncoded = n === encodedOne;
          const opening = isEncoded && n === 0 ? "utf-8''" : '';
          return [`name*${n}${isEncoded ? '*' : ''}`, isEncoded ? opening + encodeURIComponent(text) : text];
        });
        const apart: Record<string, string> = Object.fromEntries(pairs);
        expect(parameterText(joinedParameters(apart), 'name')).toBe(parameterText(apart, 'name'));
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});
