import { owedAt, type Person } from '@cachet/mss-core';
import {
  acceptTerms,
  publishTerms,
  type TemporaryDatabase,
  TestTenant,
  temporaryDatabase,
} from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database.js';
import { PgBalStore, PgCguAcceptances, PgCguVersions } from './index.js';

const NOON = new Date('2026-11-20T12:00:00.000Z');
const LATER = new Date('2026-11-21T12:00:00.000Z');

let temporary: TemporaryDatabase;
let database: Database;
let valmont: TestTenant;
let tilleuls: TestTenant;
let anne: Person;
let annesBal: string;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect();
  [valmont, tilleuls] = [await TestTenant.create(database), await TestTenant.create(database)];
  anne = await valmont.person();
  annesBal = (await valmont.bal({ responsible: anne })).id;
});
afterAll(() => temporary.drop());

/** How Anne stands, read both ways: with one BAL, and with all she holds. */
async function standings(at: Date, tenant = valmont, balId = annesBal) {
  return database.withTenant(tenant.context({ at }), async (sql) => {
    const bals = new PgBalStore(sql);
    const [access] = await bals.accessesOf(balId, anne.idNat);
    const held = (await bals.heldBy(anne.idNat)).find(({ bal }) => bal.id === balId);
    expect(held?.accesses[0]?.cgu).toEqual(access?.cgu);
    return access?.cgu ?? [];
  });
}

const acceptances = (tenant: TestTenant, versionId: string | null = null) =>
  database.withTenant(tenant.context(), (sql) =>
    new PgCguAcceptances(sql).page({ first: 10 }, versionId).then(({ rows }) => rows),
  );

describe('EX_DCU_5030: the terms of use in the database', () => {
  it('come with what a person holds: nothing before a version is published, then what they owe until they accept', async () => {
    expect(await standings(NOON)).toEqual([]);
    const first = await publishTerms(database);
    expect(owedAt(await standings(NOON), NOON)?.versionId).toBe(first.id);
    await acceptTerms(valmont, anne, first);
    expect(await standings(NOON)).toEqual([{ versionId: first.id, inForceAt: NOON, isAccepted: true }]);
    const second = await publishTerms(database, { inForceAt: LATER });
    expect((await standings(NOON)).map(({ versionId }) => versionId).sort()).toEqual(
      [first.id, second.id].sort(),
    );
    // From its date on, the former one is nobody's business.
    expect(await standings(LATER)).toEqual([{ versionId: second.id, inForceAt: LATER, isAccepted: false }]);
  });

  it('are accepted in one structure without the neighbour knowing, and asked of the same person there', async () => {
    const version = await publishTerms(database, { inForceAt: new Date('2026-11-19T12:00:00Z') });
    await tilleuls.person(anne);
    const other = (await tilleuls.bal({ responsible: anne })).id;
    await acceptTerms(valmont, anne, { id: (await standings(LATER))[0]!.versionId }, LATER);
    expect(owedAt(await standings(LATER), LATER)).toBeNull();
    expect(owedAt(await standings(LATER, tilleuls, other), LATER)).not.toBeNull();
    expect(await acceptances(tilleuls)).toEqual([]);
    expect(await acceptances(valmont, version.id)).toEqual([]);
  });

  it('are told to managers with who, when and by which door, the last first, page after page', async () => {
    const paul = await valmont.person();
    const current = (await standings(LATER))[0]!.versionId;
    await acceptTerms(valmont, paul, { id: current }, new Date(LATER.getTime() + 1));
    const known = await acceptances(valmont, current);
    expect(known.map(({ person }) => person.id)).toEqual([paul.id, anne.id]);
    expect(known[0]).toMatchObject({ means: 'portal', proof: 'psc', versionId: current });
    const page = (after: { at: Date; id: string } | null) =>
      database.withTenant(valmont.context(), (sql) =>
        new PgCguAcceptances(sql).page({ first: 1, after }, current),
      );
    const one = await page(null);
    expect([one.rows[0]?.personId, one.hasNext]).toEqual([paul.id, true]);
    const two = await page({ at: one.rows[0]!.acceptedAt, id: paul.id });
    expect([two.rows[0]?.personId, two.hasNext]).toEqual([anne.id, false]);
  });

  it('never change once published or accepted: the application may neither update nor delete', async () => {
    for (const statement of [
      "update cgu_version set name = 'x'",
      'delete from cgu_version',
      'update cgu_acceptance set accepted_at = now()',
      'delete from cgu_acceptance',
    ])
      await expect(
        database.withTenant(valmont.context(), (sql) => sql.query(statement)),
      ).rejects.toMatchObject({ code: '42501' });
  });

  it('are listed the last published first, and no two have one name or one date', async () => {
    const { rows, hasNext } = await database.shared((sql) => new PgCguVersions(sql).page({ first: 2 }));
    expect([rows.length, hasNext]).toEqual([2, true]);
    const [known] = rows;
    if (!known) throw new Error('nothing published');
    await expect(publishTerms(database, { name: known.name, inForceAt: new Date() })).rejects.toThrow();
    await expect(publishTerms(database, { inForceAt: known.inForceAt })).rejects.toThrow();
    const inForce = await database.shared((sql) => new PgCguVersions(sql).inForce(LATER));
    expect(inForce?.inForceAt).toEqual(LATER);
  });
});
