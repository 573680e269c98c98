import { randomBytes } from 'node:crypto';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayAttempt, waitAfter } from './attempts.js';
import { authenticatorKey, authenticatorUri } from './authenticator.js';
import { mintPassphrase, PASSPHRASE_BYTES, readSecoursPassword, readSecoursProofs } from './passphrase.js';
import { SecoursVault } from './secours-vault.js';
import { stepOfCode, totpCode, totpStep } from './totp.js';

const NOON = new Date('2026-11-20T12:00:00Z');
/** RFC 6238, appendix B. */
const RFC_SECRET = Buffer.from('12345678901234567890');

const later = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);
const minted = () => mintPassphrase(Uint8Array.from({ length: PASSPHRASE_BYTES }, (_, index) => index * 13));

describe('RE_LPS_0100: codes of an authenticator', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at second %d', (second, code) => {
    expect(totpCode(RFC_SECRET, totpStep(new Date(second * 1000)))).toBe(code);
  });

  it('are known one step around the present one, no further', () => {
    const step = totpStep(NOON);
    const known = [-2, -1, 0, 1, 2].map((away) =>
      stepOfCode(RFC_SECRET, totpCode(RFC_SECRET, step + away), NOON),
    );
    expect(known).toEqual([null, step - 1, step, step + 1, null]);
    for (const code of ['', '12345', '1234567', 'abcdef'])
      expect(stepOfCode(RFC_SECRET, code, NOON)).toBeNull();
  });

  it('come from a key that authenticators take by hand and by QR code', () => {
    expect(authenticatorKey(RFC_SECRET)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(authenticatorUri(RFC_SECRET, 'Opérateur & Cie', 'Anne MARTIN')).toBe(
      'otpauth://totp/Op%C3%A9rateur%20%26%20Cie:Anne%20MARTIN?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Op%C3%A9rateur%20%26%20Cie&algorithm=SHA1&digits=6&period=30',
    );
  });
});

describe('the passphrase', () => {
  it('is read as it was written, in capitals, without hyphens, or with the letters people mistake for digits', () => {
    const { written, text, selector } = minted();
    expect(written).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){4}[0-9a-hjkmnp-tv-z]{4}$/);
    const mistaken = written.replaceAll('0', 'O').replaceAll('1', 'l');
    for (const typed of [written, written.toUpperCase(), text, written.replaceAll('-', ' '), mistaken]) {
      expect(readSecoursProofs(typed, '123 456')).toEqual({ passphrase: { selector, text }, code: '123456' });
      expect(readSecoursPassword(`${typed}123456`)).toEqual({
        passphrase: { selector, text },
        code: '123456',
      });
    }
  });

  it.each(['', '123456', `${'a'.repeat(19)}123456`, `${'a'.repeat(21)}123456`, `${'u'.repeat(20)}123456`])(
    'is not read in « %s »',
    (typed) => expect(readSecoursPassword(typed)).toBeNull(),
  );

  it('is not found in nonsense, and reading never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const read = readSecoursPassword(text);
        expect(read === null || /^\d{6}$/.test(read.code)).toBe(true);
      }),
      { numRuns: fuzzRuns(200) },
    );
  });
});

describe('the vault', () => {
  it('opens a secret for its owner alone, unaltered and under its key', () => {
    const vault = new SecoursVault(randomBytes(32), randomBytes);
    const sealed = vault.seal(RFC_SECRET, 'tenant/anne');
    expect(Buffer.from(sealed).includes(RFC_SECRET)).toBe(false);
    expect(vault.open(sealed, 'tenant/anne')).toEqual(RFC_SECRET);
    expect(vault.open(sealed, 'tenant/paul')).toBeNull();
    expect(new SecoursVault(randomBytes(32), randomBytes).open(sealed, 'tenant/anne')).toBeNull();
    for (let index = 0; index < sealed.length; index += 1) {
      const altered = Uint8Array.from(sealed);
      altered[index] = (altered[index] ?? 0) ^ 1;
      expect(vault.open(altered, 'tenant/anne')).toBeNull();
    }
    expect(vault.open(new Uint8Array(5), 'tenant/anne')).toBeNull();
    expect(() => new SecoursVault(randomBytes(16), randomBytes)).toThrow(RangeError);
  });

  it('keeps of a passphrase what tells it from others and no more', async () => {
    const vault = new SecoursVault(randomBytes(32), randomBytes);
    const [kept, again] = [await vault.hash('k7m2'), await vault.hash('k7m2')];
    expect(kept).not.toBe(again);
    expect(kept).not.toContain('k7m2');
    expect([await vault.matches('k7m2', kept), await vault.matches('k7m3', kept)]).toEqual([true, false]);
    expect(await vault.matches('k7m2', '')).toBe(false);
  });
});

describe('attempts', () => {
  it('wait after the fifth, longer and longer, never more than a quarter of an hour', () => {
    const seconds = [1, 4, 5, 6, 7, 8, 9, 10, 500].map((n) => {
      const until = waitAfter(n, NOON);
      return until && (until.getTime() - NOON.getTime()) / 1000;
    });
    expect(seconds).toEqual([null, null, 60, 120, 240, 480, 900, 900, 900]);
    const waitsUntil = waitAfter(5, NOON);
    expect([mayAttempt({ waitsUntil }, later(59)), mayAttempt({ waitsUntil }, later(60))]).toEqual([
      false,
      true,
    ]);
  });
});
