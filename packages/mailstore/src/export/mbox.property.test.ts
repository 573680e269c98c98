import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inPieces, whole } from '../mail-world.contract.js';
import { mboxEntry } from './mbox.js';

const line = fc.oneof(
  fc.constantFrom('From ', '>From ', '>>From x', 'From', '', '\r', '\r\r', 'From \r', '>'),
  fc.string({ maxLength: 20, unit: 'binary-ascii' }),
);
const letter = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\r\n', '\n'))
  .map(([lines, end]) => Buffer.from(lines.join(end), 'latin1'));

it('an entry of a mailbox file gives back the lines it was made of, in whatever pieces they came', async () => {
  await fc.assert(
    fc.asyncProperty(letter, fc.integer({ min: 1, max: 9 }), async (bytes, size) => {
      const entry = (await whole(mboxEntry(inPieces(bytes, size), new Date(0)))).toString('latin1');
      const [from, ...lines] = entry.split('\n');
      expect(from).toBe('From MAILER-DAEMON Thu Jan  1 00:00:00 1970');
      expect(lines.slice(-2)).toEqual(['', '']);
      expect(lines.some((each) => each.startsWith('From '))).toBe(false);
      const restored = lines.map((each) => each.replace(/^>(>*From )/, '$1')).join('\n');
      const expected = bytes.toString('latin1').replaceAll('\r\n', '\n');
      const isEnded = expected === '' || expected.endsWith('\n');
      expect(restored).toBe(isEnded ? `${expected}\n` : `${expected}\n\n`);
    }),
    { numRuns: fuzzRuns(500) },
  );
});
