import { describe, expect, it } from 'vitest';
import { done, refused } from '../outcome/index.js';
import { paceSending, type SendingLedger, withinAnHour } from './sending-pace.js';

const HALF_PAST = new Date('2026-11-20T12:30:00Z');
const BAL = { id: 'bal-1', kind: 'personal' } as const;

function ledger(bal: number, tenant: number, limits: { perBal: number; perTenant: number } | null = null) {
  return {
    limits: async () => limits,
    count: async () => ({ bal: { now: bal, before: 0 }, tenant: { now: tenant, before: 0 } }),
    noteBreach: async () => true,
  } satisfies Omit<SendingLedger, 'claim'>;
}

describe('how much a BAL sends within an hour', () => {
  it('is told from this hour and from what remains of the one before', () => {
    expect(withinAnHour({ now: 10, before: 100 }, new Date('2026-11-20T12:00:00Z'))).toBe(110);
    expect(withinAnHour({ now: 10, before: 100 }, HALF_PAST)).toBe(60);
    expect(withinAnHour({ now: 10, before: 100 }, new Date('2026-11-20T12:59:59.999Z'))).toBeCloseTo(10, 1);
  });

  it('is bounded for the BAL, more widely for software, and for the whole tenant', async () => {
    expect(await paceSending(ledger(400, 400), HALF_PAST, BAL, 1)).toEqual(done(undefined));
    expect(await paceSending(ledger(401, 401), HALF_PAST, BAL, 1)).toEqual(
      refused('sendingTooFast', { scope: 'bal', limit: '400' }),
    );
    const software = { ...BAL, kind: 'applicative' } as const;
    expect(await paceSending(ledger(401, 401), HALF_PAST, software, 1)).toEqual(done(undefined));
    expect(await paceSending(ledger(1, 20_001), HALF_PAST, BAL, 1)).toEqual(
      refused('sendingTooFast', { scope: 'tenant', limit: '20000' }),
    );
  });

  it('is what the tenant chose, when it did', async () => {
    const chosen = { perBal: 10, perTenant: 50 };
    expect((await paceSending(ledger(11, 11, chosen), HALF_PAST, BAL, 1)).ok).toBe(false);
    expect((await paceSending(ledger(10, 10, chosen), HALF_PAST, BAL, 1)).ok).toBe(true);
  });
});
