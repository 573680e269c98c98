import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';

let world: ApiWorld;

beforeAll(async () => {
  world = await ApiWorld.start();
});
afterAll(() => world.stop());

describe('EX_PBA_5040: the liste rouge of the Annuaire', () => {
  it('is chosen by the holders of a BAL at any time, unasked by default, and by nobody for them', async () => {
    const tenant = await TestTenant.create(world.database);
    const [anne, nadia, boss] = [await tenant.person(), await tenant.person(), await tenant.person()];
    const bal = await tenant.bal({ responsible: anne });
    await tenant.access(bal.id, nadia, { role: 'delegate' });
    await tenant.role(boss, 'manager');
    const { key } = await tenant.apiKey(['bal:write', 'access:write']);
    const choose = async (token: string, wanted: boolean, balId = bal.id) => {
      const mutation = `mutation ($id: ID!, $bal: ID!, $wanted: Boolean!) {
        done: listeRougeChoose(structureId: $id, balId: $bal, wanted: $wanted) {
          ... on BalHolding { listeRouge } ... on Refus { code } } }`;
      return (await world.ask(mutation, token, { id: tenant.id, bal: balId, wanted })).data.done;
    };
    const annes = await world.signIn(anne);
    const shown = async () =>
      (await world.ask('{ me { bals { listeRouge } } }', annes)).data.me.bals[0].listeRouge;
    expect(await shown()).toBe(false);
    expect(await choose(annes, true)).toEqual({ listeRouge: true });
    expect(await shown()).toBe(true);
    expect(await choose(await world.signIn(nadia), false)).toEqual({ code: 'forbidden' });
    expect(await choose(await world.signIn(boss), false)).toEqual({ code: 'forbidden' });
    expect(await choose(key, false)).toEqual({ code: 'forbidden' });
    const other = await TestTenant.create(world.database);
    const neighbour = await other.person();
    const theirs = await other.bal({ responsible: neighbour });
    expect(await choose(await world.signIn(neighbour), false)).toEqual({ code: 'notFound' });
    expect(await choose(annes, true, theirs.id)).toEqual({ code: 'notFound' });
    expect(await choose(annes, false)).toEqual({ listeRouge: false });
    await world.database.withTenant(tenant.context(), (sql) =>
      sql.query(
        `insert into bal_directory (tenant_id, bal_id, inactive_since, version) values ($1, $2, $3, 0)`,
        [tenant.id, bal.id, world.now],
      ),
    );
    const held = async (token: string) =>
      (await world.ask('{ me { bals { structureId listeRouge listeRougeCauses } } }', token)).data.me.bals;
    const inactive = { structureId: tenant.id, listeRouge: false, listeRougeCauses: ['INACTIVITY'] };
    expect(await held(annes)).toEqual([inactive]);
    expect(await held(await world.signIn(nadia))).toEqual([inactive]);
    expect(await held(await world.signIn(neighbour))).toEqual([
      { structureId: other.id, listeRouge: false, listeRougeCauses: [] },
    ]);
    const kinds = (await world.traces(tenant)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'bal.listeRougeChosen')).toHaveLength(2);
  });
});
