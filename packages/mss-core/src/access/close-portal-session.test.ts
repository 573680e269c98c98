import { describe, expect, it } from 'vitest';
import { idNatOfRpps, parseTenantId } from '../identifiers/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { closePortalSession } from './close-portal-session.js';

const NOON = new Date('2026-11-20T12:00:00Z');
const DOOR = { at: NOON, correlationId: 'c-1', remoteAddress: '127.0.0.1' };
const ANNE = { idNat: idNatOfRpps('10000000001')!, name: 'Anne Martin' };
const HOSPITAL = parseTenantId('01900000-0000-7000-8000-000000000001')!;
const PRACTICE = parseTenantId('01900000-0000-7000-8000-000000000002')!;
const SESSION = { tokenHash: new Uint8Array(32), at: NOON };

/** Sessions that are open, and what was traced where. */
function worldOf(open: number, tenants = [HOSPITAL, PRACTICE]) {
  const here = { open, traces: [] as { context: TenantContext; kind: string }[] };
  const ports: Parameters<typeof closePortalSession>[0] = {
    routing: { tenantsOf: async () => tenants },
    acrossTenants: (work) =>
      work((context, inTenant) =>
        inTenant({
          endSession: async () => here.open-- > 0,
          journal: {
            record: async (events) => void here.traces.push(...events.map(({ kind }) => ({ context, kind }))),
          },
        }),
      ),
  };
  return { here, close: () => closePortalSession(ports, DOOR, ANNE, SESSION) };
}

describe('closing a portal session', () => {
  it('ends it once and is traced in each tenant of the person, under her name', async () => {
    const { here, close } = worldOf(1);
    expect(await close()).toBe(true);
    expect(here.open).toBe(0);
    expect(here.traces.map(({ context, kind }) => [context.tenantId, kind])).toEqual([
      [HOSPITAL, 'session.closed'],
      [PRACTICE, 'session.closed'],
    ]);
    expect(here.traces[0]?.context).toMatchObject({ actor: { idNat: ANNE.idNat }, means: 'portal' });
  });

  it('is false, and leaves no trace, when it had ended already', async () => {
    const { here, close } = worldOf(0);
    expect(await close()).toBe(false);
    expect(here.traces).toEqual([]);
  });
});
