import { type TemporaryDatabase, temporaryDatabase } from '@cachet/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runMigrations } from './run-migrations.js';

let t: TemporaryDatabase;
beforeAll(async () => {
  t = await temporaryDatabase();
});
afterAll(() => t.drop());
test('x', async () => {
  const db = await t.connect('x');
  expect(await db.shared((s) => s.query('select count(*) as n from route_domain'))).toEqual([{ n: 0 }]);
  expect([...(await db.presence())]).toEqual(['x']);
  expect(await runMigrations(t.ownerUrl)).toEqual([]);
});
