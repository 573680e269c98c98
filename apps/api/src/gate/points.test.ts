import { TestTenant } from '@cachet/testkit';
import { getOperationAST, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { openSocket } from '../testing/socket.fixture.js';
import { actualCost } from './actual-cost.js';
import { measure } from './measure.js';

let world: ApiWorld;
let tenant: TestTenant;

beforeAll(async () => {
  world = await ApiWorld.start({ points: { most: 300, perSecond: 100 } });
  tenant = await TestTenant.create(world.database);
});
afterAll(() => world.stop());

const deliveries = (first: number) =>
  `{ structure(id: "${tenant.id}") { ... on Structure { deliveries(first: ${first}) { edges { node { steps: state recipient } } } } } }`;
const page = () => deliveries(100).replace('steps: ', '');
const key = async () => (await tenant.apiKey(['delivery:read'])).key;

describe('the points of a caller', () => {
  it('are told with each answer: what was measured, what it cost, what is left', async () => {
    const { extensions, headers } = await world.ask(page(), await key());
    expect(extensions.cost).toEqual({
      requested: 202,
      actual: 2,
      limit: 5000,
      throttleStatus: { maximumAvailable: 300, currentlyAvailable: 298, restoreRate: 100 },
    });
    const told = ['limit', 'remaining', 'reset'].map((name) => headers.get(`ratelimit-${name}`));
    expect(told).toEqual(['300', '298', '1']);
  });

  it('run out for that application alone, with 429 and the moment to come back, and come back with time', async () => {
    const [busy, other] = [await key(), await key()];
    const costly = `{ me { ${Array.from({ length: 20 }, (_, i) => `a${i}: structures { structure { counts { activeBals } } }`).join(' ')} } }`;
    while ((await world.ask(costly, busy)).status === 200);
    const refused = await world.ask(costly, busy);
    expect(refused).toMatchObject({ status: 429, data: null });
    const { code, retryable, retryAfter: seconds } = refused.errors?.[0].extensions ?? {};
    expect([code, retryable, refused.headers.get('retry-after')]).toEqual(['THROTTLED', true, `${seconds}`]);
    expect(refused.errors?.[0].extensions).not.toHaveProperty('http');
    expect((await world.ask('{ me { name } }', other)).status).toBe(200);
    const socket = openSocket(world.url, { authorization: `Bearer ${busy}` });
    const subscription = `subscription { deliveryEvents(structureId: "${tenant.id}") { at } }`;
    const dozen = `{ ${Array.from({ length: 12 }, (_, i) => `a${i}: me { name }`).join(' ')} }`;
    while ((await world.ask(dozen, busy)).status === 200);
    while ((await world.ask('{ me { name } }', busy)).status === 200);
    expect((await socket.refusalOf(subscription))[0]?.extensions?.code).toBe('THROTTLED');
    const { retryAfter } = (await world.ask(costly, busy)).errors?.[0].extensions ?? {};
    const start = world.now;
    world.now = new Date(start.getTime() + retryAfter * 1_000);
    expect((await world.ask(costly, busy)).status).toBe(200);
    world.now = start;
  });
});

describe('what an operation cost in the end', () => {
  const costs = (query: string, data: Record<string, unknown>) => {
    const document = parse(query);
    const operation = getOperationAST(document)!;
    return [measure(document, operation, {}).cost, actualCost(document, operation, data)];
  };

  it('counts what a page holds, and no list without pages twice', () => {
    const list = `{ bals(first: 10) { edges { node { id body { text } } } } }`;
    const node = { id: 'x', body: { text: '' } };
    expect(costs(list, { bals: { edges: [] } })).toEqual([121, 1]);
    expect(costs(list, { bals: { edges: [{ node }, { node }] } })).toEqual([121, 25]);
    const full = { bals: { edges: Array.from({ length: 10 }, () => ({ node })) } };
    expect(costs(list, full)).toEqual([121, 121]);
    const plain = '{ me { bals { bal { id } } } }';
    expect(costs(plain, { me: { bals: [{ bal: {} }, { bal: {} }] } })).toEqual([3, 3]);
  });

  it('counts nothing below what is not there, through fragments and aliases', () => {
    const query =
      '{ a: me { ...F ... on Me { bals { bal { id } } } } } fragment F on Me { structures { roles } }';
    expect(costs(query, { a: null })).toEqual([4, 1]);
    expect(costs(query, { a: { structures: [] } })).toEqual([4, 2]);
    expect(costs(query, {})).toEqual([4, 0]);
  });
});
