import { type Bal, type DeliveryDirection, type DeliveryState } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { PgCompliance, PgDeliveries } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';

let world: ApiWorld;
let hospital: TestTenant;
let token: string;
let bal: Bal;

beforeAll(async () => {
  world = await ApiWorld.start();
  hospital = await TestTenant.create(world.database, {
    kind: 'structure',
    name: 'Centre hospitalier fictif',
  });
  await hospital.addDomain(`annexe.${hospital.domain}`);
  const manager = await hospital.person();
  await hospital.role(manager, 'manager');
  token = await world.signIn(manager);
  bal = await hospital.bal();
  await deliver('inbound', 'delivered', 3);
  await deliver('outbound', 'queued', 2);
  await deliver('outbound', 'delivered', 1);
});
afterAll(() => world.stop());

/** That many deliveries, a second apart. */
async function deliver(direction: DeliveryDirection, state: DeliveryState, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    world.now = new Date(world.now.getTime() + 1_000);
    await world.database.withTenant(hospital.context({ at: world.now }), (sql) =>
      new PgDeliveries(sql).add([
        {
          id: newId(),
          direction,
          state,
          balId: bal.id,
          messageId: newId(),
          sender: null,
          recipient: bal.address,
          size: 10,
        },
      ]),
    );
  }
}

async function ask(fields: string, bearer = token, id: string = hospital.id) {
  const { data, errors } = await world.ask(
    `query ($id: ID!) { structure(id: $id) { __typename ... on Structure { ${fields} } ... on Refus { code } } }`,
    bearer,
    { id },
  );
  return { structure: data?.structure, errors };
}

describe('a structure and its manager', () => {
  it('shows what it is, its domains and its counts', async () => {
    const { structure } = await ask(
      'name kind finess domains counts { activeBals suspendedBals pendingDeliveries deliveredLastDay failedLastDay }',
    );
    expect(structure).toEqual({
      __typename: 'Structure',
      name: 'Centre hospitalier fictif',
      kind: 'STRUCTURE',
      finess: '010000024',
      domains: [`annexe.${hospital.domain}`, hospital.domain],
      counts: {
        activeBals: 1,
        suspendedBals: 0,
        pendingDeliveries: 2,
        deliveredLastDay: 4,
        failedLastDay: 0,
      },
    });
  });

  it('pages through its deliveries, newest first, each once, filtered as asked', async () => {
    const seen: { id: string; createdAt: string }[] = [];
    let after = 'null';
    for (;;) {
      const { structure } = await ask(
        `deliveries(first: 4, after: ${after}) { edges { node { id createdAt } } pageInfo { hasNextPage endCursor } }`,
      );
      seen.push(...structure.deliveries.edges.map((edge: { node: never }) => edge.node));
      if (!structure.deliveries.pageInfo.hasNextPage) break;
      after = JSON.stringify(structure.deliveries.pageInfo.endCursor);
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(6);
    expect(seen.map(({ createdAt }) => createdAt)).toEqual(
      [...seen.map(({ createdAt }) => createdAt)].sort().reverse(),
    );
    const { structure } = await ask(
      'deliveries(first: 10, direction: OUTBOUND, state: QUEUED) { edges { node { direction state sender } } }',
    );
    expect(structure.deliveries.edges).toEqual(
      Array.from({ length: 2 }, () => ({ node: { direction: 'OUTBOUND', state: 'QUEUED', sender: null } })),
    );
  });

  it('shows its compliance events, newest first', async () => {
    await world.database.withTenant(hospital.context({ at: world.now }), (sql) =>
      new PgCompliance(sql).raise([
        { kind: 'listeBlanche.published', severity: 'info', facts: { rows: 12, note: null } },
        { kind: 'certificate.expiresSoon', severity: 'warning', facts: { daysLeft: 12 } },
      ]),
    );
    const { structure } = await ask(
      'complianceEvents(first: 1) { edges { node { kind severity facts { name value } } } pageInfo { hasNextPage } }',
    );
    expect(structure.complianceEvents).toEqual({
      edges: [
        {
          node: {
            kind: 'certificate.expiresSoon',
            severity: 'WARNING',
            facts: [{ name: 'daysLeft', value: '12' }],
          },
        },
      ],
      pageInfo: { hasNextPage: true },
    });
  });
});

describe('a structure and a partner’s key', () => {
  it('shows what the key’s scopes say, and names the scope that lacks', async () => {
    const { key } = await hospital.apiKey(['delivery:read']);
    const allowed = await ask('name deliveries(first: 1) { edges { node { state } } }', key);
    expect(allowed.structure.deliveries.edges).toHaveLength(1);
    const refused = await ask('complianceEvents(first: 1) { edges { cursor } }', key);
    expect(refused.errors?.[0]).toMatchObject({
      message: 'La clé d’API n’a pas la portée « compliance:read ».',
      extensions: {
        code: 'scopeMissing',
        messageEn: 'The API key does not have the scope “compliance:read”.',
        retryable: false,
      },
    });
  });

  it('shows a BAL of its tenant to a key that may read them, and no folder of it', async () => {
    const query =
      'query ($id: ID!) { bal(id: $id) { ... on Bal { address folders { id } } ... on Refus { code } } }';
    const { key } = await hospital.apiKey(['bal:read']);
    expect((await world.ask(query, key, { id: bal.id })).data.bal).toEqual({
      address: bal.address,
      folders: [],
    });
    const other = await hospital.apiKey(['delivery:read']);
    expect((await world.ask(query, other.key, { id: bal.id })).data.bal).toEqual({ code: 'scopeMissing' });
  });
});
