import type { IdNat } from '@cachet/mss-core';
import { type TemporaryDatabase, TestTenant, temporaryDatabase } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database.js';
import { PgPeople } from './pg-people.js';

const NOON = new Date('2026-11-20T12:00:00.000Z');
const A_MOMENT_BEFORE = new Date(NOON.getTime() - 1);

let temporary: TemporaryDatabase;
let database: Database;
let tenant: TestTenant;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect();
  tenant = await TestTenant.create(database);
});
afterAll(() => temporary.drop());

const holds = (idNat: IdNat, at: Date) =>
  database.withTenant(tenant.context(), (sql) => new PgPeople(sql).holdsSomething(idNat, at));

describe('whether a person has anything to do here', () => {
  it('is yes from the first moment of an access until its last, which is not part of it', async () => {
    const [doctor, delegate] = [await tenant.person(), await tenant.person()];
    const bal = await tenant.bal({ responsible: doctor });
    const endsAt = new Date(NOON.getTime() + 60_000);
    await tenant.access(bal.id, delegate, { role: 'delegate', startsAt: NOON, endsAt });
    expect(await holds(delegate.idNat, A_MOMENT_BEFORE)).toBe(false);
    expect(await holds(delegate.idNat, NOON)).toBe(true);
    expect(await holds(delegate.idNat, new Date(endsAt.getTime() - 1))).toBe(true);
    expect(await holds(delegate.idNat, endsAt)).toBe(false);
  });

  it('is yes for a role without any BAL, and no for a person merely registered', async () => {
    const [manager, nobody] = [await tenant.person(), await tenant.person()];
    await tenant.role(manager, 'manager');
    expect(await holds(manager.idNat, NOON)).toBe(true);
    expect(await holds(nobody.idNat, NOON)).toBe(false);
  });
});
