import { PgMailFiling, receiveToSpool } from '@cachet/mailstore';
import type { Bal, Person, QueueAct } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { PgDeliveries, PgOutboundQueue } from '@cachet/schema';
import { address, TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';

let world: ApiWorld;
let hospital: TestTenant;
let queue: PgOutboundQueue;
let anne: Bal;
let manager: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  queue = new PgOutboundQueue(world.database);
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  const doctor = await hospital.person();
  anne = await hospital.bal({ responsible: doctor });
  manager = await signInAs(hospital, 'manager');
});
beforeEach(() => world.database.shared(async (sql) => void (await sql.query('delete from outbound_due'))));
afterAll(() => world.stop());

async function signInAs(tenant: TestTenant, role: 'manager' | 'auditor'): Promise<string> {
  const person: Person = await tenant.person();
  await tenant.role(person, role);
  return world.signIn(person);
}

const inHospital = <T>(work: (deliveries: PgDeliveries) => Promise<T>) =>
  world.database.withTenant(hospital.context({ at: world.now }), (sql) => work(new PgDeliveries(sql)));

/** A letter of Anne's that waits for another operator. */
async function waiting(bal: Bal = anne): Promise<string> {
  const letter = `From: ${bal.address}\r\nMessage-ID: <${newId()}@x>\r\nSubject: Secret\r\n\r\nCorps.\r\n`;
  const spooled = await receiveToSpool(one(letter), { folder: '/tmp', limit: 10_000 });
  if (!spooled.ok) throw new Error(spooled.refusal.code);
  const id = newId();
  await world.database.withTenant(hospital.context({ at: world.now }), async (sql) => {
    const messageId = await new PgMailFiling(sql, world.safe).keep(spooled.value);
    const delivery = { id, balId: bal.id, messageId, size: spooled.value.size, sender: bal.address };
    const recipient = address('paul@pair.mssante.fr');
    await new PgDeliveries(sql).add([{ ...delivery, recipient, direction: 'outbound', state: 'queued' }]);
  });
  await spooled.value.dispose();
  return id;
}

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const MUTATIONS = {
  hold: 'deliveryHold',
  release: 'deliveryRelease',
  retry: 'deliveryRetry',
  cancel: 'deliveryCancel',
} as const;

async function act(token: string, id: string, asked: QueueAct, structure = hospital.id) {
  const name = MUTATIONS[asked];
  const { data } = await world.ask(
    `mutation ($s: ID!, $d: ID!) { ${name}(structureId: $s, deliveryId: $d) {
       __typename ... on Delivery { id state acts nextAttemptAt } ... on Refus { code retryable } } }`,
    token,
    { s: structure, d: id },
  );
  return data[name];
}

const due = () => queue.depth();
const lease = (holder = 'worker') =>
  queue.lease({
    holder,
    dueBy: world.now,
    now: world.now,
    until: new Date(world.now.getTime() + 60_000),
    limit: 10,
    perDomain: 10,
  });

async function inboxOf(bal: Bal): Promise<number> {
  const [row] = await world.database.withTenant(hospital.context(), (sql) =>
    sql.query<{ n: number }>(
      `select count(*) as n from mail_item i join mail_folder f on f.id = i.folder_id
        where f.bal_id = $1 and f.special_use = 'inbox'`,
      [bal.id],
    ),
  );
  return row?.n ?? 0;
}

describe('a manager', () => {
  it('holds a waiting letter, which nobody then sends, and releases it', async () => {
    const id = await waiting();
    expect(await act(manager, id, 'hold')).toMatchObject({ state: 'HELD', acts: ['RELEASE', 'CANCEL'] });
    expect(await lease()).toEqual([]);
    expect(await act(manager, id, 'release')).toMatchObject({
      state: 'QUEUED',
      acts: ['HOLD', 'RETRY', 'CANCEL'],
    });
    expect((await lease()).map(({ deliveryId }) => deliveryId)).toEqual([id]);
  });

  it('has a deferred letter tried at once', async () => {
    const id = await waiting();
    const nextAttemptAt = new Date(world.now.getTime() + 3_600_000);
    await inHospital((deliveries) =>
      deliveries.recordAttempt(id, {
        ...{ state: 'deferred', code: 450, text: '4.7.1 Greylisted', remoteHost: 'mx.pair.mssante.fr' },
        tls: 'TLSv1.3 TLS_AES_256_GCM_SHA384',
        nextAttemptAt,
        ...{ cause: 'peerBusy', hasExpired: false },
      }),
    );
    expect(await lease()).toEqual([]);
    expect(await act(manager, id, 'retry')).toMatchObject({ state: 'QUEUED' });
    expect(await lease()).toHaveLength(1);
  });

  it('RE_GBM_4410: cancels a letter, and its sender finds why in the inbox', async () => {
    const id = await waiting();
    const before = await inboxOf(anne);
    expect(await act(manager, id, 'cancel')).toMatchObject({ state: 'CANCELLED', acts: [] });
    expect([await due(), await inboxOf(anne)]).toEqual([0, before + 1]);
    expect(await act(manager, id, 'release')).toMatchObject({ code: 'deliveryNotWaiting' });
  });

  it('cancels also when the sender’s BAL has no room for the notice', async () => {
    const full = await hospital.bal({ quotaBytes: 100 });
    expect(await act(manager, await waiting(full), 'cancel')).toMatchObject({ state: 'CANCELLED' });
    expect(await inboxOf(full)).toBe(0);
  });

  it('cannot stop a letter that is on its way, and can once that attempt is over', async () => {
    const id = await waiting();
    await lease();
    await queue.begin('worker', [id], world.now);
    for (const asked of ['hold', 'cancel', 'retry'] as const) {
      expect(await act(manager, id, asked)).toEqual({
        __typename: 'Refus',
        code: 'deliveryUnderway',
        retryable: true,
      });
    }
    await queue.release('worker', [id]);
    expect(await act(manager, id, 'cancel')).toMatchObject({ state: 'CANCELLED' });
  });

  it('stops a letter that a worker took and did not begin: the worker then lets it be', async () => {
    const id = await waiting();
    await lease();
    expect(await act(manager, id, 'hold')).toMatchObject({ state: 'HELD' });
    expect(await queue.begin('worker', [id], world.now)).toEqual([]);
  });

  it('and a worker that begin at the same moment never both win', async () => {
    for (let n = 0; n < 10; n += 1) {
      const id = await waiting();
      await lease();
      const [cancelled, begun] = await Promise.all([
        act(manager, id, 'cancel'),
        queue.begin('worker', [id], world.now),
      ]);
      expect(cancelled.state === 'CANCELLED').toBe(begun.length === 0);
    }
  });

  it('sees the history of a delivery, and leaves a trace in it and in the journal', async () => {
    const id = await waiting();
    await act(manager, id, 'hold');
    const { data } = await world.ask(
      `query ($s: ID!, $d: ID!) { structure(id: $s) { ... on Structure {
         mayManageDeliveries deliveryHistory(deliveryId: $d) { kind code reply remoteHost tls } } } }`,
      manager,
      { s: hospital.id, d: id },
    );
    expect(data.structure.mayManageDeliveries).toBe(true);
    expect(data.structure.deliveryHistory.map(({ kind }: { kind: string }) => kind)).toEqual([
      'ACCEPTED',
      'QUEUED',
      'HELD',
    ]);
    const traces = await world.traces(hospital);
    expect(traces.at(-1)).toMatchObject({ kind: 'delivery.held', outcome: 'ok', actor: { kind: 'person' } });
  });
});

describe('whoever may not', () => {
  it('is told so: an auditor sees the queue and changes nothing', async () => {
    const id = await waiting();
    const auditor = await signInAs(hospital, 'auditor');
    for (const asked of Object.keys(MUTATIONS) as QueueAct[]) {
      expect(await act(auditor, id, asked)).toMatchObject({ code: 'forbidden' });
    }
    expect(await due()).toBe(1);
  });

  it('learns nothing: the manager next door, by either id', async () => {
    const id = await waiting();
    const practice = await TestTenant.create(world.database);
    const neighbour = await signInAs(practice, 'manager');
    for (const asked of Object.keys(MUTATIONS) as QueueAct[]) {
      expect(await act(neighbour, id, asked)).toMatchObject({ code: 'notFound' });
      expect(await act(neighbour, id, asked, practice.id)).toMatchObject({ code: 'notFound' });
    }
    expect(await lease()).toHaveLength(1);
  });

  it('is a key without « delivery:manage »; one that has it acts for its structure alone', async () => {
    const id = await waiting();
    const reader = await hospital.apiKey(['delivery:read']);
    expect(await act(reader.key, id, 'hold')).toMatchObject({ code: 'scopeMissing' });
    const practice = await TestTenant.create(world.database);
    const foreign = await practice.apiKey(['delivery:read', 'delivery:manage']);
    expect(await act(foreign.key, id, 'hold')).toMatchObject({ code: 'notFound' });
    const partner = await hospital.apiKey(['delivery:manage']);
    expect(await act(partner.key, id, 'hold')).toMatchObject({ state: 'HELD' });
  });
});
