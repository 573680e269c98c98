import { type TemporaryDatabase, TestTenant, temporaryDatabase } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from './database.js';

let temporary: TemporaryDatabase;
let database: Database;
beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect('reading');
});
afterAll(() => temporary.drop());

const NAMES = 'select name from tenant';

describe('reading in a tenant without a transaction', () => {
  it('shows each caller their own tenant alone, however many ask at one moment on few connections', async () => {
    const tenants = await Promise.all(
      Array.from({ length: 8 }, (_, i) => TestTenant.create(database, { name: `Structure ${i}` })),
    );
    const asked = Array.from({ length: 400 }, (_, i) => i % tenants.length);
    const shown = await Promise.all(asked.map((i) => database.reading(tenants[i]!.context()).query(NAMES)));
    expect(shown).toEqual(asked.map((i) => [{ name: `Structure ${i}` }]));
  });

  it('changes nothing: PostgreSQL refuses whatever would write', async () => {
    const tenant = await TestTenant.create(database, { name: 'Avant' });
    const reading = database.reading(tenant.context());
    // Often enough that the server has it prepared.
    for (let turn = 0; turn < 5; turn += 1)
      await expect(reading.query("update tenant set name = 'Pendant'")).rejects.toMatchObject({
        code: '25006',
      });
    await expect(reading.notify('session', tenant.id)).rejects.toThrow();
    expect(await reading.query(NAMES)).toEqual([{ name: 'Avant' }]);
    // The connections it used write again for those who may.
    await database.withTenant(tenant.context(), (sql) => sql.query("update tenant set name = 'Après'"));
    expect(await reading.query(NAMES)).toEqual([{ name: 'Après' }]);
  });

  it('fails alone: those who ask beside it are answered', async () => {
    const tenant = await TestTenant.create(database, { name: 'Valmont' });
    const reading = database.reading(tenant.context());
    for (let turn = 0; turn < 5; turn += 1) {
      const settled = await Promise.allSettled([
        ...Array.from({ length: 6 }, () => reading.query(NAMES)),
        reading.query('select 1 / $1::int', [0]),
        ...Array.from({ length: 6 }, () => reading.query(NAMES)),
      ]);
      const faults = settled.filter(({ status }) => status === 'rejected');
      expect(faults).toMatchObject([{ reason: { code: '22012' } }]);
    }
  });

  it('leaves no connection that believes PostgreSQL knows a statement which it refused to read', async () => {
    const tenant = await TestTenant.create(database, { name: 'Valmont' });
    const reading = database.reading(tenant.context());
    for (let turn = 0; turn < 6; turn += 1) {
      // On more than there are connections, so that another question ends behind it on the same.
      const [refused, ...others] = await Promise.allSettled([
        reading.query('select unknown_column from tenant'),
        ...Array.from({ length: 5 }, () => reading.query('select name from tenant, pg_sleep(0.02)')),
      ]);
      expect(refused).toMatchObject({ reason: { code: '42703' } });
      expect(others.map(({ status }) => status)).toEqual(Array(5).fill('fulfilled'));
    }
  });
});
