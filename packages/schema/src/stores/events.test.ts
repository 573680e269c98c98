import { randomUUID } from 'node:crypto';
import { address, NOON, type TemporaryDatabase, TestTenant, temporaryDatabase } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database.js';
import { PgCompliance } from './pg-compliance.js';
import { PgDeliveries } from './pg-deliveries.js';
import { PgEvents } from './pg-events.js';
import { PgJournal } from './pg-journal.js';

let temporary: TemporaryDatabase;
let database: Database;
beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect();
});
afterAll(() => temporary.drop());

const ALARM = { kind: 'malware.found', severity: 'warning', facts: { signature: 'Eicar' } } as const;
const raise = (tenant: TestTenant, at = NOON) =>
  database.withTenant(tenant.context({ at }), (sql) => new PgCompliance(sql).raise([ALARM]));
const read = (tenant: TestTenant, after = 0, limit = 100) =>
  database.withTenant(tenant.context(), async (sql) => {
    const events = new PgEvents(sql);
    const marks = await events.settle();
    return { marks, events: await events.after(after, limit) };
  });

describe('the log of what happens in a structure', () => {
  it('holds its acts in the order in which they were kept, with ids and no more', async () => {
    const tenant = await TestTenant.create(database);
    const anne = await tenant.person();
    const bal = await tenant.bal({ responsible: anne });
    const id = randomUUID();
    await database.withTenant(tenant.context(), (sql) =>
      new PgDeliveries(sql).add([
        {
          ...{ id, direction: 'outbound', balId: bal.id, messageId: randomUUID(), size: 1, state: 'queued' },
          ...{ sender: bal.address, recipient: address('paul@pair.mssante.fr') },
        },
      ]),
    );
    await database.withTenant(tenant.context(), (sql) =>
      new PgDeliveries(sql).recordAttempt(id, {
        ...{ state: 'failed', code: 550, text: 'paul@pair.mssante.fr unknown', remoteHost: 'mx.pair' },
        ...{ tls: null, nextAttemptAt: null, cause: 'recipientRejected', hasExpired: false },
      }),
    );
    await raise(tenant);
    const { events, marks } = await read(tenant);
    const told = events
      .slice(-4)
      .map(({ kind, type, subjectId, balId, facts }) => [kind, type, subjectId, balId, facts]);
    expect(told).toEqual([
      [
        ...['rights', 'access.granted', expect.any(String), bal.id],
        expect.objectContaining({ role: 'responsible', mayRead: true, maySend: true }),
      ],
      ['delivery', 'delivery.queued', id, bal.id, { direction: 'outbound' }],
      ['delivery', 'delivery.failed', id, bal.id, { direction: 'outbound' }],
      ['incident', 'malware.found', expect.any(String), null, { severity: 'warning' }],
    ]);
    expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => index + 1));
    expect(marks).toEqual({ settled: events.length, forgotten: 0 });
    for (const secret of [anne.idNat, anne.familyName, bal.address, 'unknown', 'Eicar'])
      expect(JSON.stringify(events)).not.toContain(secret);
  });

  it('tells nothing of an act that was undone, nor of one not yet kept', async () => {
    const tenant = await TestTenant.create(database);
    const { marks } = await read(tenant);
    const undone = database.withTenant(tenant.context(), async (sql) => {
      await new PgCompliance(sql).raise([ALARM]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    const whileOpen = await database.withTenant(tenant.context(), async (sql) => {
      await new PgCompliance(sql).raise([ALARM]);
      return read(tenant);
    });
    expect(whileOpen.marks).toEqual(marks);
    expect((await read(tenant, marks.settled)).events).toHaveLength(1);
  });

  it('puts what began before and was kept after behind what was read between: nothing is passed over', async () => {
    const tenant = await TestTenant.create(database);
    const { marks } = await read(tenant);
    const seen = await database.withTenant(tenant.context(), async (sql) => {
      await new PgCompliance(sql).raise([ALARM]);
      await raise(tenant);
      return read(tenant, marks.settled);
    });
    const [first] = seen.events;
    const [second, ...more] = (await read(tenant, seen.marks.settled)).events;
    expect([first?.position, second?.position, more]).toEqual([marks.settled + 1, marks.settled + 2, []]);
    expect(second?.id).not.toBe(first?.id);
  });

  it('gives each event one place, however many read at once', async () => {
    const tenant = await TestTenant.create(database);
    await Promise.all(Array.from({ length: 20 }, () => raise(tenant)));
    await Promise.all(Array.from({ length: 8 }, () => read(tenant)));
    const { events, marks } = await read(tenant);
    expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => index + 1));
    expect(marks.settled).toBe(events.length);
  });

  it('tells of kinds that nobody listed, by what their name begins with', async () => {
    const tenant = await TestTenant.create(database);
    const { marks } = await read(tenant);
    const kind = 'bal.born' as 'bal.created';
    await database.withTenant(tenant.context(), (sql) =>
      new PgJournal(sql).record([{ kind, outcome: 'ok', balId: tenant.id }]),
    );
    expect((await read(tenant, marks.settled)).events).toMatchObject([{ kind: 'bal', type: 'bal.born' }]);
  });

  it('is forgotten from its beginning, and says how far', async () => {
    const tenant = await TestTenant.create(database);
    const { marks } = await read(tenant);
    const later = new Date(NOON.getTime() + 60_000);
    await raise(tenant, later);
    const gone = await database.withTenant(tenant.context(), (sql) => new PgEvents(sql).forget(later));
    expect(gone).toBe(marks.settled);
    const left = await read(tenant);
    expect(left.events).toHaveLength(1);
    expect(left.marks).toEqual({ settled: marks.settled + 1, forgotten: marks.settled });
    expect(await database.withTenant(tenant.context(), (sql) => new PgEvents(sql).forget(later))).toBe(0);
  });

  it('is each structure’s own', async () => {
    const [mine, neighbour] = [await TestTenant.create(database), await TestTenant.create(database)];
    await raise(mine);
    const theirs = await read(neighbour);
    expect(theirs.events.some(({ type }) => type === 'malware.found')).toBe(false);
    await database.withTenant(neighbour.context(), (sql) => new PgEvents(sql).forget(new Date()));
    expect((await read(mine)).marks.forgotten).toBe(0);
  });
});
