import { once } from 'node:events';
import { request } from 'node:http';
import { PgRoles } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ApiWorld } from './api-world.fixture.js';

let world: ApiWorld;
let hospital: TestTenant;
let neighbour: TestTenant;
let token: string;
let key: string;

beforeAll(async () => {
  world = await ApiWorld.start({ introspection: false });
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  neighbour = await TestTenant.create(world.database);
  const manager = await hospital.person();
  await hospital.role(manager, 'manager');
  token = await world.signIn(manager);
  ({ key } = await hospital.apiKey(['delivery:read']));
});
afterAll(() => world.stop());

const isAlive = async () => expect((await world.ask('{ me { name } }', token)).status).toBe(200);

describe('I08: a request made to exhaust', () => {
  it('is refused for fragments that hold each other', async () => {
    const cycle = '{ me { ...A } } fragment A on Me { ...B } fragment B on Me { name ...A }';
    const { status, errors } = await world.ask(cycle, token);
    expect([status, errors?.[0].extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    await isAlive();
  });

  it('is answered whatever the depth of its variables, with an idempotency key or without', async () => {
    const deep = (open: string, close: string, depth = 100_000) =>
      `${open.repeat(depth)}1${close.repeat(depth)}`;
    const query = 'query ($id: ID!) { structure(id: $id) { __typename } }';
    const mutation =
      'mutation ($id: ID!) { balActivate(structureId: $id, balId: $id, version: 1) { __typename } }';
    for (const nested of [deep('[', ']'), deep('{"a":', '}')]) {
      for (const asked of [query, mutation]) {
        const body = `{"query":${JSON.stringify(asked)},"variables":{"id":${nested}}}`;
        const { status, errors } = await world.post(body, token, { 'idempotency-key': `k${nested.length}` });
        expect(status).toBe(400);
        expect(errors?.[0].extensions.code).not.toBe('INTERNAL');
      }
    }
    await isAlive();
  });

  it('is read no further than a megabyte when it does not say how long it is', async () => {
    const sent = request(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    });
    sent.on('error', () => undefined);
    const answered = once(sent, 'response');
    sent.write('{"query":"');
    for (let megabytes = 0; megabytes < 3; megabytes += 1) sent.write('x'.repeat(1_000_000));
    sent.end('"}');
    const [response] = await answered;
    expect(response.statusCode).toBe(413);
    response.destroy();
    await isAlive();
  });
});

describe('I03: an input that holds more than it may', () => {
  it('is refused, and nothing of it is kept', async () => {
    const person = await hospital.person();
    const before = await world.database.withTenant(hospital.context(), (sql) =>
      new PgRoles(sql).rolesOf(person.idNat),
    );
    const change = (more: string) =>
      world.post(
        `{"query":"mutation ($id: ID!, $person: ID!, $change: PersonUpdateInput!) { personUpdate(structureId: $id, personId: $person, version: 1, change: $change) { __typename } }",
          "variables":{"id":"${hospital.id}","person":"${person.id}","change":{"familyName":"AUTRE","givenName":"Anne",${more}}}}`,
        token,
      );
    for (const more of [
      `"tenantId":"${neighbour.id}"`,
      '"role":"manager"',
      '"roles":["MANAGER"]',
      '"leftAt":null',
      '"constructor":{"prototype":{"role":"manager"}}',
    ]) {
      const { status, data } = await change(more);
      expect({ more, status, data }).toEqual({ more, status: 400, data: null });
    }
    await change('"__proto__":{"roles":["MANAGER"]}');
    expect(({} as { roles?: unknown }).roles).toBeUndefined();
    const after = await world.database.withTenant(hospital.context(), (sql) =>
      new PgRoles(sql).rolesOf(person.idNat),
    );
    expect(after).toEqual(before);
  });
});

describe('I04: a socket made to exhaust', () => {
  async function open(): Promise<WebSocket> {
    const socket = new WebSocket(`${world.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    socket.on('error', () => undefined);
    await once(socket, 'open');
    const acknowledged = once(socket, 'message');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } }));
    await acknowledged;
    return socket;
  }

  it('is cut when it asks and asks and never reads what it is answered', async () => {
    const socket = await open();
    socket.pause();
    const ping = JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(60_000) } });
    for (let sent = 0; sent < 1_000 && socket.readyState === WebSocket.OPEN; sent += 1)
      await new Promise<void>((next) => socket.send(ping, () => next()));
    const closed = socket.readyState === WebSocket.CLOSED ? [1006] : once(socket, 'close');
    socket.resume();
    expect((await closed)[0]).toBe(1006);
    await isAlive();
  });

  it('is closed for a message too long, two greetings, or the same subscription twice', async () => {
    const subscribe = JSON.stringify({
      ...{ id: '1', type: 'subscribe' },
      payload: { query: `subscription { deliveryEvents(structureId: "${hospital.id}") { structureId } }` },
    });
    const cases = [
      { said: ['x'.repeat(70_000)], code: 1009 },
      { said: [JSON.stringify({ type: 'connection_init' })], code: 4429 },
      { said: [subscribe, subscribe], code: 4409 },
      { said: ['{'], code: 4400 },
      { said: [Buffer.from([0, 255, 0])], code: 4400 },
    ];
    for (const { said, code } of cases) {
      const socket = await open();
      const closed = once(socket, 'close');
      for (const message of said) socket.send(message);
      expect((await closed)[0]).toBe(code);
    }
    await isAlive();
  });

  it('is asked who it is for, and refused queries made to exhaust as by HTTP', async () => {
    const socket = await open();
    const said: { type: string; id?: string; payload?: { extensions?: { code?: string } }[] }[] = [];
    socket.on('message', (data) => said.push(JSON.parse(String(data))));
    const bombs = [
      'subscription { deliveryEvents(structureId: "x") { ...A } } fragment A on DeliveryEvent { ...A }',
      `subscription { deliveryEvents(structureId: "x") { ${'structureId '.repeat(1_000)} } }`,
      `subscription { deliveryEvents(structureId: "x") { ${Array.from({ length: 31 }, (_, n) => `a${n}: structureId`).join(' ')} } }`,
      'subscription { deliveryEvents(structureId: "x") { structureId } complianceEvents(structureId: "x") { id } }',
    ];
    for (const [index, query] of bombs.entries())
      socket.send(JSON.stringify({ id: String(index), type: 'subscribe', payload: { query } }));
    await expect.poll(() => said.filter(({ type }) => type === 'error')).toHaveLength(bombs.length);
    expect(said.filter(({ type }) => type === 'next')).toEqual([]);
    socket.terminate();
    await isAlive();
  });
});
