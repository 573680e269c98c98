import { describe, expect, it } from 'vitest';
import { idNatOfRpps, parseMssAddress } from '../identifiers/index.js';
import { refused } from '../outcome/index.js';
import { readBal } from './read-bal.js';
import type { Bal, HeldAccess } from './rights.js';

const NOON = new Date('2026-11-20T12:00:00Z');
const BAL: Bal = {
  id: 'bal-1',
  address: parseMssAddress('anne.martin@ch-valmont.mssante.fr')!,
  kind: 'personal',
  state: 'active',
  isTest: false,
  description: '',
  quotaBytes: 1000,
  usedBytes: 0,
};
const ACCESS: HeldAccess = {
  balId: 'bal-1',
  idNat: idNatOfRpps('10000000001')!,
  role: 'responsible',
  mayRead: true,
  maySend: true,
  startsAt: new Date('2026-01-01'),
  endsAt: null,
  cgu: [],
};

describe('reading a BAL on the portal', () => {
  it('is open to whoever holds it with the right to read', () => {
    expect(readBal(BAL, [ACCESS], NOON)).toMatchObject({ ok: true, value: { mayRead: true } });
  });

  it('answers the same for a lapsed delegation, a BAL never held and one that does not exist', () => {
    const lapsed = readBal(BAL, [{ ...ACCESS, role: 'delegate', endsAt: NOON }], NOON);
    expect(lapsed).toEqual(refused('notFound'));
    expect(readBal(BAL, [], NOON)).toEqual(lapsed);
    expect(readBal(null, [ACCESS], NOON)).toEqual(lapsed);
  });

  it('is refused to a responsible who is not entitled to read, by name', () => {
    expect(readBal(BAL, [{ ...ACCESS, mayRead: false }], NOON)).toEqual(refused('readRightMissing'));
  });

  it('is refused while the BAL is suspended', () => {
    expect(readBal({ ...BAL, state: 'suspended' }, [ACCESS], NOON)).toEqual(refused('balSuspended'));
  });

  it('EX_DCU_5030: is refused by name until the terms in force are accepted', () => {
    const version = { versionId: 'v-1', inForceAt: NOON, isAccepted: false };
    expect(readBal(BAL, [{ ...ACCESS, cgu: [version] }], NOON)).toEqual(refused('cguNotAccepted'));
    expect(readBal(BAL, [{ ...ACCESS, cgu: [{ ...version, isAccepted: true }] }], NOON).ok).toBe(true);
    // Whoever holds nothing learns nothing more.
    expect(readBal(BAL, [{ ...ACCESS, endsAt: NOON, cgu: [version] }], NOON)).toEqual(refused('notFound'));
  });

  it('EX_LPS_0600: never opens an applicative BAL to a person, who is told no more than of one that does not exist', () => {
    expect(readBal({ ...BAL, kind: 'applicative' }, [ACCESS], NOON)).toEqual(refused('notFound'));
    expect(readBal({ ...BAL, kind: 'applicative', state: 'suspended' }, [ACCESS], NOON)).toEqual(
      refused('notFound'),
    );
  });
});
