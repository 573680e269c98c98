import { describe, expect, it } from 'vitest';
import type { TenantRole } from '../access/index.js';
import { idNatOfRpps, parseTenantId } from '../identifiers/index.js';
import { done, refused } from '../outcome/index.js';
import type { Actor, PersonProof, TenantContext } from '../tenancy/index.js';
import type { TraceEvent } from '../traceability/index.js';
import { acceptCgu, type CguTenantStores } from './accept-cgu.js';
import type { CguVersion } from './cgu-version.js';
import type { CguAcceptance } from './ports.js';
import { type CguPublication, publishCgu } from './publish-cgu.js';
import { inForceAt } from './standing.js';

const NOON = new Date('2026-11-20T12:00:00Z');
const TOMORROW = new Date('2026-11-21T12:00:00Z');
const ANNE = idNatOfRpps('10000000001')!;
const VALMONT = parseTenantId('01900000-0000-7000-8000-000000000001')!;
const TILLEULS = parseTenantId('01900000-0000-7000-8000-000000000002')!;
const TEXT: CguPublication = {
  name: '1.0',
  french: 'Vous êtes responsable de vos échanges.',
  english: 'You are responsible for what you exchange.',
  documentUrl: null,
  documentSha256: null,
  inForceAt: null,
};
const DOCUMENT = {
  ...{ french: null, english: null },
  documentUrl: 'https://operateur.test/cgu-1.pdf',
  documentSha256: 'A'.repeat(64),
};

class World {
  readonly versions: CguVersion[] = [];
  readonly traces: TraceEvent[] = [];
  readonly acceptances: (CguAcceptance & { readonly tenantId: string })[] = [];
  readonly roles: TenantRole[] = ['operatorAdmin'];
  /** Those who know Anne. */
  readonly tenants = new Set<string>([VALMONT, TILLEULS]);

  readonly shelf = {
    byId: async (id: string) => this.versions.find((version) => version.id === id) ?? null,
    inForce: async (at: Date) => inForceAt(this.versions, at),
    add: async (version: CguVersion) => {
      const isTaken = this.versions.some(
        ({ name, inForceAt: from }) =>
          name === version.name || from.getTime() === version.inForceAt.getTime(),
      );
      if (!isTaken) this.versions.push(version);
      return !isTaken;
    },
  };

  publish(change: Partial<CguPublication> = {}, actor: Actor = person()) {
    const desk = {
      versions: this.shelf,
      roles: { rolesOf: async () => this.roles },
      journal: { record: async (events: readonly TraceEvent[]) => void this.traces.push(...events) },
    };
    const newId = () => `v-${this.versions.length + 1}`;
    return publishCgu({ ...contextOf(actor), tenantId: VALMONT }, desk, newId, { ...TEXT, ...change });
  }

  accept(versionId: string, { at = NOON, actor = person() }: { at?: Date; actor?: Actor } = {}) {
    const visit = <U>(context: TenantContext, work: (stores: CguTenantStores) => Promise<U>) =>
      work(this.#storesOf(context.tenantId));
    const ports = { acrossTenants: <T>(work: (enter: typeof visit) => Promise<T>) => work(visit) };
    return acceptCgu(ports, { ...contextOf(actor), at }, [VALMONT, TILLEULS], versionId);
  }

  #storesOf(tenantId: string): CguTenantStores {
    const anne = { id: `anne-${tenantId}`, idNat: ANNE, familyName: 'MARTIN', givenName: 'Anne' };
    return {
      versions: this.shelf,
      people: { byIdNat: async () => (this.tenants.has(tenantId) ? anne : null) },
      acceptances: {
        add: async (acceptance) => {
          const { personId, versionId } = acceptance;
          const isKnown = this.acceptances.some(
            (kept) => kept.personId === personId && kept.versionId === versionId,
          );
          if (!isKnown) this.acceptances.push({ ...acceptance, tenantId });
          return !isKnown;
        },
      },
      journal: { record: async (events) => void this.traces.push(...events) },
    };
  }
}

function person(proof: PersonProof = 'psc'): Actor {
  return { kind: 'person', idNat: ANNE, name: 'Anne Martin', proof };
}

function contextOf(actor: Actor) {
  return { actor, means: 'portal', at: NOON, correlationId: 'c-1', remoteAddress: null } as const;
}

describe('EX_DCU_5010: publishing the operator’s terms of use', () => {
  it('keeps both texts with their fingerprint, in force at once unless a date is given, and traces it', async () => {
    const world = new World();
    const published = await world.publish();
    expect(published).toMatchObject({
      value: { id: 'v-1', content: { kind: 'text' }, inForceAt: NOON, publishedAt: NOON },
    });
    expect(world.versions[0]?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(world.traces).toMatchObject([
      { kind: 'cgu.published', facts: { version: '1.0', fingerprint: world.versions[0]?.fingerprint } },
    ]);
  });

  it('takes a document by its address and its fingerprint', async () => {
    expect(await new World().publish({ ...DOCUMENT, inForceAt: TOMORROW })).toMatchObject({
      value: {
        content: { kind: 'document', url: DOCUMENT.documentUrl, sha256: 'a'.repeat(64) },
        fingerprint: 'a'.repeat(64),
        inForceAt: TOMORROW,
      },
    });
  });

  it.each<[string, Partial<CguPublication>]>([
    ['name', { name: ' ' }],
    ['name', { name: 'x'.repeat(61) }],
    ['textFr', { french: null }],
    ['textEn', { english: '' }],
    ['textEn', { english: 'The service of {{operator}}.' }],
    ['textFr', { ...DOCUMENT, french: 'les deux' }],
    ['documentUrl', { documentSha256: 'a'.repeat(64) }],
    ['documentUrl', { ...DOCUMENT, documentUrl: 'http://operateur.test/cgu.pdf' }],
    ['documentUrl', { ...DOCUMENT, documentUrl: 'javascript:alert(1)' }],
    ['documentSha256', { ...DOCUMENT, documentSha256: 'abc' }],
    ['inForceAt', { inForceAt: new Date('2026-11-19') }],
    ['inForceAt', { inForceAt: new Date(Number.NaN) }],
  ])('refuses what is not well written: %s', async (field, change) => {
    const world = new World();
    expect(await world.publish(change)).toEqual(refused('inputInvalid', { field }));
    expect(world.traces).toEqual([]);
  });

  it('gives no name and no date to two versions', async () => {
    const world = new World();
    await world.publish();
    expect(await world.publish({ inForceAt: TOMORROW })).toEqual(refused('inputInvalid', { field: 'name' }));
    expect(await world.publish({ name: '2.0' })).toEqual(refused('inputInvalid', { field: 'name' }));
  });

  it('is for those who run the installation, known by Pro Santé Connect, and for no program', async () => {
    const world = new World();
    const key: Actor = { kind: 'partner', apiKeyId: 'k-1', name: 'Logiciel' };
    for (const actor of [person('secours'), person('structure'), key])
      expect(await world.publish({}, actor)).toEqual(refused('forbidden'));
    world.roles[0] = 'manager';
    expect(await world.publish()).toEqual(refused('forbidden'));
  });
});

describe('EX_DCU_5030: accepting the terms of use', () => {
  it('is kept in each structure that knows the person, with when and by which door, and traced there', async () => {
    const world = new World();
    await world.publish();
    world.traces.length = 0;
    expect(await world.accept('v-1')).toEqual(done(world.versions[0]));
    expect(world.acceptances).toMatchObject(
      [VALMONT, TILLEULS].map((tenantId) => ({
        ...{ tenantId, versionId: 'v-1', acceptedAt: NOON },
        ...{ means: 'portal', proof: 'psc', correlationId: 'c-1' },
      })),
    );
    expect(world.traces.map(({ kind, facts }) => [kind, facts?.version])).toEqual([
      ['cgu.accepted', '1.0'],
      ['cgu.accepted', '1.0'],
    ]);
  });

  it('changes nothing the second time', async () => {
    const world = new World();
    await world.publish();
    await world.accept('v-1');
    world.traces.length = 0;
    expect((await world.accept('v-1', { at: TOMORROW })).ok).toBe(true);
    expect(world.traces).toEqual([]);
    expect(world.acceptances.every(({ acceptedAt }) => acceptedAt === NOON)).toBe(true);
  });

  it('may be done before the date, and no more once another version replaced it', async () => {
    const world = new World();
    await world.publish();
    await world.publish({ name: '2.0', inForceAt: TOMORROW });
    expect((await world.accept('v-2')).ok).toBe(true);
    expect(await world.accept('v-1', { at: TOMORROW })).toEqual(refused('changedMeanwhile'));
  });

  it('is refused of a version nobody published, to a stranger, and to whoever opens no BAL that way', async () => {
    const world = new World();
    await world.publish();
    expect(await world.accept('v-9')).toEqual(refused('notFound'));
    expect(await world.accept('v-1', { actor: person('structure') })).toEqual(refused('forbidden'));
    const key: Actor = { kind: 'partner', apiKeyId: 'k-1', name: 'Logiciel' };
    expect(await world.accept('v-1', { actor: key })).toEqual(refused('forbidden'));
    world.tenants.clear();
    expect(await world.accept('v-1')).toEqual(refused('notFound'));
    expect(world.acceptances).toEqual([]);
  });
});
