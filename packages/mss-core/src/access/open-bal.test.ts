import { describe, expect, it } from 'vitest';
import {
  type IdNat,
  idNatOfRpps,
  type MssAddress,
  parseMssAddress,
  parseTenantId,
  type StructureIdNat,
  structureIdNatOfFiness,
} from '../identifiers/index.js';
import { done, refused } from '../outcome/index.js';
import type { TraceEvent } from '../traceability/index.js';
import { type BalSessionPorts, openBalSession, recheckBalSession } from './open-bal.js';
import type { Bal, HeldAccess } from './rights.js';

const NOON = new Date('2026-11-20T12:00:00Z');
const DOOR = { means: 'imap', at: NOON, correlationId: 'c-1', remoteAddress: '127.0.0.1' } as const;
const ADDRESS = parseMssAddress('anne.martin@ch-valmont.mssante.fr') as MssAddress;
const ANNE = idNatOfRpps('10000000001') as IdNat;
const PAUL = idNatOfRpps('10000000002') as IdNat;
const CLINIC = structureIdNatOfFiness('010000024')!;
const OTHER_CLINIC = structureIdNatOfFiness('010000032')!;
const TENANT = parseTenantId('01900000-0000-7000-8000-000000000001')!;

interface World {
  readonly bal: Bal;
  readonly accesses: HeldAccess[];
  readonly attached: StructureIdNat[];
  readonly traces: TraceEvent[];
}

function world(change: Partial<Bal> = {}, access: Partial<HeldAccess> = {}): World {
  return {
    bal: {
      id: 'bal-1',
      address: ADDRESS,
      kind: 'personal',
      state: 'active',
      isTest: false,
      description: '',
      quotaBytes: 1000,
      usedBytes: 0,
      ...change,
    },
    accesses: [
      {
        balId: 'bal-1',
        idNat: ANNE,
        role: 'responsible',
        mayRead: true,
        maySend: true,
        startsAt: new Date('2026-01-01'),
        endsAt: null,
        cgu: [],
        ...access,
      },
    ],
    attached: [CLINIC],
    traces: [],
  };
}

function portsOf({ bal, accesses, attached, traces }: World): BalSessionPorts {
  return {
    routing: {
      routesOf: async (asked) =>
        new Map(
          asked
            .filter((a) => a === bal.address)
            .map((address) => [address, { address, tenantId: TENANT, balId: bal.id, state: bal.state }]),
        ),
      isOurDomain: async () => true,
      tenantsOf: async () => [TENANT],
    },
    inTenant: (_, work) =>
      work({
        bals: {
          byId: async (id) => (id === bal.id ? bal : null),
          byAddress: async () => bal,
          accessesOf: async (_bal, idNat) => accesses.filter((a) => a.idNat === idNat),
          hasSecours: async () => false,
          noteFull: async (_bal, at) => at,
          structuresOf: async () => attached,
        },
        journal: { record: async (events) => void traces.push(...events) },
      }),
  };
}

function ask(idNat: IdNat, address: string = ADDRESS) {
  return {
    address,
    identity: done({ idNat, name: 'Anne Martin' }),
    proof: 'psc',
    facts: { authentication: 'XOAUTH2' },
  } as const;
}

describe('EX_LPS_0900: opening a BAL', () => {
  it('opens it for the person who holds it, and the trace names her', async () => {
    const here = world();
    const opened = await openBalSession(portsOf(here), DOOR, ask(ANNE, 'Anne.Martin@CH-Valmont.mssante.fr'));
    expect(opened).toMatchObject({
      ok: true,
      value: { rights: { mayRead: true }, context: { actor: { idNat: ANNE }, tenantId: TENANT } },
    });
    expect(here.traces).toEqual([
      { kind: 'session.opened', outcome: 'ok', balId: 'bal-1', facts: { authentication: 'XOAUTH2' } },
    ]);
  });

  it('gives the same refusal for a colleague who never held it as for a BAL that does not exist', async () => {
    const here = world();
    const colleague = await openBalSession(portsOf(here), DOOR, ask(PAUL));
    const unknown = await openBalSession(portsOf(here), DOOR, ask(PAUL, 'nobody@ch-valmont.mssante.fr'));
    expect(colleague).toEqual(refused('authenticationFailed'));
    expect(unknown).toEqual(colleague);
    expect(here.traces).toMatchObject([{ kind: 'session.refused', outcome: 'authenticationFailed' }]);
  });

  it('traces the refusal of a bad token in the tenant of the BAL it was tried on', async () => {
    const here = world();
    const request = { ...ask(ANNE), identity: refused('authenticationFailed') };
    expect(await openBalSession(portsOf(here), DOOR, request)).toEqual(refused('authenticationFailed'));
    expect(here.traces).toMatchObject([{ kind: 'session.refused', balId: 'bal-1' }]);
  });

  it('says that the identity provider is unavailable, whether the BAL exists or not', async () => {
    const outage = refused('identityProviderUnavailable');
    for (const address of [ADDRESS, 'nobody@ch-valmont.mssante.fr', 'not an address']) {
      const request = { ...ask(ANNE, address), identity: outage };
      expect(await openBalSession(portsOf(world()), DOOR, request)).toEqual(outage);
    }
  });

  it('refuses a right that ended, and one that has not begun', async () => {
    const lapsed = world({}, { endsAt: NOON });
    const early = world({}, { startsAt: new Date('2026-12-01') });
    expect(await openBalSession(portsOf(lapsed), DOOR, ask(ANNE))).toEqual(refused('forbidden'));
    expect(await openBalSession(portsOf(early), DOOR, ask(ANNE))).toEqual(refused('forbidden'));
  });

  it('refuses a suspended BAL to its own holder', async () => {
    const opened = await openBalSession(portsOf(world({ state: 'suspended' })), DOOR, ask(ANNE));
    expect(opened).toEqual(refused('balSuspended'));
  });

  it('EX_GBM_5411: opens it to read, not to send, for a delegate who may only read; the trace says refused', async () => {
    const here = world({}, { role: 'delegate', maySend: false });
    expect(await openBalSession(portsOf(here), DOOR, ask(ANNE))).toMatchObject({ ok: true });
    const sending = await openBalSession(portsOf(here), DOOR, { ...ask(ANNE), needs: 'send' });
    expect(sending).toEqual(refused('sendRightMissing'));
    expect(here.traces).toMatchObject([
      { kind: 'session.opened' },
      { kind: 'session.refused', outcome: 'sendRightMissing' },
    ]);
  });

  it('never opens an applicative BAL with an access token', async () => {
    const opened = await openBalSession(portsOf(world({ kind: 'applicative' })), DOOR, ask(ANNE));
    expect(opened).toEqual(refused('authenticationFailed'));
  });

  it('tells when a delegation will end, and closes the session that asks again after it', async () => {
    const endsAt = new Date('2026-11-20T18:00:00Z');
    const ports = portsOf(world({}, { role: 'delegate', endsAt }));
    const opened = await openBalSession(ports, DOOR, ask(ANNE));
    if (!opened.ok) throw new Error('not opened');
    expect(opened.value.rightsUntil).toEqual(endsAt);
    expect(await recheckBalSession(ports, endsAt, opened.value)).toEqual(refused('forbidden'));
  });
});

describe('EX_DCU_5030: opening a BAL before the operator’s terms are accepted', () => {
  const terms = (from: Date, isAccepted = false) => [{ versionId: 'v-1', inForceAt: from, isAccepted }];

  it('is refused by name to whoever holds it and proved who they are, and traced', async () => {
    const here = world({}, { cgu: terms(NOON) });
    expect(await openBalSession(portsOf(here), DOOR, ask(ANNE))).toEqual(refused('cguNotAccepted'));
    expect(here.traces).toMatchObject([{ kind: 'session.refused', outcome: 'cguNotAccepted' }]);
    expect(await openBalSession(portsOf(here), DOOR, ask(PAUL))).toEqual(refused('authenticationFailed'));
  });

  it('goes on as before once they are, and where none is in force', async () => {
    for (const cgu of [terms(NOON, true), []])
      expect((await openBalSession(portsOf(world({}, { cgu })), DOOR, ask(ANNE))).ok).toBe(true);
  });

  it('asks a session that is open again at the date of a new version', async () => {
    const later = new Date('2026-11-20T13:00:00Z');
    const ports = portsOf(world({}, { cgu: terms(later) }));
    const opened = await openBalSession(ports, DOOR, ask(ANNE));
    expect(opened).toMatchObject({ ok: true, value: { rightsUntil: later } });
    if (!opened.ok) throw new Error('not opened');
    expect(await recheckBalSession(ports, later, opened.value)).toEqual(refused('cguNotAccepted'));
  });

  it('asks nothing of the software of a structure, which its contract binds', async () => {
    const here = portsOf(world({ kind: 'applicative' }, { cgu: terms(NOON) }));
    const identity = done({ idNat: CLINIC, dn: 'CN=automate,C=FR' });
    const request = { address: ADDRESS, identity, proof: 'authcli', facts: {} } as const;
    expect((await openBalSession(here, DOOR, request)).ok).toBe(true);
  });
});

describe('EX_LPS_1200: opening an applicative BAL with the certificate of a structure', () => {
  const present = (idNat: StructureIdNat) =>
    ({
      address: ADDRESS,
      identity: done({ idNat, dn: `CN=automate,OU=${idNat},C=FR` }),
      proof: 'authcli',
      needs: 'send',
      facts: { authentication: 'PLAIN' },
    }) as const;

  it('opens it for the structure it is attached to, reading and sending', async () => {
    const here = world({ kind: 'applicative' });
    expect(await openBalSession(portsOf(here), DOOR, present(CLINIC))).toMatchObject({
      value: {
        rights: { role: 'structure', mayRead: true, maySend: true },
        context: { actor: { kind: 'structure', idNat: CLINIC, dn: 'CN=automate,OU=1010000024,C=FR' } },
      },
    });
    expect(here.traces).toMatchObject([{ kind: 'session.opened', balId: 'bal-1' }]);
  });

  it('gives every other structure, and every BAL of a person, the answer of a bad proof', async () => {
    const applicative = portsOf(world({ kind: 'applicative' }));
    expect(await openBalSession(applicative, DOOR, present(OTHER_CLINIC))).toEqual(
      refused('authenticationFailed'),
    );
    for (const kind of ['personal', 'organisational'] as const) {
      const opened = await openBalSession(portsOf(world({ kind })), DOOR, present(CLINIC));
      expect(opened).toEqual(refused('authenticationFailed'));
    }
  });

  it('passes on what the judge of certificates refused, and traces it', async () => {
    const here = world({ kind: 'applicative' });
    const revoked = refused('certificateRefused', { reason: 'il est révoqué' });
    const request = { ...present(CLINIC), identity: revoked };
    expect(await openBalSession(portsOf(here), DOOR, request)).toEqual(revoked);
    expect(here.traces).toMatchObject([{ kind: 'session.refused', outcome: 'certificateRefused' }]);
  });

  it('closes the session once the structure is no longer attached, or the BAL is suspended', async () => {
    const here = world({ kind: 'applicative' });
    const opened = await openBalSession(portsOf(here), DOOR, present(CLINIC));
    if (!opened.ok) throw new Error('not opened');
    expect((await recheckBalSession(portsOf(here), NOON, opened.value)).ok).toBe(true);
    const suspended = portsOf({ ...here, bal: { ...here.bal, state: 'suspended' } });
    expect(await recheckBalSession(suspended, NOON, opened.value)).toEqual(refused('balSuspended'));
    here.attached.length = 0;
    expect(await recheckBalSession(portsOf(here), NOON, opened.value)).toEqual(
      refused('authenticationFailed'),
    );
  });
});
