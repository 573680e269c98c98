import { createSecretKey, randomBytes } from 'node:crypto';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TAG_BYTES } from '../keys/sealed-record.js';
import { StoreDamaged } from '../store-faults.js';
import { openSegments, openWhole, type Sealing, sealedSize, sealSegments, segmentsOf } from './segments.js';

const key = createSecretKey(randomBytes(32));

function sealingOf(bytes: Uint8Array, change: Partial<Sealing> = {}): Sealing {
  return { key, about: 'tenant a, message b', use: 'rows', segment: 7, size: bytes.length, ...change };
}

const contents = fc.uint8Array({ maxLength: 60 });
const somewhere = fc.nat(10_000);

describe('Bytes sealed in segments', () => {
  it('are the same once opened, whole or any run of segments', () => {
    fc.assert(
      fc.property(contents, somewhere, somewhere, (bytes, one, two) => {
        const sealing = sealingOf(bytes);
        const sealed = sealSegments(sealing, 0, bytes);
        expect(sealed.length).toBe(sealedSize(sealing));
        expect(openWhole(sealing, sealed).equals(bytes)).toBe(true);
        const [first = 0, last = 0] = [one, two].map((n) => n % segmentsOf(sealing)).sort((a, b) => a - b);
        const step = 7 + TAG_BYTES;
        const run = openSegments(sealing, first, sealed.subarray(first * step, (last + 1) * step));
        expect(run.equals(bytes.subarray(first * 7, (last + 1) * 7))).toBe(true);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('are refused with any octet altered', () => {
    fc.assert(
      fc.property(contents, somewhere, fc.integer({ min: 1, max: 255 }), (bytes, where, change) => {
        const sealing = sealingOf(bytes);
        const sealed = sealSegments(sealing, 0, bytes);
        const at = where % sealed.length;
        sealed[at] = (sealed[at] ?? 0) ^ change;
        expect(() => openWhole(sealing, sealed)).toThrow(StoreDamaged);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('are refused cut anywhere, even between two segments', () => {
    fc.assert(
      fc.property(contents, somewhere, (bytes, where) => {
        const sealing = sealingOf(bytes);
        const sealed = sealSegments(sealing, 0, bytes);
        const cut = sealed.subarray(0, where % sealed.length);
        expect(() => openWhole(sealing, cut)).toThrow(StoreDamaged);
        // Whoever shortens the row too is found by the segment that was not the last.
        const step = 7 + TAG_BYTES;
        const whole = Math.floor(cut.length / step);
        if (whole > 0) {
          const shorter = sealingOf(bytes, { size: whole * 7 });
          expect(() => openWhole(shorter, sealed.subarray(0, whole * step))).toThrow(StoreDamaged);
        }
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('are refused when two segments change places', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 14, maxLength: 60 }), somewhere, (bytes, where) => {
        const sealing = sealingOf(bytes);
        const sealed = sealSegments(sealing, 0, bytes);
        const step = 7 + TAG_BYTES;
        const count = Math.floor(bytes.length / 7);
        const at = (where % (count - 1)) * step;
        const swapped = Buffer.concat([
          ...[sealed.subarray(0, at), sealed.subarray(at + step, at + 2 * step)],
          ...[sealed.subarray(at, at + step), sealed.subarray(at + 2 * step)],
        ]);
        expect(() => openWhole(sealing, swapped)).toThrow(StoreDamaged);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it.each([
    ['of another message', { about: 'tenant a, message c' }],
    ['of another tenant', { about: 'tenant z, message b' }],
    ['under another key', { key: createSecretKey(randomBytes(32)) }],
    ['as something else of the same message', { use: 'structure' }],
  ] as const)('are refused when they are shown as those %s', (_, change) => {
    const bytes = randomBytes(30);
    const sealed = sealSegments(sealingOf(bytes), 0, bytes);
    expect(() => openWhole(sealingOf(bytes, change), sealed)).toThrow(StoreDamaged);
  });

  it('of a message that is longer or shorter than it said are not sealed at all', () => {
    expect(() => sealSegments(sealingOf(randomBytes(30), { size: 29 }), 0, randomBytes(30))).toThrow(
      RangeError,
    );
    expect(() => sealSegments(sealingOf(randomBytes(30), { size: 31 }), 0, randomBytes(30))).toThrow(
      RangeError,
    );
  });
});
