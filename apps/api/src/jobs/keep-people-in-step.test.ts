import type { CopiedPractice, IdNat, Person } from '@cachet/mss-core';
import { PgDirectoryCopies, PgPeople } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { UNWATCHED } from './job.js';
import { keepPeopleInStepJob } from './keep-people-in-step.js';

const DAY = 86_400_000;

let world: ApiWorld;
let hospital: TestTenant;
let jeanne: Person;
let paul: Person;
let day = 0;
let opening: Date;
const faults: unknown[] = [];

beforeAll(async () => {
  world = await ApiWorld.start();
  opening = world.now;
});
afterAll(() => world.stop());
beforeEach(async () => {
  faults.length = 0;
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  jeanne = await hospital.person({ familyName: 'MOREAU', givenName: 'Jeanne' });
  paul = await hospital.person({ familyName: 'LEMAIRE', givenName: 'Paul' });
});

/** A day passes: the Annuaire knows these people and nobody else, and the job runs. */
async function nextDay(
  known: readonly Pick<Person, 'idNat' | 'familyName' | 'givenName'>[],
): Promise<string> {
  day += 1;
  world.now = new Date(opening.getTime() + day * DAY);
  const copies = new PgDirectoryCopies(world.database);
  const copyId = await copies.begin('identities', 'test', world.now);
  await copies.addPractices(copyId, 0, known.map(practiceOf));
  const told = {
    fileName: null,
    asOf: world.now,
    sha256: `day ${day}`,
    lineCount: known.length,
    badLineCount: 0,
  };
  await copies.finish(copyId, 'inForce', { ...told, at: world.now });
  return run();
}

function run(): Promise<string> {
  const policy = { testBals: 25, addressRestMs: 0 };
  const log = { error: (facts: object) => void faults.push(facts) };
  const act = {
    actor: { kind: 'system', name: 'jobs:annuaire.people' },
    means: 'job',
    correlationId: 'c',
  } as const;
  return keepPeopleInStepJob(world.database, world.safe, policy, log).run(
    { ...act, at: world.now, remoteAddress: null },
    UNWATCHED,
  );
}

function practiceOf({
  idNat,
  familyName,
  givenName,
}: Pick<Person, 'idNat' | 'familyName' | 'givenName'>): CopiedPractice {
  return {
    ...{ holderType: idNat.slice(0, 1), holderNumber: idNat.slice(1), title: null, familyName, givenName },
    ...{ categoryCode: 'C', professionCode: '10', professionLabel: 'Médecin', specialityCode: 'SM04' },
    ...{ specialityLabel: 'Cardiologie', structureType: null, structureNumber: null, structureName: null },
    ...{ postalCode: null, town: null },
  };
}

const inHospital = <R>(text: string, of = hospital) =>
  world.database.withTenant(of.context(), (sql) => sql.query<R>(text));
const events = async (of = hospital) =>
  (await inHospital<{ kind: string }>('select kind from compliance_event order by at, id', of)).map(
    ({ kind }) => kind,
  );
const nameOf = (idNat: IdNat, of = hospital) =>
  world.database.withTenant(of.context(), (sql) => new PgPeople(sql).byIdNat(idNat));

describe('EX_2.1_5010: the people of a structure and the Annuaire', () => {
  it('agree on names by its spelling, traced, and on the profession; another person’s names are told to the managers, once', async () => {
    const others = { ...paul, familyName: 'DURAND', givenName: 'Luc' };
    for (let time = 0; time < 2; time += 1)
      expect(await nextDay([{ ...jeanne, familyName: 'MOREAU-VIDAL' }, others])).toBe('ok');
    expect(await nameOf(jeanne.idNat)).toMatchObject({ familyName: 'MOREAU-VIDAL', version: 2 });
    expect(await nameOf(paul.idNat)).toMatchObject({ familyName: 'LEMAIRE', version: 1 });
    expect(await events()).toEqual(['annuaire.namesDiffer']);
    const renamed = (await world.traces(hospital)).filter(({ kind }) => kind === 'person.updated');
    expect(renamed).toMatchObject([{ facts: { personId: jeanne.id, source: 'annuaire' } }]);
    await hospital.role(paul, 'auditor');
    const { data } = await world.ask(
      `query ($id: ID!) { structure(id: $id) { ... on Structure { people(first: 9) { edges { node {
         familyName annuaire { profession speciality seenAsOf goneSince } } } } } } }`,
      await world.signIn(paul),
      { id: hospital.id },
    );
    const annuaire = { profession: 'Médecin', speciality: 'Cardiologie', goneSince: null };
    expect(data.structure.people.edges.map(({ node }: { node: unknown }) => node)).toEqual([
      { familyName: 'LEMAIRE', annuaire: { ...annuaire, seenAsOf: world.now.toISOString() } },
      { familyName: 'MOREAU-VIDAL', annuaire: { ...annuaire, seenAsOf: world.now.toISOString() } },
    ]);
  });

  it('part when it no longer knows somebody: managers told at once, accesses ended fifteen days later, the neighbour untouched', async () => {
    const bal = await hospital.bal({ responsible: jeanne });
    const neighbour = await TestTenant.create(world.database);
    const other = await neighbour.person();
    await neighbour.bal({ responsible: other });
    await nextDay([jeanne, paul, other]);
    await nextDay([paul, other]);
    expect(await events()).toEqual(['annuaire.personGone']);
    for (let passed = 0; passed < 14; passed += 1) await nextDay([paul, other]);
    expect(await nameOf(jeanne.idNat)).toMatchObject({ leftAt: null });
    for (let passed = 0; passed < 2; passed += 1) expect(await nextDay([paul, other])).toBe('ok');
    expect(await nameOf(jeanne.idNat)).toMatchObject({ leftAt: expect.any(Date) });
    expect(await inHospital(`select state from bal where id = '${bal.id}'`)).toEqual([
      { state: 'suspended' },
    ]);
    expect(await events()).toEqual(expect.arrayContaining(['annuaire.personGone', 'annuaire.personCut']));
    expect((await events()).filter((kind) => kind === 'annuaire.personCut')).toHaveLength(1);
    expect(await nameOf(paul.idNat)).toMatchObject({ leftAt: null });
    expect(await events(neighbour)).toEqual([]);
    expect(await inHospital('select state from bal', neighbour)).toEqual([{ state: 'active' }]);
    expect(faults).toEqual([]);
  });

  it('part for nobody who was never in it, nor for many at once, of whom the managers are told once', async () => {
    const beginner = await hospital.person();
    const many = await Promise.all(Array.from({ length: 8 }, () => hospital.person()));
    await nextDay([jeanne, paul, ...many]);
    for (let time = 0; time < 2; time += 1) expect(await nextDay([jeanne, paul])).toBe('copyDoubted');
    expect(await run()).toBe('copyDoubted');
    // One word for each copy that lacks them.
    expect(await events()).toEqual(['annuaire.manyGone', 'annuaire.manyGone']);
    expect(await inHospital('select person_id from person_standing where gone_since is not null')).toEqual(
      [],
    );
    expect(await nextDay([jeanne, paul, ...many])).toBe('ok');
    expect(await nameOf(beginner.idNat)).toMatchObject({ leftAt: null });
  });

  it('part and leave the operator’s administrator to the operator', async () => {
    const operator = await TestTenant.create(world.database, { kind: 'operator' });
    const admin = await operator.person();
    await operator.role(admin, 'operatorAdmin');
    await nextDay([admin]);
    for (let passed = 0; passed < 17; passed += 1) await nextDay([jeanne]);
    expect(await nameOf(admin.idNat, operator)).toMatchObject({ leftAt: null });
    expect(await events(operator)).toEqual(['annuaire.personGone']);
  });
});
