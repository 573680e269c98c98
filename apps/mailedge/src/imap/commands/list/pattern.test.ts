import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern, readPattern } from './pattern.js';

function matches(name: string, text: string): boolean | null {
  const pattern = readPattern(text);
  return pattern && matchesPattern(name, pattern);
}

describe('patterns of LIST', () => {
  it.each([
    ['INBOX', '*', true],
    ['INBOX/a', 'inbox%a', false],
    ['INBOX', 'iNbOx', true],
    ['a/b/c', 'a/%', false],
    ['a/b', 'a/%', true],
    ['a/b', '%', false],
    ['a/b/c', 'a/*c', true],
    ['a/b/c', '%/%/%', true],
    ['a', '%%*%', true],
    ['abc', 'a%d', false],
    ['', '', true],
  ])('%s against %s', (name, pattern, expected) => {
    expect(matches(name, pattern)).toBe(expected);
  });

  it('mean what the regular expressions one would write for them mean', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '%'), maxLength: 8 });
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 });
    fc.assert(
      fc.property(name, text, (folder, pattern) => {
        const equivalent = pattern.replaceAll('*', '.*').replaceAll('%', '[^/]*');
        expect(matches(folder, pattern)).toBe(new RegExp(`^${equivalent}$`).test(folder));
      }),
      { numRuns: fuzzRuns(1_000) },
    );
  });

  it('are refused when made to explode', () => {
    expect(matches('a'.repeat(240), '%*a'.repeat(160))).toBeNull();
    expect(matches('a'.repeat(240), `${'*a'.repeat(16)}b`)).toBe(false);
  });
});
