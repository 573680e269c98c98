import { randomUUID } from 'node:crypto';
import { done, type Outcome } from '@cachet/mss-core';
import { Database } from '@cachet/schema';
import {
  type LosingProxy,
  startLosingProxy,
  TEST_MASTER_KEY,
  type TemporaryDatabase,
  TestTenant,
  temporaryDatabase,
} from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composedMessage } from '../composed/composed-message.js';
import { openMailSafe } from '../mail-safe.js';
import { PgMailRooms } from './pg-mail-rooms.js';

let temporary: TemporaryDatabase;
let way: LosingProxy;
let database: Database;
let tenant: TestTenant;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  tenant = await TestTenant.create(await temporary.connect());
  way = await startLosingProxy(temporary.appUrl);
  database = await Database.connect({ url: way.url, app: 'rooms' });
});
afterAll(async () => {
  await database.close();
  await way.close();
  await temporary.drop();
});

/** Files a letter in the inbox of a BAL, room by room. */
async function fileIn(bal: { id: string; address: string }): Promise<Outcome<string>> {
  const message = composedMessage(Buffer.from(`Subject: ${randomUUID()}\r\n\r\nBonjour.\r\n`));
  return new PgMailRooms(
    database,
    openMailSafe(database, { CACHET_MASTER_KEY: TEST_MASTER_KEY }),
  ).transaction(tenant.context(), (enter) =>
    enter(tenant.id, async ({ filing, deliveries }) => {
      const messageId = await filing.keep(message);
      const facts = { id: randomUUID(), balId: bal.id, messageId, sender: null, size: message.size } as const;
      const recipient = bal.address as Parameters<typeof deliveries.add>[0][number]['recipient'];
      await deliveries.add([{ ...facts, direction: 'inbound', recipient, state: 'delivered' }]);
      await filing.file(bal.id, 'inbox', messageId, { seen: false, internalDate: new Date() });
      return done(messageId);
    }),
  );
}

const lettersIn = async (balId: string) => {
  const rows = await database.withTenant(tenant.context(), (sql) =>
    sql.query<{ message_count: number }>(
      "select message_count from mail_folder where bal_id = $1 and special_use = 'inbox'",
      [balId],
    ),
  );
  return rows[0]?.message_count ?? 0;
};

describe('A transaction of rooms whose connection is lost while it commits', () => {
  it('is done when the database kept it', async () => {
    const bal = await tenant.bal();
    way.loseAnswer('commit', 'COMMIT');
    expect(await fileIn(bal)).toMatchObject({ ok: true });
    expect(way.isWaiting).toBe(false);
    expect(await lettersIn(bal.id)).toBe(1);
  });

  it('is a fault, and left nothing, when the database never had it', async () => {
    const bal = await tenant.bal();
    way.loseQuestion('commit');
    await expect(fileIn(bal)).rejects.toThrow(/terminated|ECONNRESET/);
    expect(await lettersIn(bal.id)).toBe(0);
  });
});
