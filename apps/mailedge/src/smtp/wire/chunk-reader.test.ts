import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChunkCommand } from './chunk-command.js';
import { ChunkReader, LineCheck } from './chunk-reader.js';
import { DataReader } from './data-reader.js';

const numRuns = fuzzRuns(2000);

/** A letter cut into chunks of BDAT, each of which comes in pieces. */
function readInChunks(letter: Buffer, chunkEdges: readonly number[], cuts: readonly number[]) {
  const lines = new LineCheck();
  const content: Buffer[] = [];
  const edges = edgesOf(letter.length, chunkEdges);
  for (const [index, start] of edges.slice(0, -1).entries()) {
    const chunk = letter.subarray(start, edges[index + 1]);
    const reader = new ChunkReader(chunk.length, lines);
    const pieces = edgesOf(chunk.length, cuts);
    for (const [at, from] of pieces.slice(0, -1).entries()) {
      const isLastPiece = at === pieces.length - 2;
      const piece = Buffer.concat([
        chunk.subarray(from, pieces[at + 1]),
        Buffer.from(isLastPiece ? 'NOOP' : ''),
      ]);
      const step = reader.read(piece);
      if (step.violation) return step.violation;
      content.push(...step.content);
      if (isLastPiece) expect(step.rest?.toString()).toBe('NOOP');
    }
  }
  return lines.endFault ?? Buffer.concat(content).toString('latin1');
}

function edgesOf(length: number, cuts: readonly number[]): number[] {
  return [0, ...cuts.map((cut) => cut % (length + 1)).sort((a, b) => a - b), length];
}

const letters = fc
  .array(fc.constantFrom('\r', '\n', '.', '\r\n', '\r\n.\r\n', 'a', '\0', 'BDAT 5 LAST\r\n', 'é'), {
    maxLength: 30,
  })
  .map((words) => Buffer.from(words.join(''), 'latin1'));
const cuts = fc.array(fc.nat(), { maxLength: 5 });

describe('reading the chunks of BDAT', () => {
  it('gives the same content and the same violation whatever the chunks and the pieces they come in', () => {
    fc.assert(
      fc.property(letters, cuts, cuts, (letter, chunks, pieces) => {
        expect(readInChunks(letter, chunks, pieces)).toBe(readInChunks(letter, [], []));
      }),
      { numRuns },
    );
  });

  it('lets through what DATA would have let through, and nothing else', () => {
    fc.assert(
      fc.property(letters, cuts, (letter, chunks) => {
        const text = letter.toString('latin1');
        const whole = text === '' || text.endsWith('\r\n') || /[\r\n\0]$/.test(text) ? text : `${text}\r\n`;
        const stuffed = `${whole.replace(/(^|\r\n)\./g, '$1..')}.\r\n`;
        const byData = new DataReader().read(Buffer.from(stuffed, 'latin1'));
        const byChunks = readInChunks(Buffer.from(whole, 'latin1'), chunks, []);
        if (byData.violation) expect(byChunks).toMatch(/^(bareCr|bareLf|nul)$/);
        else expect(byChunks).toBe(Buffer.concat(byData.content).toString('latin1'));
      }),
      { numRuns },
    );
  });
});

describe('the BDAT command', () => {
  it.each([
    ['BDAT 5', { octets: 5, isLast: false }],
    ['bdat 0 last', { octets: 0, isLast: true }],
    ['BDAT  86 LAST ', { octets: 86, isLast: true }],
  ])('« %s »', (line, read) => {
    expect(readChunkCommand(line)).toEqual(read);
  });

  it.each([
    'BDAT',
    'BDAT -1',
    'BDAT 0x10',
    'BDAT 1e3',
    'BDAT 5 LAS',
    'BDAT LAST',
    'BDAT 5 LAST x',
    'BDAT 5LAST',
    'BDAT 123456789012345678901',
  ])('is not « %s »', (line) => {
    expect(readChunkCommand(line)).toBeNull();
  });
});
