import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityOf, parseIdNat } from './id-nat.js';
import { type IdentityKind, identify } from './person-identity.js';

const rpps = (number: string) => identify({ kind: 'rpps', number }, null);
const local = (number: string, finess: string | null = null) => identify({ kind: 'local', number }, finess);

describe('EX_PBA_5090: the number of a person', () => {
  it('is an RPPS of eleven digits whose last is the key of the others', () => {
    expect(rpps('99700218896')).toBe('899700218896');
    expect(rpps(' 997 0021 8896 ')).toBe('899700218896');
    for (const wrong of ['99700218897', '9970021889', '997002188960', '', 'abc', '99700218８96'])
      expect([wrong, rpps(wrong)]).toEqual([wrong, null]);
  });

  it('is an RPPS no more once one digit is mistyped, or two neighbours exchanged', () => {
    const number = '10100218899';
    for (let place = 0; place < number.length; place += 1)
      for (const digit of '0123456789') {
        const typed = number.slice(0, place) + digit + number.slice(place + 1);
        if (typed !== number) expect(rpps(typed)).toBeNull();
      }
    expect(rpps('10100281899')).toBeNull();
  });

  it('is an RPPS without a key for fictional people, so that it is nobody’s', () => {
    expect(rpps('99900000017')).toBe('899900000017');
  });

  it('is an ADELI of nine characters, of Corsica too', () => {
    expect(identify({ kind: 'adeli', number: '759000010' }, null)).toBe('0759000010');
    expect(identify({ kind: 'adeli', number: '2a9000010' }, null)).toBe('02A9000010');
    expect(identify({ kind: 'adeli', number: '75900001' }, null)).toBeNull();
  });

  it('is, when a structure gave it, told apart by that structure', () => {
    expect(local('CPAT00045', '010000024')).toBe('3010000024/CPAT00045');
    expect(local('500000001815646/CPAT00045')).toBe('500000001815646/CPAT00045');
    expect(local('CPAT00045')).toBeNull();
    expect(local('a/b/c', '010000024')).toBeNull();
    expect(local('899700218896/x', '010000024')).toBeNull();
  });

  it('tells its kind again, and whatever is typed is an idNat or nothing', () => {
    expect(identityOf(rpps('99700218896')!)).toBe('rpps');
    expect(identityOf(parseIdNat('0759000010')!)).toBe('adeli');
    expect(identityOf(parseIdNat('3010000024/CPAT00045')!)).toBe('local');
    fc.assert(
      fc.property(fc.constantFrom<IdentityKind>('rpps', 'adeli', 'local'), fc.string(), (kind, number) => {
        const idNat = identify({ kind, number }, '010000024');
        expect(idNat === null || parseIdNat(idNat) === idNat).toBe(true);
        if (idNat !== null) expect(identityOf(idNat)).toBe(kind);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});
