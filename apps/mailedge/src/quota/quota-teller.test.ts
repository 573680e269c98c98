import { randomUUID } from 'node:crypto';
import { composedMessage, type MailSafe, openMailSafe, PgFolders, PgMailRooms } from '@cachet/mailstore';
import { ALL_UIDS, admitInboundRecipient, type MssAddress, type Outcome, tellQuota } from '@cachet/mss-core';
import { type Database, PgQuotaCrossings, PgRouting } from '@cachet/schema';
import { TEST_MASTER_KEY, type TemporaryDatabase, TestTenant, temporaryDatabase } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QuotaTeller } from './quota-teller.js';

let temporary: TemporaryDatabase;
let database: Database;
let safe: MailSafe;
let rooms: PgMailRooms;
let tenant: TestTenant;
let neighbour: TestTenant;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect('quota');
  safe = openMailSafe(database, { CACHET_MASTER_KEY: TEST_MASTER_KEY });
  rooms = new PgMailRooms(database, safe);
  tenant = await TestTenant.create(database);
  neighbour = await TestTenant.create(database);
});
afterAll(() => temporary.drop());

const QUOTA = 100_000;

type TestBal = Awaited<ReturnType<TestTenant['bal']>>;
const bal = (quotaBytes = QUOTA) => tenant.bal({ quotaBytes });

const ports = () => ({
  rooms,
  newId: randomUUID,
  hostname: 'mx.test',
  messageOf: composedMessage,
});

async function receive({ id, address }: TestBal, size: number): Promise<Outcome<void>> {
  const head = `Subject: ${randomUUID()}\r\n\r\n`;
  const message = composedMessage(Buffer.from(head + 'x'.repeat(size - head.length)));
  const place = { tenantId: tenant.id, balId: id, address: address as MssAddress, folder: 'inbox' } as const;
  return rooms.file(tenant.context(), message, [
    { tenantId: tenant.id, places: [place], deliveries: [], traces: [] },
  ]);
}

const expunge = (balId: string, octets: number) =>
  database.withTenant(tenant.context(), (sql) =>
    sql.query('update bal set used_bytes = used_bytes - $2 where id = $1', [balId, octets]),
  );

/** Tells everybody who waits, as one process does. */
async function tellAll(): Promise<number> {
  let told = 0;
  for (const crossing of await new PgQuotaCrossings(database).waiting(100)) {
    const outcome = await tellQuota(ports(), tenant.context(), crossing);
    if (outcome.ok && outcome.value) told += 1;
  }
  return told;
}

const subjectsIn = async (balId: string) => {
  const subjects = await database.withTenant(tenant.context(), async (sql) => {
    const folders = new PgFolders(sql, safe, balId);
    const found: string[] = [];
    for (const { id } of await folders.list()) {
      const items = await folders.items(id, ALL_UIDS);
      const structures = await folders.structures(items.map(({ messageId }) => messageId));
      found.push(...items.map(({ messageId }) => structures.get(messageId)?.envelope.subject ?? ''));
    }
    return found;
  });
  return subjects.filter((subject) => /^Votre/.test(decoded(subject))).map(decoded);
};

const decoded = (subject: string) =>
  subject.replace(/^=\?utf-8\?B\?(.*)\?=$/, (_, text: string) => Buffer.from(text, 'base64').toString());

describe('A BAL that fills up', () => {
  it('tells its holders at 80 %, at 95 % and when full, once each', async () => {
    const filling = await bal();
    await receive(filling, 79_000);
    expect(await tellAll()).toBe(0);
    await receive(filling, 1_500);
    await receive(filling, 1_000);
    expect(await tellAll()).toBe(1);
    await receive(filling, 1_000);
    expect(await tellAll()).toBe(0);
    await receive(filling, 12_000);
    expect(await tellAll()).toBe(1);
    await refuse(filling);
    await refuse(filling);
    expect(await tellAll()).toBe(1);
    await refuse(filling);
    expect(await tellAll()).toBe(0);
    expect(await subjectsIn(filling.id)).toEqual([
      'Votre boîte est remplie à 80 %',
      'Votre boîte est remplie à 95 %',
      'Votre boîte est pleine',
    ]);
  });

  /** A letter larger than the room that is left, announced by MAIL. */
  const refuse = async ({ address }: TestBal) => {
    const routing = new PgRouting(database);
    const refusal = await admitInboundRecipient({ routing, rooms }, tenant.context(), address, 90_000);
    expect(refusal).toMatchObject({ ok: false, refusal: { code: 'recipientFull' } });
  };

  it('tells again once it fell below and crossed anew', async () => {
    const filling = await bal();
    await receive(filling, 85_000);
    expect(await tellAll()).toBe(1);
    await expunge(filling.id, 20_000);
    await receive(filling, 20_000);
    expect(await tellAll()).toBe(1);
  });

  it('tells nothing of what is no longer so', async () => {
    const filling = await bal();
    await receive(filling, 85_000);
    await expunge(filling.id, 20_000);
    expect(await tellAll()).toBe(0);
    expect(await subjectsIn(filling.id)).toEqual([]);
  });

  it('finds room for its notice when nothing is left', async () => {
    const filling = await bal(10_000);
    await receive(filling, 10_000);
    expect(await tellAll()).toBe(1);
    expect(await subjectsIn(filling.id)).toEqual(['Votre boîte est pleine']);
  });

  it('leaves a trace, a delivery, and from 95 % on word for the managers of its structure alone', async () => {
    const filling = await bal();
    await receive(filling, 96_000);
    await tellAll();
    const count = (of: TestTenant, text: string) =>
      database.withTenant(of.context(), (sql) => sql.query(text, [filling.id]));
    const trace = "select from trace_event where kind = 'quota.reached' and bal_id = $1";
    const word =
      "select severity from compliance_event where kind = 'quota.reached' and facts ->> 'balId' = $1::text";
    expect(await count(tenant, trace)).toHaveLength(1);
    expect(await count(tenant, word)).toEqual([{ severity: 'info' }]);
    expect(await count(tenant, 'select from delivery where bal_id = $1')).toHaveLength(1);
    expect(await count(neighbour, trace)).toEqual([]);
    expect(await count(neighbour, word)).toEqual([]);
  });

  it('is told once by two processes', async () => {
    const filling = await bal();
    await receive(filling, 85_000);
    const crossing = { tenantId: tenant.id, balId: filling.id };
    const told = await Promise.all([1, 2].map(() => tellQuota(ports(), tenant.context(), crossing)));
    expect(told).toContainEqual({ ok: true, value: true });
    expect(told).toContainEqual({ ok: true, value: false });
    expect(await subjectsIn(filling.id)).toHaveLength(1);
  });

  it('is told by the running mail edge as soon as it is announced', async () => {
    const filling = await bal();
    const { promise: told, resolve } = Promise.withResolvers<void>();
    const teller = new QuotaTeller({
      ...ports(),
      crossings: new PgQuotaCrossings(database),
      onCrossed: (listener) => database.changes.subscribe({ topic: 'quota' }, listener),
      log: {
        info: () => undefined,
        warn: () => undefined,
        error: (facts) => expect.fail(JSON.stringify(facts)),
      },
      now: () => new Date(),
    });
    teller.start();
    const stop = database.changes.subscribe({ topic: 'folder' }, async () => {
      if ((await subjectsIn(filling.id)).length > 0) resolve();
    });
    await receive(filling, 85_000);
    await told;
    stop();
    await teller.stop();
    expect(await subjectsIn(filling.id)).toEqual(['Votre boîte est remplie à 80 %']);
  });
});
