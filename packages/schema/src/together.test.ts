import { fixedContext, newTenantId, temporaryDatabase } from '@cachet/testkit';
import type { TemporaryDatabase } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from './database.js';

let temporary: TemporaryDatabase;
let database: Database;
beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect('together');
});
afterAll(async () => {
  await database.close();
  await temporary.drop();
});
