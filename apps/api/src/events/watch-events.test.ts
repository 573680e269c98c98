import type { Person } from '@cachet/mss-core';
import { PgApiKeys, PgCompliance, PgEvents } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { openSocket, type Subscriber, type TestSocket } from '../testing/socket.fixture.js';

/** However busy the machine is. */
const until = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 20_000 });

let world: ApiWorld;
let hospital: TestTenant;
let manager: Person;
let sockets: TestSocket[];

beforeAll(async () => {
  world = await ApiWorld.start();
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  manager = await hospital.person();
  await hospital.role(manager, 'manager');
});
beforeEach(() => {
  sockets = [];
  return async () => {
    await Promise.all(sockets.map((socket) => socket.close()));
    await listening(0);
  };
});
afterAll(() => world.stop());

const EVENT = 'kind type subjectId balId cursor facts { name value }';
const follow = (tenant: TestTenant, more = '') =>
  `subscription { events(structureId: "${tenant.id}"${more}) { ${EVENT} } }`;
const after = (cursor: string) => `, after: "${cursor}"`;

async function ticketFor(person: Person): Promise<string> {
  const { data } = await world.ask('{ subscriptionTicket }', await world.signIn(person));
  return data.subscriptionTicket;
}

function connect(secret: string): TestSocket {
  const socket = openSocket(world.url, { authorization: `Bearer ${secret}` });
  sockets.push(socket);
  return socket;
}

async function listening(count: number): Promise<void> {
  await until(async () => {
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    expect(metrics).toMatch(new RegExp(`^cachet_api_subscriptions\\{.*\\} ${count}$`, 'm'));
  });
}

interface Shown {
  readonly type: string;
  readonly kind: string;
  readonly cursor: string;
  readonly subjectId: string;
}
const shown = ({ events }: Subscriber) =>
  events.map((event) => (event as unknown as { events: Shown }).events);
const typesOf = (seen: Subscriber) => shown(seen).map(({ type }) => type);

function raise(tenant: TestTenant, count = 1): Promise<void> {
  const alarm = { kind: 'malware.found', severity: 'warning', facts: { signature: 'Eicar' } } as const;
  return world.database.withTenant(tenant.context(), (sql) =>
    new PgCompliance(sql).raise(Array.from({ length: count }, () => alarm)),
  );
}

async function page(bearer: string, args: string, id: string = hospital.id) {
  return world.ask(
    `query ($id: ID!) { structure(id: $id) { ... on Structure { lastEventCursor events(${args}) {
       edges { cursor node { ${EVENT} } } pageInfo { hasNextPage endCursor } } } ... on Refus { code } } }`,
    bearer,
    { id },
  );
}

describe('who follows a structure', () => {
  it('sees each act once, in order, with ids only, and nothing of the neighbour', async () => {
    const neighbour = await TestTenant.create(world.database);
    const seen = connect(await ticketFor(manager)).subscribe(follow(hospital));
    await listening(1);
    await neighbour.bal();
    const bal = await hospital.bal({ responsible: await hospital.person() });
    await raise(hospital);
    await until(() => expect(shown(seen)).toHaveLength(4));
    expect(shown(seen).map(({ kind, type, subjectId }) => [kind, type, subjectId])).toEqual([
      ['RIGHTS', 'person.registered', expect.toSatisfy(() => true)],
      ['BAL', 'bal.created', bal.id],
      ['RIGHTS', 'access.granted', expect.any(String)],
      ['INCIDENT', 'malware.found', expect.any(String)],
    ]);
  });

  it('chooses what it hears of', async () => {
    const seen = connect(await ticketFor(manager)).subscribe(follow(hospital, ', kinds: [BAL]'));
    await listening(1);
    await raise(hospital);
    await hospital.bal();
    await until(() => expect(typesOf(seen)).toEqual(['bal.created']));
  });

  it('comes back with its cursor: nothing was lost, nothing is told twice', async () => {
    const first = connect(await ticketFor(manager));
    const seen = first.subscribe(follow(hospital));
    await listening(1);
    await raise(hospital, 3);
    await until(() => expect(shown(seen)).toHaveLength(3));
    await first.close();
    await listening(0);
    await raise(hospital, 250);
    const again = connect(await ticketFor(manager)).subscribe(
      follow(hospital, after(shown(seen)[1]?.cursor ?? '')),
    );
    await listening(1);
    await raise(hospital, 7);
    await until(() => expect(shown(again)).toHaveLength(258));
    const all = [...shown(seen).slice(0, 2), ...shown(again)].map(({ subjectId }) => subjectId);
    expect(new Set(all).size).toBe(260);
    expect(shown(again)[0]?.subjectId).toBe(shown(seen)[2]?.subjectId);
  });

  it('hears of what happened while the announcements were cut', async () => {
    const seen = connect(await ticketFor(manager)).subscribe(follow(hospital));
    await listening(1);
    await world.database.withTenant(hospital.context(), async (sql) => {
      const alarm = { kind: 'malware.found', severity: 'warning', facts: {} } as const;
      await new PgCompliance(sql).raise(Array.from({ length: 600 }, () => alarm));
      await sql.query(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and application_name = 'cachet:api' and pid <> pg_backend_pid()",
      );
    });
    await until(() => expect(shown(seen)).toHaveLength(600));
  });

  it('costs the database no more beside many others than alone', async () => {
    const { key } = await hospital.apiKey(['compliance:read']);
    const readings = vi.spyOn(world.database, 'withTenant');
    const many = Array.from({ length: 3 }, () => connect(key)).flatMap((socket) =>
      Array.from({ length: 20 }, () => socket.subscribe(follow(hospital))),
    );
    await listening(60);
    readings.mockClear();
    await raise(hospital);
    await until(() => expect(many.every((each) => shown(each).length === 1)).toBe(true));
    // The act, the reading, the rights of all; a sweep may pass meanwhile. One by one they would be sixty.
    expect(readings.mock.calls.length).toBeLessThan(15);
    readings.mockRestore();
  });

  it('is told by name that its cursor is too old, or is none', async () => {
    const old = await TestTenant.create(world.database);
    const auditor = await old.person();
    await old.role(auditor, 'auditor');
    const token = await world.signIn(auditor);
    const { data } = await page(token, 'first: 1', old.id);
    const [{ cursor }] = data.structure.events.edges;
    await world.database.withTenant(old.context(), (sql) => new PgEvents(sql).forget(new Date()));
    const socket = connect(await ticketFor(auditor));
    const [error] = await socket.refusalOf(follow(old, after(cursor)));
    expect(error?.extensions?.code).toBe('cursorTooOld');
    expect((await page(token, `first: 1, after: "${cursor}"`, old.id)).errors?.[0]).toMatchObject({
      extensions: { code: 'cursorTooOld', retryable: false },
    });
    const [none] = await socket.refusalOf(follow(old, after('x')));
    expect(none?.extensions?.code).toBe('inputInvalid');
  });
});

describe('who catches up with a structure', () => {
  it('reads the log page by page, from the oldest kept to its end', async () => {
    const tenant = await TestTenant.create(world.database);
    const auditor = await tenant.person();
    await tenant.role(auditor, 'auditor');
    await raise(tenant, 2);
    const token = await world.signIn(auditor);
    const { data } = await page(token, 'first: 3');
    expect(data.structure).toEqual({ code: 'notFound' });
    const first = (await page(token, 'first: 4', tenant.id)).data.structure;
    expect(first.events.edges.map(({ node }: { node: Shown }) => node.type)).toEqual([
      'person.registered',
      'role.granted',
      'malware.found',
      'malware.found',
    ]);
    expect(first.events.pageInfo).toEqual({ hasNextPage: false, endCursor: first.lastEventCursor });
    const some = (await page(token, 'first: 1, kinds: [INCIDENT]', tenant.id)).data.structure.events;
    expect(some.edges[0].node.type).toBe('malware.found');
    expect(some.pageInfo.hasNextPage).toBe(true);
  });
});

describe('a key', () => {
  it('hears of what its scopes show, and is told which one it lacks', async () => {
    const { key } = await hospital.apiKey(['delivery:read', 'bal:read']);
    const socket = connect(key);
    const seen = socket.subscribe(follow(hospital));
    await listening(1);
    await raise(hospital);
    await hospital.bal();
    await until(() => expect(typesOf(seen)).toEqual(['bal.created']));
    const [error] = await socket.refusalOf(follow(hospital, ', kinds: [INCIDENT]'));
    expect(error).toMatchObject({ extensions: { code: 'scopeMissing' } });
    expect(error?.message).toContain('compliance:read');
  });

  it('of the neighbour learns nothing: its structure does not exist', async () => {
    const neighbour = await TestTenant.create(world.database);
    const { key } = await neighbour.apiKey(['delivery:read', 'bal:read', 'compliance:read']);
    const [error] = await connect(key).refusalOf(follow(hospital));
    expect(error?.extensions?.code).toBe('notFound');
    expect((await page(key, 'first: 1')).data.structure).toEqual({ code: 'notFound' });
  });

  it('is cut as soon as it is revoked, before it is shown what comes after', async () => {
    const { id, key } = await hospital.apiKey(['compliance:read']);
    const socket = connect(key);
    const seen = socket.subscribe(follow(hospital));
    await listening(1);
    await world.database.withTenant(hospital.context(), (sql) => new PgApiKeys(sql).revoke(id));
    await raise(hospital);
    expect(await socket.closed).toBe(4403);
    expect(shown(seen)).toEqual([]);
  });
});

describe('a person', () => {
  it('is cut once the role is withdrawn, or the session ended', async () => {
    const leaver = await hospital.person();
    await hospital.role(leaver, 'auditor');
    const seen = connect(await ticketFor(leaver));
    const events = seen.subscribe(follow(hospital));
    const token = await world.signIn(manager);
    const other = connect((await world.ask('{ subscriptionTicket }', token)).data.subscriptionTicket);
    other.subscribe(follow(hospital));
    await listening(2);
    await world.ask('mutation { closePortalSession }', token);
    expect(await other.closed).toBe(4403);
    await world.database.withTenant(hospital.context(), (sql) =>
      sql.query('delete from tenant_role r using person p where p.id = r.person_id and p.id_nat = $1', [
        leaver.idNat,
      ]),
    );
    await raise(hospital);
    expect(await seen.closed).toBe(4403);
    expect(shown(events)).toEqual([]);
  });
});
