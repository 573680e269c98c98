import { done, type ListeBlancheVersion, refused } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { PgListeBlancheVersions, PgPendingListeBlanche } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';

let world: ApiWorld;
let operator: TestTenant;
let admin: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  operator = await TestTenant.create(world.database, { kind: 'operator' });
  const person = await operator.person();
  await operator.role(person, 'operatorAdmin');
  admin = await world.signIn(person);
});
afterAll(() => world.stop());

const REFRESH =
  'mutation { listeBlancheRefresh { __typename ... on ListeBlancheState { available domainCount } ... on Refus { code message retryable } } }';

describe('EX_2.2_5010: the liste blanche', () => {
  it('is not available before the first, then is the last one kept', async () => {
    const state = '{ listeBlanche { available generatedAt signerDn domainCount rowCount } }';
    expect((await world.ask(state, admin)).data.listeBlanche).toEqual({
      ...{ available: false, generatedAt: null, signerDn: null, domainCount: 0, rowCount: 0 },
    });
    const generatedAt = new Date('2026-11-20T03:00:00.000Z');
    const version = {
      id: newId(),
      generatedAt,
      fetchedAt: world.now,
      sha256: '00',
      signerDn: 'CN=ANS',
      signerExpiresAt: null,
      domainCount: 3,
      rowCount: 5,
    };
    await world.database.shared((sql) =>
      new PgListeBlancheVersions(sql).keep(version, Buffer.from('<x/>'), []),
    );
    expect((await world.ask(state, admin)).data.listeBlanche).toEqual({
      ...{
        available: true,
        generatedAt: generatedAt.toISOString(),
        signerDn: 'CN=ANS',
        domainCount: 3,
        rowCount: 5,
      },
    });
  });

  it('is fetched at once for the operator’s administrator and for a key with that scope', async () => {
    const { key } = await operator.apiKey(['listeBlanche:refresh']);
    for (const token of [admin, key]) {
      const before = world.refreshes;
      expect((await world.ask(REFRESH, token)).data.listeBlancheRefresh.__typename).toBe('ListeBlancheState');
      expect(world.refreshes).toBe(before + 1);
    }
  });

  it('says why it was refused, the last one staying in force', async () => {
    world.refreshed = refused('listeBlancheRefused', { reason: 'signature' });
    const { data } = await world.ask(REFRESH, admin);
    world.refreshed = done({});
    expect(data.listeBlancheRefresh).toMatchObject({ code: 'listeBlancheRefused', retryable: false });
  });

  it('is not fetched for a manager of a structure, even one who calls herself administrator there, nor for another key', async () => {
    const practice = await TestTenant.create(world.database);
    const manager = await practice.person();
    await practice.role(manager, 'manager');
    await practice.role(manager, 'operatorAdmin').catch(() => undefined);
    const before = world.refreshes;
    expect((await world.ask(REFRESH, await world.signIn(manager))).data.listeBlancheRefresh.code).toBe(
      'forbidden',
    );
    const { key } = await practice.apiKey(['delivery:read']);
    expect((await world.ask(REFRESH, key)).data.listeBlancheRefresh.code).toBe('scopeMissing');
    expect(world.refreshes).toBe(before);
  });
});

describe('what the operator’s people are shown of the liste blanche', () => {
  const CHANGES = `query ($first: Int!, $after: String, $domain: String) {
    listeBlancheChanges(first: $first, after: $after, domain: $domain) {
    edges { node { at kind domain former present } } pageInfo { hasNextPage endCursor } } }`;
  const PENDING = '{ listeBlanchePending { sha256 domainCount rowCount } }';
  const APPROVE = `mutation ($sha256: String!) { listeBlancheApprove(sha256: $sha256) {
    __typename ... on ListeBlancheState { domainCount } ... on Refus { code } } }`;
  const version = (change: Partial<ListeBlancheVersion> = {}): ListeBlancheVersion => ({
    id: newId(),
    generatedAt: world.now,
    fetchedAt: world.now,
    sha256: 'f00d',
    signerDn: 'CN=ANS',
    signerExpiresAt: null,
    domainCount: 2,
    rowCount: 2,
    ...change,
  });

  it('is each change of a version, page by page', async () => {
    const changes = [
      { kind: 'domainAdded', domain: 'arrive.fr', former: [], present: ['CN=a,C=FR'] },
      { kind: 'dnChanged', domain: 'change.fr', former: ['CN=a,C=FR'], present: ['CN=b,C=FR'] },
      { kind: 'domainRemoved', domain: 'part.fr', former: ['CN=c,C=FR'], present: [] },
    ] as const;
    await world.database.shared((sql) =>
      new PgListeBlancheVersions(sql).keep(version(), Buffer.from('<y/>'), changes),
    );
    const first = (await world.ask(CHANGES, admin, { first: 2 })).data.listeBlancheChanges;
    expect(first.edges.map(({ node }: { node: { kind: string } }) => node.kind)).toEqual([
      'DOMAIN_ADDED',
      'DN_CHANGED',
    ]);
    expect(first.edges[1].node).toEqual({
      at: world.now.toISOString(),
      kind: 'DN_CHANGED',
      domain: 'change.fr',
      former: ['CN=a,C=FR'],
      present: ['CN=b,C=FR'],
    });
    const after = first.pageInfo.endCursor;
    const second = (await world.ask(CHANGES, admin, { first: 2, after })).data.listeBlancheChanges;
    expect(second).toMatchObject({
      edges: [{ node: { domain: 'part.fr' } }],
      pageInfo: { hasNextPage: false },
    });
  });

  it('is the changes of the domains that hold a text, page by page, and of none for nonsense', async () => {
    const changes = ['a.chu-nord.fr', 'b.chu-nord.fr', 'sud.fr', 'cent%_.fr'].map(
      (domain) => ({ kind: 'domainAdded', domain, former: [], present: ['CN=a,C=FR'] }) as const,
    );
    await world.database.shared((sql) =>
      new PgListeBlancheVersions(sql).keep(version(), Buffer.from('<w/>'), changes),
    );
    const domains = async (variables: Record<string, unknown>) => {
      const { listeBlancheChanges: found } = (await world.ask(CHANGES, admin, variables)).data;
      return {
        shown: found.edges.map(({ node }: { node: { domain: string } }) => node.domain),
        next: found.pageInfo.hasNextPage ? found.pageInfo.endCursor : null,
      };
    };
    const first = await domains({ first: 1, domain: 'CHU-Nord' });
    expect(first.shown).toEqual(['a.chu-nord.fr']);
    const second = await domains({ first: 1, domain: 'CHU-Nord', after: first.next });
    expect(second).toEqual({ shown: ['b.chu-nord.fr'], next: null });
    expect((await domains({ first: 9, domain: '%_' })).shown).toEqual(['cent%_.fr']);
    expect((await domains({ first: 9, domain: "' or true --" })).shown).toEqual([]);
    for (const [domain, code] of [
      ['x'.repeat(254), 'inputInvalid'] as const,
      ['a\0b', 'BAD_USER_INPUT'] as const,
    ]) {
      const { errors } = await world.ask(CHANGES, admin, { first: 9, domain });
      expect(errors?.[0].extensions).toMatchObject({ code });
    }
  });

  it('is the list that waits, and a person in charge there says yes to it', async () => {
    await world.database.shared((sql) =>
      new PgPendingListeBlanche(sql).put(version({ domainCount: 1 }), Buffer.from('<z/>')),
    );
    const { key } = await operator.apiKey(['compliance:read']);
    for (const token of [admin, key]) {
      expect((await world.ask(PENDING, token)).data.listeBlanchePending).toEqual({
        sha256: 'f00d',
        domainCount: 1,
        rowCount: 2,
      });
    }
    const { data } = await world.ask(APPROVE, admin, { sha256: 'f00d' });
    expect(data.listeBlancheApprove.__typename).toBe('ListeBlancheState');
    expect(world.approvals).toMatchObject([{ actor: { kind: 'person' }, sha256: 'f00d' }]);
  });

  it('says that no new valid list has come for 36 hours', async () => {
    const { key } = await operator.apiKey(['compliance:read']);
    const before = world.now;
    const staleAfter = async (hours: number) => {
      world.now = new Date(before.getTime() + hours * 3_600_000);
      return (await world.ask('{ listeBlanche { stale } }', key)).data.listeBlanche.stale;
    };
    expect([await staleAfter(36), await staleAfter(37)]).toEqual([false, true]);
    world.now = before;
  });

  it('is nothing for anybody else, and the yes is never a program’s', async () => {
    const practice = await TestTenant.create(world.database);
    const manager = await practice.person();
    await practice.role(manager, 'manager');
    const auditor = await operator.person();
    await operator.role(auditor, 'auditor');
    const strangers = [
      await world.signIn(manager),
      (await practice.apiKey(['compliance:read', 'listeBlanche:refresh'])).key,
    ];
    for (const token of strangers) {
      for (const [query, variables] of [
        [CHANGES, { first: 1 }],
        [PENDING, {}],
      ] as const) {
        expect((await world.ask(query, token, variables)).errors?.[0].extensions.code).toBe('forbidden');
      }
    }
    const { key } = await operator.apiKey(['compliance:read', 'listeBlanche:refresh']);
    const before = world.approvals.length;
    for (const token of [...strangers, key, await world.signIn(auditor)]) {
      const { data } = await world.ask(APPROVE, token, { sha256: 'f00d' });
      expect(data.listeBlancheApprove).toEqual({ __typename: 'Refus', code: 'forbidden' });
    }
    expect(world.approvals).toHaveLength(before);
  });
});
