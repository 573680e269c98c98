import { randomUUID } from 'node:crypto';
import type { AttemptResult, LeaseRequest, NewDelivery } from '@cachet/mss-core';
import { address, NOON, type TemporaryDatabase, TestTenant, temporaryDatabase } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../database.js';
import { PgDeliveries } from './pg-deliveries.js';
import { PgOutboundQueue } from './pg-outbound-queue.js';

let temporary: TemporaryDatabase;
let database: Database;
let queue: PgOutboundQueue;
let tenant: TestTenant;
let balId: string;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect();
  queue = new PgOutboundQueue(database);
});
afterAll(() => temporary.drop());
beforeEach(async () => {
  await database.shared((sql) => sql.query('delete from outbound_due'));
  tenant = await TestTenant.create(database);
  balId = (await tenant.bal()).id;
});

const later = (seconds: number) => new Date(NOON.getTime() + seconds * 1_000);
const UNTIL = later(60);

function letter(change: Partial<NewDelivery> = {}): NewDelivery {
  return {
    id: randomUUID(),
    direction: 'outbound',
    balId,
    messageId: randomUUID(),
    sender: address(`anne@${tenant.domain}`),
    recipient: address('paul@pair.mssante.fr'),
    size: 2_048,
    state: 'queued',
    ...change,
  };
}

const inTenant = <T>(work: (deliveries: PgDeliveries) => Promise<T>, at = NOON) =>
  database.withTenant(tenant.context({ at }), (sql) => work(new PgDeliveries(sql)));

async function send(change: Partial<NewDelivery> = {}, at = NOON): Promise<string> {
  const delivery = letter(change);
  await inTenant((deliveries) => deliveries.add([delivery]), at);
  return delivery.id;
}

const lease = (holder: string, { now = NOON, ...change }: { now?: Date } & Partial<LeaseRequest> = {}) =>
  queue.lease({ holder, now, dueBy: now, until: UNTIL, limit: 10, perDomain: 10, ...change });
const idsOf = (due: readonly { deliveryId: string }[]) => due.map((d) => d.deliveryId);

/** A letter that reached its end without a cause. */
const ENDED = { nextAttemptAt: null, cause: null, hasExpired: false } as const;

describe('a letter to another operator', () => {
  it('is due at once, and its worker learns what it must know to send it', async () => {
    const id = await send();
    expect(await lease('worker')).toEqual([
      { deliveryId: id, tenantId: tenant.id, destinationDomain: 'pair.mssante.fr' },
    ]);
    expect(await inTenant((deliveries) => deliveries.pending(id))).toMatchObject({
      id,
      balId,
      recipient: 'paul@pair.mssante.fr',
      attempts: 0,
      createdAt: NOON,
    });
  });

  it('comes back when deferred, at its time, and is due no more once delivered', async () => {
    const id = await send();
    await lease('worker');
    const deferred: AttemptResult = {
      state: 'deferred',
      code: 451,
      text: 'try later',
      remoteHost: 'mx.pair.mssante.fr',
      tls: 'TLSv1.3 TLS_AES_256_GCM_SHA384',
      nextAttemptAt: later(300),
      ...{ cause: 'peerBusy', hasExpired: false },
    };
    await inTenant((deliveries) => deliveries.recordAttempt(id, deferred), later(1));
    expect(await lease('worker', { now: later(299) })).toEqual([]);
    expect(await queue.nextDueAt(later(299))).toEqual(later(300));
    expect(idsOf(await lease('worker', { now: later(300), until: later(360) }))).toEqual([id]);
    const delivered = {
      ...deferred,
      state: 'delivered',
      code: 250,
      text: 'ok',
      nextAttemptAt: null,
    } as const;
    await inTenant((deliveries) => deliveries.recordAttempt(id, delivered), later(301));
    expect([await queue.depth(), await queue.nextDueAt(later(301))]).toEqual([0, null]);
    expect(await inTenant((deliveries) => deliveries.pending(id))).toBeNull();
    expect(await inTenant((deliveries) => deliveries.byId(id))).toMatchObject({
      state: 'delivered',
      attempts: 2,
      lastCode: 250,
      remoteHost: 'mx.pair.mssante.fr',
      updatedAt: later(301),
    });
    const steps = await database.withTenant(tenant.context(), (sql) =>
      sql.query<{ state: string }>(
        'select state from delivery_event where delivery_id = $1 order by at, id',
        [id],
      ),
    );
    expect(steps.map((step) => step.state)).toEqual(['queued', 'deferred', 'delivered']);
  });

  it('is held by who records its attempt: a second worker waits, and finds it ended', async () => {
    const id = await send();
    const record = () =>
      inTenant(async (deliveries) => {
        const pending = await deliveries.hold(id);
        const delivered = { state: 'delivered', code: 250, text: 'ok', remoteHost: null, tls: null } as const;
        if (pending) await deliveries.recordAttempt(id, { ...delivered, ...ENDED });
        return pending !== null;
      });
    expect((await Promise.all([record(), record()])).sort()).toEqual([false, true]);
    expect(await inTenant((deliveries) => deliveries.byId(id))).toMatchObject({ attempts: 1 });
  });

  it('cannot be settled, nor seen, from the tenant next door', async () => {
    const id = await send();
    const nextDoor = await TestTenant.create(database);
    const settle = database.withTenant(nextDoor.context(), (sql) =>
      new PgDeliveries(sql).recordAttempt(id, {
        state: 'delivered',
        code: 250,
        text: '',
        remoteHost: null,
        tls: null,
        ...ENDED,
      }),
    );
    await expect(settle).rejects.toThrow();
    expect(idsOf(await lease('worker'))).toEqual([id]);
  });

  it('is not due when it came in, or when it was delivered in the house', async () => {
    await send({ direction: 'inbound', state: 'delivered' });
    await send({ state: 'delivered' });
    expect(await queue.depth()).toBe(0);
  });
});

describe('the queue of outbound letters', () => {
  it('gives a letter to one of two workers asking at the same moment, each to exactly one', async () => {
    const sent = new Set<string>();
    for (let n = 0; n < 12; n += 1) sent.add(await send());
    const [a, b] = await Promise.all([
      lease('a', { limit: 6, perDomain: 12 }),
      lease('b', { limit: 6, perDomain: 12 }),
    ]);
    expect(new Set([...idsOf(a), ...idsOf(b)])).toEqual(sent);
  });

  it('holds back beyond so many for one destination, and serves the others', async () => {
    for (let n = 0; n < 5; n += 1) await send({ recipient: address('p@lent.mssante.fr') });
    const other = await send({ recipient: address('p@rapide.mssante.fr') }, later(1));
    const taken = await lease('a', { perDomain: 2, now: later(2) });
    expect(taken.map((d) => d.destinationDomain).sort()).toEqual([
      'lent.mssante.fr',
      'lent.mssante.fr',
      'rapide.mssante.fr',
    ]);
    expect(idsOf(taken)).toContain(other);
    expect(await lease('b', { perDomain: 2, now: later(2) })).toEqual([]);
  });

  it('takes the oldest first when it cannot take all', async () => {
    const young = await send({ recipient: address('p@un.mssante.fr') }, later(5));
    const old = await send({ recipient: address('p@deux.mssante.fr') });
    expect(idsOf(await lease('a', { limit: 1, now: later(6) }))).toEqual([old]);
    expect(idsOf(await lease('a', { limit: 1, now: later(6) }))).toEqual([young]);
  });

  it('gives the work of a dead worker to another once the lease has ended, unless it was renewed', async () => {
    const [renewed, dead] = [await send(), await send()];
    await lease('a');
    expect(await queue.renew('a', [renewed], later(600))).toEqual([renewed]);
    expect(await lease('b', { now: later(59) })).toEqual([]);
    expect(idsOf(await lease('b', { now: later(60), until: later(120) }))).toEqual([dead]);
    expect(await queue.renew('a', [dead, renewed], later(900))).toEqual([renewed]);
  });

  it('keeps its leases when the business clock leaps ahead', async () => {
    await send();
    await lease('a');
    expect(await lease('b', { now: later(1), dueBy: later(48 * 3_600) })).toEqual([]);
    expect(await queue.nextDueAt(later(1))).toBeNull();
  });

  it('takes back what its holder releases, and nothing another holds', async () => {
    const id = await send();
    await lease('a');
    await queue.release('b', [id]);
    expect(await lease('b')).toEqual([]);
    await queue.release('a', [id]);
    expect(idsOf(await lease('b'))).toEqual([id]);
  });
});

describe('the list of deliveries', () => {
  it('is read newest first, page by page, without loss or repetition, and by kind', async () => {
    const sent: string[] = [];
    for (let n = 0; n < 5; n += 1) sent.unshift(await send({}, later(n % 3)));
    await send({ direction: 'inbound', state: 'delivered' });
    const seen: string[] = [];
    let after: { at: Date; id: string } | null = null;
    for (let pages = 0; pages < 10; pages += 1) {
      const page = await inTenant((d) => d.page({ first: 2, after }, { direction: 'outbound' }));
      seen.push(...page.rows.map((row) => row.id));
      const last = page.rows.at(-1);
      if (!page.hasNext || !last) break;
      after = { at: last.createdAt, id: last.id };
    }
    expect([...seen].sort()).toEqual([...sent].sort());
    const states = await inTenant((d) => d.page({ first: 100 }, { state: 'delivered' }));
    expect(states.rows).toMatchObject([{ direction: 'inbound' }]);
  });
});
