import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataReader } from './data-reader.js';

interface Read {
  readonly content: string;
  readonly rest: string | null;
  readonly violation: string | null;
}

function readInPieces(bytes: Buffer, cuts: readonly number[]): Read {
  const reader = new DataReader();
  const content: Buffer[] = [];
  const edges = [0, ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (const [index, start] of edges.slice(0, -1).entries()) {
    const end = edges[index + 1] ?? bytes.length;
    const step = reader.read(bytes.subarray(start, end));
    content.push(...step.content);
    if (step.violation) return { content: '', rest: null, violation: step.violation };
    if (step.rest) {
      const rest = Buffer.concat([step.rest, bytes.subarray(end)]).toString('latin1');
      return { content: Buffer.concat(content).toString('latin1'), rest, violation: null };
    }
  }
  return { content: Buffer.concat(content).toString('latin1'), rest: null, violation: null };
}

/** Lines that mean something here, and bytes that do not. */
const pieces = fc.array(
  fc.constantFrom('\r', '\n', '.', '\r\n', '\r\n.\r\n', '..', 'a', '\0', 'MAIL', '\r\n.'),
  {
    maxLength: 40,
  },
);

describe('reading the content of DATA', () => {
  it('gives the same whatever the pieces the bytes come in', () => {
    fc.assert(
      fc.property(pieces, fc.array(fc.nat()), (words, cuts) => {
        const bytes = Buffer.from(words.join(''), 'latin1');
        expect(readInPieces(bytes, cuts)).toEqual(readInPieces(bytes, []));
      }),
      { numRuns: fuzzRuns(5000) },
    );
  });

  it('ends at CRLF.CRLF only, and never lets a CR or LF alone through', () => {
    fc.assert(
      fc.property(pieces, (words) => {
        const text = words.join('');
        const { content, rest } = readInPieces(Buffer.from(text, 'latin1'), []);
        expect(content.replaceAll('\r\n', '')).not.toMatch(/[\n\0]|\r(?!$)/);
        if (rest !== null)
          expect(`\r\n${text.slice(0, text.length - rest.length)}`.endsWith('\r\n.\r\n')).toBe(true);
      }),
      { numRuns: fuzzRuns(5000) },
    );
  });

  it('gives back what a sender wrote, dots stuffed', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[ -~]{0,20}$/)), fc.array(fc.nat()), (lines, cuts) => {
        const message = lines.map((line) => `${line}\r\n`).join('');
        const stuffed = `${message.replace(/^\./gm, '..')}.\r\nNOOP\r\n`;
        expect(readInPieces(Buffer.from(stuffed), cuts)).toEqual({
          content: message,
          rest: 'NOOP\r\n',
          violation: null,
        });
      }),
      { numRuns: fuzzRuns(2000) },
    );
  });
});
