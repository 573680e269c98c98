import { randomUUID } from 'node:crypto';
import { fixedContext, type TemporaryDatabase, TestTenant, temporaryDatabase } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, TenantStatement } from './database.js';

let temporary: TemporaryDatabase;
let database: Database;
beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect('together');
});
afterAll(() => temporary.drop());

const nameOf = (tenantId: TestTenant['id']): TenantStatement => ({
  text: 'select name from tenant where tenant_id = $1',
  values: [tenantId],
  tenantId,
});
const rename = (tenantId: TestTenant['id'], name: string): TenantStatement => ({
  text: 'update tenant set name = $2 where tenant_id = $1',
  values: [tenantId, name],
  tenantId,
});
const FAULT = { text: 'select 1 / $1::int as nothing', values: [0] };

describe('statements sent together', () => {
  it('are one transaction, each in its tenant, and answer the rows of each', async () => {
    const [one, other] = [await TestTenant.create(database), await TestTenant.create(database)];
    const rows = await database.atOnce([
      rename(one.id, 'Valmont'),
      nameOf(one.id),
      {
        text: 'select count(*) as count from tenant where tenant_id = $1',
        values: [other.id],
        tenantId: one.id,
      },
      rename(other.id, 'Tilleuls'),
      nameOf(other.id),
    ]);
    expect(rows).toEqual([[], [{ name: 'Valmont' }], [{ count: 0 }], [], [{ name: 'Tilleuls' }]]);
  });

  it('are all undone by one that fails, wherever it stands, and the next is served', async () => {
    const { id } = await TestTenant.create(database, { name: 'Avant' });
    for (const place of [0, 1, 2]) {
      const statements = [rename(id, 'Pendant'), nameOf(id)].toSpliced(place, 0, { ...FAULT, tenantId: id });
      // Often enough that the server has them prepared.
      for (let turn = 0; turn < 6; turn += 1) {
        await expect(database.atOnce(statements)).rejects.toThrow('division by zero');
        expect(await database.atOnce([nameOf(id)])).toEqual([[{ name: 'Avant' }]]);
      }
    }
  });

  it('leave nobody in their tenant on the connection they used', async () => {
    const one = await temporary.connect('single');
    const beside = one.beside(1);
    const { id } = await TestTenant.create(database, { name: 'Secret' });
    expect(await beside.atOnce([nameOf(id)])).toEqual([[{ name: 'Secret' }]]);
    expect(await beside.atOnce([{ ...nameOf(id), tenantId: null }])).toEqual([[]]);
    await expect(beside.atOnce([{ ...FAULT, tenantId: id }])).rejects.toThrow();
    expect(await beside.atOnce([{ ...nameOf(id), tenantId: null }])).toEqual([[]]);
    await beside.close();
  });

  it('take values as ordinary statements do', async () => {
    const context = fixedContext((await TestTenant.create(database)).id);
    const values = [
      null,
      12,
      true,
      'é',
      Buffer.from([0, 255]),
      new Date('2026-11-03T09:00:00Z'),
      ['a', 'b'],
      { a: 1 },
    ];
    const text = `select $1::text as a, $2::bigint as b, $3::boolean as c, $4::text as d, $5::bytea as e,
                         $6::timestamptz as f, $7::text[] as g, $8::jsonb as h`;
    const [together] = await database.atOnce([{ text, values, tenantId: context.tenantId }]);
    expect(together).toEqual(await database.withTenant(context, (sql) => sql.query(text, values)));
    expect(together).toEqual([
      { a: null, b: 12, c: true, d: 'é', e: values[4], f: values[5], g: ['a', 'b'], h: { a: 1 } },
    ]);
  });

  it('that cannot be written send nothing', async () => {
    const { id } = await TestTenant.create(database, { name: 'Avant' });
    const endless: { self?: unknown } = {};
    endless.self = endless;
    const bad = { text: 'select $1::jsonb', values: [endless], tenantId: id };
    await expect(database.atOnce([rename(id, 'Après'), bad])).rejects.toThrow();
    expect(await database.atOnce([nameOf(id)])).toEqual([[{ name: 'Avant' }]]);
  });

  it('of many sessions are each answered their own', async () => {
    const ids = Array.from({ length: 200 }, () => randomUUID());
    const rows = await Promise.all(
      ids.map((id) => database.atOnce([{ text: 'select $1::uuid as id', values: [id], tenantId: null }])),
    );
    expect(rows).toEqual(ids.map((id) => [[{ id }]]));
  });
});
