import { done, refused } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { PgListeBlancheVersions } from '@cachet/schema';
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
      domainCount: 3,
      rowCount: 5,
    };
    await world.database.shared((sql) => new PgListeBlancheVersions(sql).keep(version, Buffer.from('<x/>')));
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
