import { PgApiRequests } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { readIdempotencyKey } from './idempotency-key.js';

let world: ApiWorld;
let hospital: TestTenant;
let manager: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  const person = await hospital.person();
  await hospital.role(person, 'manager');
  manager = await world.signIn(person);
});
afterAll(() => world.stop());

const CREATE = `mutation ($id: ID!, $input: ApiKeyCreateInput!) { apiKeyCreate(structureId: $id, input: $input) {
  __typename ... on ApiKeyCreated { secret apiKey { id } } ... on Refus { code } } }`;

function create(key: string, { name = 'Logiciel', token = manager, tenant = hospital } = {}) {
  const input = { name, scopes: ['key:write'], expiresAt: '2026-12-20T12:00:00.000Z' };
  const body = JSON.stringify({ query: CREATE, variables: { id: tenant.id, input } });
  return world.post(body, token, { 'idempotency-key': key });
}

function keysNamed(name: string): Promise<unknown[]> {
  return world.database.withTenant(hospital.context(), (sql) =>
    sql.query('select id from api_key where name = $1', [name]),
  );
}

describe('a mutation with an idempotency key', () => {
  it('is done once though it is sent ten times at one moment, and answered the same from then on', async () => {
    const together = await Promise.all(Array.from({ length: 10 }, () => create('un', { name: 'Dix' })));
    expect(await keysNamed('Dix')).toHaveLength(1);
    for (const { status, headers, errors } of together.filter(({ data }) => data === null)) {
      expect({ status, retry: headers.get('retry-after'), error: errors?.[0].extensions }).toMatchObject({
        status: 409,
        retry: '1',
        error: { code: 'requestUnderway', retryable: true },
      });
    }
    const [first] = together.filter(({ data }) => data !== null);
    const again = await create('"un"', { name: 'Dix' });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.data).toEqual(first?.data);
    expect(again.status).toBe(200);
  });

  it('is the same whatever the order of its fields, and refused by name when it asks for something else', async () => {
    const { data, headers } = await create('deux');
    expect(headers.get('idempotency-replayed')).toBeNull();
    const input = { expiresAt: '2026-12-20T12:00:00.000Z', scopes: ['key:write'], name: 'Logiciel' };
    const body = JSON.stringify({ variables: { input, id: hospital.id }, query: CREATE });
    expect((await world.post(body, manager, { 'idempotency-key': 'deux' })).data).toEqual(data);
    const other = await create('deux', { name: 'Autre' });
    expect([other.status, other.errors?.[0].extensions.code]).toEqual([422, 'idempotencyKeyReused']);
    expect(await keysNamed('Autre')).toEqual([]);
  });

  it('keeps nothing that could be read in the database', async () => {
    const { data } = await create('trois');
    const kept = await world.database.withTenant(hospital.context(), (sql) =>
      sql.query("select r::text, encode(sealed_answer, 'escape') as answer from api_request r"),
    );
    expect(JSON.stringify(kept)).not.toContain(data.apiKeyCreate.secret);
    expect(JSON.stringify(kept)).not.toMatch(/trois|Logiciel|apiKeyCreate/);
  });

  it('is another for another caller, and behind the wall of another structure', async () => {
    const neighbour = await TestTenant.create(world.database);
    const { key } = await neighbour.apiKey(['key:write']);
    const mine = await create('quatre');
    const theirs = await create('quatre', { token: key, tenant: neighbour });
    expect(theirs.headers.get('idempotency-replayed')).toBeNull();
    expect(theirs.data.apiKeyCreate.apiKey.id).not.toBe(mine.data.apiKeyCreate.apiKey.id);
    const foreign = await create('quatre', { token: key });
    expect(foreign.errors?.[0].extensions.code).toBe('idempotencyKeyReused');
  });

  it('is forgotten after a day, by itself and by the job', async () => {
    const before = await create('cinq', { name: 'Cinq' });
    const start = world.now;
    const count = () =>
      world.database.withTenant(hospital.context(), async (sql) => {
        await new PgApiRequests(sql).forgetExpired(world.now);
        return (await sql.query('select from api_request')).length;
      });
    world.now = new Date(start.getTime() + 24 * 3_600_000 - 1);
    expect(await count()).toBeGreaterThan(0);
    world.now = new Date(start.getTime() + 24 * 3_600_000);
    const person = await hospital.person();
    await hospital.role(person, 'manager');
    const after = await create('cinq', { name: 'Cinq', token: before.data.apiKeyCreate.secret });
    expect(after.data.apiKeyCreate.apiKey.id).not.toBe(before.data.apiKeyCreate.apiKey.id);
    expect(await count()).toBe(1);
    world.now = start;
  });

  it('is free again when nothing was executed', async () => {
    const body = (id: unknown) => JSON.stringify({ query: CREATE, variables: { id } });
    const headers = { 'idempotency-key': 'six' };
    expect((await world.post(body(hospital.id), manager, headers)).status).toBe(400);
    expect((await create('six')).data.apiKeyCreate.__typename).toBe('ApiKeyCreated');
  });

  it('tells that nobody knows its end, when its process died or a fault came', async () => {
    await create('sept');
    const die = (state: string, begunAt: Date) =>
      world.database.withTenant(hospital.context(), (sql) =>
        sql.query('update api_request set state = $1, begun_at = $2', [state, begunAt]),
      );
    await die('underway', world.now);
    expect((await create('sept')).errors?.[0].extensions.code).toBe('requestUnderway');
    await die('underway', new Date(world.now.getTime() - 600_001));
    expect((await create('sept')).errors?.[0].extensions.code).toBe('requestOutcomeUnknown');
    await die('unknown', world.now);
    const { errors, status } = await create('sept');
    expect([status, errors?.[0].extensions]).toMatchObject([
      400,
      { code: 'requestOutcomeUnknown', retryable: false },
    ]);
  });

  it('has a key of 1 to 255 visible characters; a query needs none', async () => {
    expect(['a', '"a b"', 'é', '', ' ', 'a b', 'x'.repeat(256), '"', '""'].map(readIdempotencyKey)).toEqual([
      'a',
      'a b',
      ...Array.from({ length: 7 }, () => null),
    ]);
    const wrong = await create('a b');
    expect([wrong.status, wrong.errors?.[0].message]).toEqual([
      400,
      expect.stringContaining('Idempotency-Key'),
    ]);
    const query = JSON.stringify({ query: '{ me { name } }' });
    const { headers, status } = await world.post(query, manager, { 'idempotency-key': 'huit' });
    expect([status, headers.get('idempotency-replayed')]).toEqual([200, null]);
  });
});
