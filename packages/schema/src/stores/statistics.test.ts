import { randomUUID } from 'node:crypto';
import type { BalState, MssHeaders, NewDelivery, TraceEvent } from '@cachet/mss-core';
import { boundsOf, parseMonth } from '@cachet/mss-core/statistics';
import { address, type TemporaryDatabase, TestTenant, temporaryDatabase, withClient } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../database.js';
import { PgDeliveries } from './pg-deliveries.js';
import { PgJournal } from './pg-journal.js';
import { type ExchangeBatch, PgStatistics } from './pg-statistics.js';

const OCTOBER = boundsOf(parseMonth('2026-10')!);
/** Of the month before the tests’ own, in which nothing else happens. */
const on = (day: number, hour = 12) => new Date(Date.UTC(2026, 9, day, hour));

let temporary: TemporaryDatabase;
let database: Database;
let tenant: TestTenant;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect();
});
afterAll(() => temporary.drop());
beforeEach(async () => {
  tenant = await TestTenant.create(database);
});

interface TestLetter extends Partial<Omit<NewDelivery, 'mss'>> {
  readonly to?: string;
  readonly mss?: MssHeaders;
}

async function send(balId: string, at: Date, { to, ...change }: TestLetter = {}): Promise<NewDelivery> {
  const delivery: NewDelivery = {
    ...{ id: randomUUID(), direction: 'outbound', balId, messageId: randomUUID(), size: 2_048 },
    ...{ sender: address(`anne@${tenant.domain}`), recipient: address(to ?? 'paul@pair.mssante.fr') },
    ...{ state: 'delivered', ...change },
  };
  await database.withTenant(tenant.context({ at }), (sql) => new PgDeliveries(sql).add([delivery]));
  return delivery;
}

async function end(id: string, at: Date, state: 'delivered' | 'failed', code: number | null): Promise<void> {
  const result = {
    text: '',
    remoteHost: null,
    tls: null,
    nextAttemptAt: null,
    cause: null,
    hasExpired: false,
  };
  await database.withTenant(tenant.context({ at }), (sql) =>
    new PgDeliveries(sql).recordAttempt(id, { ...result, state, code }),
  );
}

/** A BAL as it was opened before all that is told here. */
async function bal(options: Parameters<TestTenant['bal']>[0] = {}, createdAt = on(1, 0)) {
  const opened = await tenant.bal(options);
  await change(opened.id, 'created_at = $2', createdAt);
  return opened;
}

function change(balId: string, set: string, ...values: unknown[]): Promise<unknown> {
  return withClient(temporary.adminUrl, (client) =>
    client.query(`update bal set ${set} where id = $1`, [balId, ...values]),
  );
}

const stateFrom = (balId: string, state: BalState, at: Date) =>
  change(balId, 'state = $2, state_at = $3, closed_at = $4', state, at, state === 'deleted' ? at : null);

function trace(at: Date, event: Partial<TraceEvent>, idNat?: string): Promise<void> {
  const actor = idNat
    ? ({ kind: 'person', idNat, name: '', proof: { kind: 'psc' } } as never)
    : ({ kind: 'system', name: 'test' } as const);
  return database.withTenant(tenant.context({ at, actor }), (sql) =>
    new PgJournal(sql).record([{ kind: 'session.opened', outcome: 'ok', ...event }]),
  );
}

async function exchanges(domain = tenant.domain, batch?: number) {
  return database.withTenant(tenant.context(), async (sql) => {
    const statistics = new PgStatistics(sql, batch ? { exchanges: batch } : {});
    const bals = await statistics.countedBals(domain, OCTOBER);
    const found = [];
    let next = null;
    do {
      const read: ExchangeBatch = await statistics.exchanges(bals, OCTOBER, next);
      found.push(...read.rows);
      next = read.next;
    } while (next);
    return found;
  });
}

async function connections(batch?: number) {
  return database.withTenant(tenant.context(), async (sql) => {
    const statistics = new PgStatistics(sql, batch ? { bals: batch } : {});
    const found: Record<string, unknown> = {};
    let next = null;
    do {
      const read = await statistics.connections(tenant.domain, OCTOBER, next);
      for (const { address: of, last } of read.rows)
        found[of] = last.kind === 'at' ? new Date(last.atMs) : last.kind;
      next = read.next;
    } while (next);
    return found;
  });
}

describe('EX_PSU_5830: the exchanges of a month', () => {
  it('are one for each recipient, with what the headers of the letter said, however they are read', async () => {
    const { id } = await bal();
    const messageId = randomUUID();
    const mss = { ins: 'O', codeCda: '34112-3', nil: 'NIL-1' } as const;
    for (const [index, to] of ['a@x.mssante.fr', 'b@x.mssante.fr', 'c@y.mssante.fr'].entries())
      await send(id, on(2, index), { messageId, to, mss });
    await send(id, on(3));
    const found = await exchanges();
    expect(found.map(({ recipient }) => recipient.slice(0, 1))).toEqual(['a', 'b', 'c', 'p']);
    expect(found[0]).toEqual({
      ...{ mailId: messageId, sender: `anne@${tenant.domain}`, recipient: 'a@x.mssante.fr' },
      ...{ atMs: on(2, 0).getTime(), size: 2_048, ins: 'O', codeCda: '34112-3', nil: 'NIL-1' },
    });
    expect(found[3]).toMatchObject({ ins: null, codeCda: null, nil: null });
    for (const batch of [1, 2, 4]) expect(await exchanges(tenant.domain, batch)).toEqual(found);
  });

  it('are one for a letter that was tried again and again, at its end, and one for an error of a server', async () => {
    const { id } = await bal();
    const tried = await send(id, on(2), { state: 'queued' });
    await end(tried.id, on(3), 'delivered', 250);
    const refused = await send(id, on(2), { state: 'queued' });
    await end(refused.id, on(4), 'failed', 550);
    const silent = await send(id, on(2), { state: 'queued' });
    await end(silent.id, on(5), 'failed', null);
    await send(id, on(6), { state: 'queued' });
    expect((await exchanges()).map(({ mailId, atMs }) => [mailId, new Date(atMs)])).toEqual([
      [tried.messageId, on(3)],
      [refused.messageId, on(4)],
    ]);
  });

  it('EX_PSU_5820: leave out notices, what came in, BAL of test and the months around', async () => {
    const { id } = await bal();
    const test = await bal({ isTest: true, address: 'essai.test' });
    await send(id, on(2), { sender: null });
    await send(id, on(2), { direction: 'inbound' });
    await send(test.id, on(2));
    await send(id, new Date(OCTOBER.from.getTime() - 1));
    await send(id, OCTOBER.to);
    const first = await send(id, OCTOBER.from);
    const last = await send(id, new Date(OCTOBER.to.getTime() - 1));
    expect((await exchanges()).map(({ mailId }) => mailId)).toEqual([first.messageId, last.messageId]);
  });

  it('EX_PSU_5820: count a BAL closed within the month, and none that was closed before', async () => {
    const [within, before, lately] = [await bal(), await bal(), await bal()];
    for (const { id } of [within, before, lately]) await send(id, on(10));
    await stateFrom(within.id, 'suspended', on(20));
    await stateFrom(before.id, 'deleted', new Date(OCTOBER.from.getTime() - 1));
    await stateFrom(lately.id, 'deleted', OCTOBER.to);
    expect(await exchanges()).toHaveLength(2);
  });

  it('are those of one domain, and of one’s own structure', async () => {
    const { id } = await bal();
    await send(id, on(2));
    const other = await TestTenant.create(database);
    expect(await exchanges(other.domain)).toEqual([]);
    const theirs = await database.withTenant(other.context(), async (sql) => {
      const statistics = new PgStatistics(sql);
      const bals = await statistics.countedBals(tenant.domain, OCTOBER);
      return [bals.size, (await statistics.exchanges(new Set([id]), OCTOBER, null)).rows.length];
    });
    expect(theirs).toEqual([0, 0]);
  });
});

describe('EX_PSU_5840: the connections of a month', () => {
  it('EX_SSU_5800: are of every BAL of the domain: its last sign-in, or none', async () => {
    await trace(on(1, 0), { kind: 'tenant.created' });
    const [used, never, later] = [await bal(), await bal(), await bal()];
    for (const day of [3, 7, 5]) await trace(on(day), { balId: used.id });
    await trace(on(9), { balId: used.id, kind: 'session.refused', outcome: 'forbidden' });
    await trace(OCTOBER.to, { balId: used.id });
    await change(later.id, 'created_at = $2', OCTOBER.to);
    const expected = { [used.address]: on(7), [never.address]: 'never' };
    expect(await connections()).toEqual(expected);
    expect(await connections(1)).toEqual(expected);
  });

  it('are those by the portal too, while the person has a right on the BAL', async () => {
    const holder = await tenant.person();
    const delegate = await tenant.person();
    const { id, address: of } = await bal({ responsible: holder });
    await tenant.access(id, delegate, { role: 'delegate', startsAt: on(10), endsAt: on(20) });
    await trace(on(4), {}, holder.idNat);
    await trace(on(15), {}, delegate.idNat);
    await trace(on(25), {}, delegate.idNat);
    expect(await connections()).toEqual({ [of]: on(15) });
  });

  it('EX_SSU_5800: are not known of a BAL older than all that is kept', async () => {
    await trace(on(5), { kind: 'tenant.created' });
    const { address: of } = await bal({}, on(1));
    expect(await connections()).toEqual({ [of]: 'unknown' });
  });

  it('RE_SSU_5800: of an applicative BAL tell the last exchange for want of a connection', async () => {
    await trace(on(1, 0), { kind: 'tenant.created' });
    const [moved, quiet] = [await bal({ kind: 'applicative' }), await bal({ kind: 'applicative' })];
    await trace(on(6), { balId: moved.id, kind: 'message.received' });
    expect(await connections()).toEqual({ [moved.address]: on(6), [quiet.address]: 'never' });
  });

  it('EX_PSU_5820: leave out BAL of test, and those that were closed all the month', async () => {
    await trace(on(1, 0), { kind: 'tenant.created' });
    await bal({ isTest: true, address: 'essai.test' });
    const [within, before, resumed, gone] = [await bal(), await bal(), await bal(), await bal()];
    await stateFrom(within.id, 'suspended', on(20));
    const earlier = new Date(OCTOBER.from.getTime() - 1);
    await stateFrom(before.id, 'suspended', earlier);
    for (const { id } of [resumed, gone]) await trace(earlier, { balId: id, kind: 'bal.suspended' });
    await trace(on(12), { balId: resumed.id, kind: 'bal.reactivated' });
    await stateFrom(resumed.id, 'suspended', new Date(OCTOBER.to.getTime() + 1));
    await stateFrom(gone.id, 'deleted', new Date(OCTOBER.to.getTime() + 1));
    expect(Object.keys(await connections()).sort()).toEqual([within.address, resumed.address].sort());
  });
});
