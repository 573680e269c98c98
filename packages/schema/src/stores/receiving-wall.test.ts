import { randomUUID } from 'node:crypto';
import { type TemporaryDatabase, TestTenant, temporaryDatabase } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../database.js';

let temporary: TemporaryDatabase;
/** One connection: what a statement leaves behind, the next one finds. */
let database: Database;
let tenant: TestTenant;
let neighbour: TestTenant;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await Database.connect({ url: temporary.appUrl, app: 'wall', poolSize: 1 });
  tenant = await TestTenant.create(database);
  neighbour = await TestTenant.create(database);
});
afterAll(async () => {
  await database.close();
  await temporary.drop();
});

const ENTERED = { text: "select current_setting('app.tenant_id', true) as tenant", values: [] };
const SEEN = { text: 'select count(*) as bals from bal', values: [] };

function receiving(balId: string, bytes: Buffer) {
  const sealed = Buffer.from(randomUUID());
  const places = JSON.stringify([{ bal_id: balId, folder: 'inbox', seen: false }]);
  return {
    text: 'select receive_letter($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)',
    values: [
      ...[tenant.id, randomUUID(), sealed, bytes.length, 1, sealed, sealed, new Date(), false, bytes],
      ...[places, '[]', '[]'],
    ],
  };
}

describe('A statement that enters a tenant by itself', () => {
  it('leaves nobody in it, whether it succeeds or fails, for those who share its connection', async () => {
    const bal = await tenant.bal({ address: 'recue' });
    const full = await tenant.bal({ quotaBytes: 1 });
    const address = bal.address;
    const all = await Promise.allSettled([
      database.alone(receiving(bal.id, Buffer.from('reçue'))),
      database.alone(ENTERED),
      database.alone(receiving(full.id, Buffer.from('sans place'))),
      database.alone(ENTERED),
      database.alone({ text: 'select bal_id from inbound_recipient($1)', values: [address] }),
      database.alone(SEEN),
      database.alone(receiving(randomUUID(), Buffer.from('sans BAL'))),
      database.alone(ENTERED),
      database.alone(SEEN),
    ]);
    expect(all).toMatchObject([
      { status: 'fulfilled' },
      { value: [{ tenant: '' }] },
      { reason: { code: 'CA001', message: full.id } },
      { value: [{ tenant: '' }] },
      { value: [{ bal_id: bal.id }] },
      { value: [{ bals: 0 }] },
      { reason: { code: 'CA002' } },
      { value: [{ tenant: '' }] },
      { value: [{ bals: 0 }] },
    ]);
  });

  it('gives a transaction of another tenant back to that tenant', async () => {
    const { address, id } = await tenant.bal({});
    const own = await neighbour.bal({});
    const seen = await database.withTenant(neighbour.context(), async (sql) => {
      const found = await sql.query('select bal_id from inbound_recipient($1)', [address]);
      expect(found).toEqual([{ bal_id: id }]);
      return sql.query('select id from bal');
    });
    expect(seen).toEqual([{ id: own.id }]);
  });
});
