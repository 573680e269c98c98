import { parseFolderName } from '@cachet/mss-core/messaging';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cursor } from './cursor.js';
import { formatDateTime, parseDate, parseDateTime } from './dates.js';
import { decodeFolderName, encodeFolderName } from './modified-utf7.js';
import { plainSet, sequenceSet } from './sequence-set.js';
import { imapString } from './text.js';

describe('texts in responses', () => {
  it('reads back what it wrote, and nothing in them can end the line or pose as syntax', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = imapString(text);
        const literal = /^\{(\d+)\}\r\n/.exec(written);
        if (literal) {
          expect(written.length - literal[0].length).toBe(Number(literal[1]));
          expect(written.slice(literal[0].length)).not.toMatch(/[\0\r\n]/);
        } else {
          expect(written).toMatch(/^"[ -~]*"$/);
          expect(new Cursor([written]).string()).toBe(text);
        }
      }),
      { numRuns: fuzzRuns(100) },
    );
  });
});

describe('folder names on the wire', () => {
  it.each([
    ['Envoyés', 'Envoy&AOk-s'],
    ['Tom & Jerry', 'Tom &- Jerry'],
    ['台北', '&U,BTFw-'],
    ['🙂', '&2D3eQg-'],
  ])('writes %s as %s', (name, wire) => {
    expect(encodeFolderName(name)).toBe(wire);
    expect(decodeFolderName(wire)).toBe(name);
  });

  it.each(['Envoy\u00e9s', 'a&', '&AOk', '&AGE-', '&2D0-', '&AOkA-', '&AOk-&AOk-'])('refuses %s', (wire) => {
    expect(decodeFolderName(wire)).toBeNull();
  });

  it('reads no text in two ways: what is read is written as it was', () => {
    const piece = fc.constantFrom('&', '-', 'AOk', ',', 'a', '/', '2D3eQg', '\u00e9', ' ', '&AOk-', '+');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const wire = pieces.join('');
        const name = decodeFolderName(wire);
        if (name !== null) expect(encodeFolderName(name)).toBe(wire);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('reads back every name that a folder can have', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const name = parseFolderName(text);
        if (name !== null) expect(decodeFolderName(encodeFolderName(name))).toBe(name);
      }),
      { numRuns: fuzzRuns(100) },
    );
  });
});

describe('message sets', () => {
  it.each([
    ['1:4294967295', [{ first: 1, last: 4294967295 }]],
    ['5:3,4', [{ first: 3, last: 5 }]],
    ['*', [{ first: 9, last: 9 }]],
    ['*:2', [{ first: 2, last: 9 }]],
  ])('reads %s', (text, expected) => {
    expect(plainSet(sequenceSet(new Cursor([text])), 9)).toEqual(expected);
  });

  it.each(['0', '1:2:3', '4294967296', '1,,2', '1:', '01'])('refuses %s', (text) => {
    expect(() => sequenceSet(new Cursor([text]))).toThrow();
  });
});

describe('dates', () => {
  it('reads the example of RFC 3501 and writes it back in UTC', () => {
    const at = parseDateTime('17-Jul-1996 02:44:25 -0700');
    expect(at?.toISOString()).toBe('1996-07-17T09:44:25.000Z');
    expect(at && formatDateTime(at)).toBe('"17-Jul-1996 09:44:25 +0000"');
    expect(formatDateTime(new Date('2026-02-03T04:05:06Z'))).toBe('" 3-Feb-2026 04:05:06 +0000"');
  });

  it.each(['31-Feb-2026', '1-Foo-2026', '2026-01-01'])('refuses the day %s', (text) => {
    expect(parseDate(text)).toBeNull();
  });

  it('refuses an hour that does not exist', () => {
    expect(parseDateTime('17-Jul-1996 24:44:25 +0000')).toBeNull();
  });
});
