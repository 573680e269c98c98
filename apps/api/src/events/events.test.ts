import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { type Bal, type Person } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { PgCompliance, PgDeliveries } from '@cachet/schema';
import { address, TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiWorld, ORIGIN } from '../testing/api-world.fixture.js';
import { openSocket, type TestSocket } from '../testing/socket.fixture.js';

let world: ApiWorld;
let hospital: TestTenant;
let practice: TestTenant;
let manager: Person;
let bal: Bal;
let sockets: TestSocket[];
let start: Date;

beforeAll(async () => {
  world = await ApiWorld.start();
  start = world.now;
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  practice = await TestTenant.create(world.database);
  manager = await hospital.person();
  await hospital.role(manager, 'manager');
  bal = await hospital.bal();
});
beforeEach(() => {
  sockets = [];
  return async () => {
    world.now = start;
    await Promise.all(sockets.map((socket) => socket.close()));
    await listening(0);
  };
});
afterAll(() => world.stop());

const eventsOf = (tenant: TestTenant) =>
  `subscription { deliveryEvents(structureId: "${tenant.id}") { structureId delivery { id state recipient } } }`;
const alarmsOf = (tenant: TestTenant) =>
  `subscription { complianceEvents(structureId: "${tenant.id}") { kind severity title facts { name value } } }`;

async function ticketFor(person: Person): Promise<string> {
  const { data } = await world.ask('{ subscriptionTicket }', await world.signIn(person));
  return data.subscriptionTicket;
}

function connect(secret: string | null, origin?: string): TestSocket {
  const socket = openSocket(world.url, {
    ...(secret ? { authorization: `Bearer ${secret}` } : {}),
    ...(origin ? { origin } : {}),
  });
  sockets.push(socket);
  return socket;
}

/** The API counts that many live subscriptions. */
async function listening(count: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const metrics = await (await fetch(`${world.url}/metrics`)).text();
      expect(metrics).toMatch(new RegExp(`^cachet_api_subscriptions\\{.*\\} ${count}$`, 'm'));
    },
    { timeout: 5_000 },
  );
}

async function aDelivery(tenant: TestTenant, balId: string): Promise<string> {
  const id = newId();
  await world.database.withTenant(tenant.context({ at: world.now }), (sql) =>
    new PgDeliveries(sql).add([
      {
        ...{
          id,
          balId,
          messageId: newId(),
          size: 10,
          direction: 'inbound',
          state: 'delivered',
          sender: null,
        },
        recipient: address('camille@structure.mssante.fr'),
      },
    ]),
  );
  return id;
}

describe('a manager’s dashboard', () => {
  it('sees each delivery of the structure as it happens, and none of the neighbour’s', async () => {
    const socket = connect(await ticketFor(manager), ORIGIN);
    const seen = socket.subscribe(eventsOf(hospital));
    await listening(1);
    const theirs = await practice.bal();
    await aDelivery(practice, theirs.id);
    const id = await aDelivery(hospital, bal.id);
    await vi.waitFor(() => expect(seen.events).toHaveLength(1));
    expect(seen.events[0]).toEqual({
      deliveryEvents: {
        structureId: hospital.id,
        delivery: { id, state: 'DELIVERED', recipient: 'camille@structure.mssante.fr' },
      },
    });
  });

  it('sees compliance events with their sentence', async () => {
    const socket = connect(await ticketFor(manager));
    const seen = socket.subscribe(alarmsOf(hospital));
    await listening(1);
    await world.database.withTenant(hospital.context(), (sql) =>
      new PgCompliance(sql).raise([
        { kind: 'listeBlanche.refused', severity: 'critical', facts: { reason: 'x' } },
      ]),
    );
    await vi.waitFor(() => expect(seen.events).toHaveLength(1));
    expect(seen.events[0]).toEqual({
      complianceEvents: {
        kind: 'listeBlanche.refused',
        severity: 'CRITICAL',
        title: 'La liste blanche reçue a été refusée ; la précédente reste en vigueur',
        facts: [{ name: 'reason', value: 'x' }],
      },
    });
  });

  it('is shown after a gap what happened during it', async () => {
    const socket = connect(await ticketFor(manager));
    const seen = socket.subscribe(eventsOf(hospital));
    await listening(1);
    world.now = new Date(start.getTime() + 1_000);
    // The listening connection is cut, and a delivery is announced to nobody.
    await world.database.shared((sql) =>
      sql.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'cachet:api'",
      ),
    );
    const id = await aDelivery(hospital, bal.id);
    await vi.waitFor(() => expect(seen.events.map(idOf)).toContain(id), { timeout: 10_000 });
  });

  it('is shown everything that a long gap hid', async () => {
    const socket = connect(await ticketFor(manager));
    const alarms = socket.subscribe(alarmsOf(hospital));
    await listening(1);
    world.now = new Date(start.getTime() + 2_000);
    const alarmOf = (_: unknown, number: number) =>
      ({ kind: 'listeBlanche.refused', severity: 'critical', facts: { number } }) as const;
    // The listening connection is cut before anything is announced to it.
    await world.database.withTenant(hospital.context({ at: world.now }), async (sql) => {
      await new PgCompliance(sql).raise(Array.from({ length: 250 }, alarmOf));
      await sql.query(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and application_name = 'cachet:api' and pid <> pg_backend_pid()",
      );
    });
    const shown = () =>
      new Set(alarms.events.map((event) => JSON.stringify(event).match(/"value":"(\d+)"/)?.[1]));
    const all = new Set(Array.from({ length: 250 }, (_, number) => String(number)));
    await vi.waitFor(() => expect(shown()).toEqual(all), { timeout: 10_000 });
  });

  it('ends its subscription and can begin another on the same socket', async () => {
    const socket = connect(await ticketFor(manager));
    const first = socket.subscribe(eventsOf(hospital));
    await listening(1);
    first.stop();
    await listening(0);
    const second = socket.subscribe(eventsOf(hospital));
    await listening(1);
    await aDelivery(hospital, bal.id);
    await vi.waitFor(() => expect(second.events).toHaveLength(1));
    expect(first.events).toEqual([]);
  });
});

describe('a socket', () => {
  it('opens once for a ticket, within a minute, and not for a token of the session in clear', async () => {
    const ticket = await ticketFor(manager);
    connect(ticket).subscribe(eventsOf(hospital));
    await listening(1);
    expect(await connect(ticket).closed).toBe(4403);
    const late = await ticketFor(manager);
    world.now = new Date(start.getTime() + 60_000);
    expect(await connect(late).closed).toBe(4403);
  });

  it('does not open for nobody, nor for a page of another site', async () => {
    expect(await connect(null).closed).toBe(4403);
    expect(await connect('wst_forged-forged-forged').closed).toBe(4403);
    const evil = connect(await ticketFor(manager), 'https://evil.example');
    expect(await evil.closed).toBe(1006);
  });

  it('is closed when its session ends', async () => {
    const token = await world.signIn(manager);
    const { data } = await world.ask('{ subscriptionTicket }', token);
    const socket = connect(data.subscriptionTicket);
    socket.subscribe(eventsOf(hospital));
    await listening(1);
    await world.ask('mutation { closePortalSession }', token);
    expect(await socket.closed).toBe(4403);
  });

  it('is closed at the next event once the role is withdrawn, and shows nothing of it', async () => {
    const leaver = await hospital.person();
    await hospital.role(leaver, 'auditor');
    const socket = connect(await ticketFor(leaver));
    const seen = socket.subscribe(eventsOf(hospital));
    await listening(1);
    await world.database.withTenant(hospital.context(), (sql) =>
      sql.query('delete from tenant_role r using person p where p.id = r.person_id and p.id_nat = $1', [
        leaver.idNat,
      ]),
    );
    await aDelivery(hospital, bal.id);
    expect(await socket.closed).toBe(4403);
    expect(seen.events).toEqual([]);
  });

  it('is closed for a partner whose key was revoked', async () => {
    const { id, key } = await hospital.apiKey(['delivery:read']);
    const socket = connect(key);
    socket.subscribe(eventsOf(hospital));
    await listening(1);
    await world.database.withTenant(hospital.context(), (sql) =>
      sql.query('update api_key set revoked_at = now() where id = $1', [id]),
    );
    await aDelivery(hospital, bal.id);
    expect(await socket.closed).toBe(4403);
  });

  it('carries twenty subscriptions and refuses the next', async () => {
    const socket = connect(await ticketFor(manager));
    for (let i = 0; i < 20; i += 1) socket.subscribe(eventsOf(hospital));
    await listening(20);
    const [error] = await socket.refusalOf(eventsOf(hospital));
    expect(error?.extensions?.code).toBe('LIMIT_EXCEEDED');
  });

  it('carries subscriptions only', async () => {
    const socket = connect(await ticketFor(manager));
    const [error] = await socket.refusalOf('{ me { name } }');
    expect(error?.extensions?.code).toBe('BAD_REQUEST');
  });

  it('shows a partner only what its scopes say', async () => {
    const { key } = await hospital.apiKey(['delivery:read']);
    const [error] = await connect(key).refusalOf(alarmsOf(hospital));
    expect(error).toMatchObject({
      extensions: { code: 'scopeMissing' },
      message: expect.stringContaining('compliance:read'),
    });
  });
});

describe('a visitor who asks for a socket and vanishes', () => {
  it('stops nobody: the API goes on answering', async () => {
    const { hostname, port } = new URL(world.url);
    for (let attempt = 0; attempt < 40; attempt++) {
      const visitor = connectTcp(Number(port), hostname);
      await once(visitor, 'connect');
      visitor.write('GET /x HTTP/1.1\r\nHost: l\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      visitor.resetAndDestroy();
    }
    expect((await fetch(`${world.url}/healthz`)).status).toBe(200);
  });
});

function idOf(event: Record<string, never>): string {
  const { deliveryEvents } = event as { deliveryEvents?: { delivery: { id: string } } };
  return deliveryEvents?.delivery.id ?? '';
}
