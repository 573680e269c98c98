import { describe, expect, it } from 'vitest';
import { idNatOfRpps } from '../identifiers/index.js';
import { entitlementOf } from './entitlement.js';
import type { HeldAccess } from './rights.js';

const NOON = new Date('2026-11-20T12:00:00Z');
const PERSONAL = { kind: 'personal', state: 'active' } as const;
const ACCESS: HeldAccess = {
  balId: 'bal-1',
  idNat: idNatOfRpps('10000000001')!,
  role: 'delegate',
  mayRead: true,
  maySend: false,
  startsAt: new Date('2026-01-01'),
  endsAt: null,
  cgu: [],
};

describe('what a person may do with a BAL now', () => {
  it('is what the accesses in force give', () => {
    expect(entitlementOf(PERSONAL, [ACCESS], NOON)).toEqual({
      rights: { role: 'delegate', mayRead: true, maySend: false },
      obstacle: null,
    });
  });

  it('is nothing, and says which of five things stands in the way', () => {
    const over = [{ ...ACCESS, endsAt: NOON }];
    expect(entitlementOf(null, [ACCESS], NOON).obstacle).toBe('notHeld');
    expect(entitlementOf(PERSONAL, [], NOON).obstacle).toBe('notHeld');
    expect(entitlementOf(PERSONAL, over, NOON).obstacle).toBe('notInForce');
    expect(entitlementOf({ ...PERSONAL, kind: 'applicative' }, [ACCESS], NOON).obstacle).toBe(
      'openedByCertificate',
    );
    expect(entitlementOf({ ...PERSONAL, state: 'suspended' }, [ACCESS], NOON).obstacle).toBe('suspended');
    expect(entitlementOf({ ...PERSONAL, state: 'pending' }, [ACCESS], NOON).obstacle).toBe('notOpen');
    expect(entitlementOf({ ...PERSONAL, state: 'deleted' }, [ACCESS], NOON).obstacle).toBe('notHeld');
  });

  it('tells whoever holds nothing in force nothing of the BAL’s own state', () => {
    const over = [{ ...ACCESS, endsAt: NOON }];
    expect(entitlementOf({ kind: 'applicative', state: 'suspended' }, over, NOON).obstacle).toBe(
      'notInForce',
    );
  });
});
