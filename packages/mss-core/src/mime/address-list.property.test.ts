import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddressList } from './address-list.js';

const piece = fc.oneof(
  fc.constantFrom(
    ...['<', '>', '@', ',', ';', ':', '(', ')', '"', '\\', '.', ' ', '\t', '[', ']', '\r\n ', '\0'],
    ...['a', 'a@b.fr', '<a@b.fr>', '"x y"', '<@r1,@r2:a@b.fr>', 'G:', 'undisclosed-recipients:;'],
    ...['=?utf-8?Q?=C3=A9?=', '\u202e', 'é'],
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const lists = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));

describe('whatever an address field holds', () => {
  it('it is read, within the limit, and every host is one that was written', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 20 }), (raw, limit) => {
        const addresses = parseAddressList(raw, limit);
        // A group met at the limit is still opened and closed.
        expect(addresses.length).toBeLessThanOrEqual(limit + 2);
        for (const { host } of addresses) if (host) expect(raw).toContain('@');
      }),
      { numRuns: fuzzRuns(3_000) },
    );
  });

  it('what is read of a list does not change what is read of its beginning', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a@b.fr', 'C <c@d.fr>', '"E, F" <e@f.fr>'), { maxLength: 12 }),
        (list) => {
          const all = parseAddressList(list.join(', '), 1_000);
          expect(all).toEqual(list.flatMap((one) => parseAddressList(one, 1_000)));
        },
      ),
      { numRuns: fuzzRuns(1_000) },
    );
  });
});
