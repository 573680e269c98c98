import type { IdNat } from '@cachet/mss-core';
import { type TemporaryDatabase, TestTenant, temporaryDatabase } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database.js';
import { PEOPLE_NAMED, PgBalEstate } from './pg-bal-estate.js';
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

describe('EX_GBM_4310: people whom a text may name', () => {
  const named = (words: readonly string[], of = tenant) =>
    database.withTenant(of.context(), (sql) => new PgBalEstate(sql).peopleNamed(words));

  it('are those whose names hold no other word, whatever the accents; the neighbour’s are not', async () => {
    await tenant.person({ givenName: 'Hélène', familyName: 'LE GOFF' });
    await tenant.person({ givenName: 'Martin', familyName: 'Martin' });
    const helene = { givenName: 'Hélène', familyName: 'LE GOFF' };
    expect(await named(['secretariat', 'helene', 'le', 'goff'])).toEqual([helene]);
    expect(await named(['helene', 'goff'])).toEqual([]);
    expect(await named(['martin'])).toEqual([{ givenName: 'Martin', familyName: 'Martin' }]);
    expect(await named([])).toEqual([]);
    expect(await named(['helene', 'le', 'goff'], await TestTenant.create(database))).toEqual([]);
  });

  it('are found by the index of their words: a structure of many people is not read through', async () => {
    const large = await TestTenant.create(database);
    const plan = await database.withTenant(large.context(), async (sql) => {
      await sql.query(
        `insert into person (tenant_id, id, id_nat, family_name, given_name, sort_name, created_at)
         select $1, gen_random_uuid(), 'x' || n, 'nom' || n, 'prenom' || n, 'nom' || n || ' prenom' || n, now()
           from generate_series(1, 3000) n`,
        [large.id],
      );
      await sql.query(
        `insert into person_word (tenant_id, word, person_id)
         select p.tenant_id, w, p.id from person p, string_to_table(p.sort_name, ' ') w where p.tenant_id = $1`,
        [large.id],
      );
      const rows = await sql.query<{ 'QUERY PLAN': string }>(`explain ${PEOPLE_NAMED}`, [
        large.id,
        ['nom7', 'prenom7'],
      ]);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).toMatch(/Index (Only )?Scan using person_word_pkey/);
    expect(plan).not.toContain('Seq Scan');
  });
});
