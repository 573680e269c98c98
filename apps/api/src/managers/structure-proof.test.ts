import type { Person } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { guardedFetch } from './guarded-fetch.js';
import { LocalManagers } from './local-managers.fixture.js';
import { ProviderClient } from './provider-client.js';
import { TestProvider } from './test-provider.fixture.js';

let world: ApiWorld;
let provider: TestProvider;
let hospital: TestTenant;
let at: LocalManagers;
/** A manager who holds a BAL too, known by her structure’s provider and, apart, by Pro Santé Connect. */
let person: Person;
let byStructure: string;
let byPsc: string;
let balId: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  provider = await TestProvider.listen();
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  at = await LocalManagers.at(world, provider, hospital);
  ({ person, token: byStructure } = await at.localManager());
  byPsc = await world.signIn(person);
  balId = (await hospital.bal({ responsible: person })).id;
});
afterAll(async () => {
  await world.stop();
  await provider.close();
});

/** What a mutation or query named `done` answered. */
async function done(token: string, operation: string) {
  const { data, errors } = await world.ask(operation, token);
  return data?.done ?? errors?.[0].extensions;
}

describe('RE_LPS_0100: the access de secours, asked by whom the provider of the structure recognised', () => {
  const turn = (on: boolean) =>
    `mutation { done: secoursTurn(structureId: "${hospital.id}", on: ${on}) { ... on SecoursPolicy { isOn } ... on Refus { code } } }`;
  const mine = (verb: string, more = '') =>
    `mutation { done: ${verb}(structureId: "${hospital.id}"${more}) { __typename ... on Refus { code } } }`;

  it('is not opened nor closed, though a manager known by Pro Santé Connect opens it', async () => {
    expect(await done(byStructure, turn(true))).toEqual({ code: 'forbidden' });
    expect(await done(byPsc, turn(true))).toEqual({ isOn: true });
    expect(await done(byStructure, turn(false))).toEqual({ code: 'forbidden' });
  });

  it('is not offered to them, nor its switch', async () => {
    const asked = `{ me { secours { isOn } } structure(id: "${hospital.id}") { ... on Structure { secours { mayManage } } } }`;
    const none = { me: { secours: [] }, structure: { secours: { mayManage: false } } };
    expect((await world.ask(asked, byStructure)).data).toEqual(none);
    const theirs = { me: { secours: [{ isOn: true }] }, structure: { secours: { mayManage: true } } };
    expect((await world.ask(asked, byPsc)).data).toEqual(theirs);
  });

  it('is not enrolled, confirmed nor revoked, theirs or another’s: it would open BALs', async () => {
    expect(await done(byStructure, mine('secoursEnrol'))).toMatchObject({ code: 'forbidden' });
    expect(await done(byPsc, mine('secoursEnrol'))).toMatchObject({ __typename: 'SecoursEnrolment' });
    expect(await done(byStructure, mine('secoursConfirm', ', code: "000000"'))).toMatchObject({
      code: 'forbidden',
    });
    expect(await done(byStructure, mine('secoursRevoke'))).toMatchObject({ code: 'forbidden' });
    expect(await done(byStructure, mine('secoursRevokeOf', `, idNat: "${person.idNat}"`))).toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('RFC 3834: an absence, asked by whom the provider of the structure recognised', () => {
  const set = `mutation { done: balAbsenceSet(balId: "ID", version: 0, absence: {
    startsAt: "2026-11-20T12:00:00.000Z", text: "Absente." }) { ... on Bal { absence { text } } ... on Refus { code } } }`;
  const end =
    'mutation { done: balAbsenceEnd(balId: "ID") { ... on Bal { absence { text } } ... on Refus { code } } }';
  const read = 'query { done: bal(id: "ID") { ... on Bal { absence { text } } ... on Refus { code } } }';
  const of = (operation: string, id = balId) => operation.replace('ID', id);
  const nobodys = '01990000-0000-7000-8000-0000000000ff';

  it('is not set, seen nor ended in a BAL the person holds: it is as unknown as one that does not exist', async () => {
    const text = { absence: { text: 'Absente.' } };
    expect(await done(byPsc, of(set))).toEqual(text);
    for (const operation of [set, end])
      expect(await done(byStructure, of(operation))).toEqual(await done(byStructure, of(operation, nobodys)));
    expect(await done(byStructure, of(set))).toEqual({ code: 'notFound' });
    expect(await done(byStructure, of(read))).not.toMatchObject(text);
    expect(await done(byPsc, of(read))).toEqual(text);
  });
});

describe('a provider inside our network', () => {
  it('is set by nobody, whether its address says so or its name leads there', async () => {
    let leadsTo = '127.0.0.1';
    const fetch = guardedFetch(async () => [leadsTo], false);
    const guarded = await ApiWorld.start(
      {},
      { providers: new ProviderClient(fetch, false, () => world.now) },
    );
    const clinic = await TestTenant.create(guarded.database, { kind: 'structure' });
    const there = await LocalManagers.at(guarded, provider, clinic);
    const refused = { code: 'inputInvalid' };
    for (const issuer of ['https://127.0.0.1', 'https://[::1]/realm', 'https://10.0.0.1', provider.issuer])
      expect(await there.set(there.psc, { issuer }), issuer).toMatchObject(refused);
    for (leadsTo of ['127.0.0.1', '192.168.0.1', '169.254.169.254', 'fe80::1'])
      expect(await there.set(there.psc, { issuer: 'https://identite.ch-valmont.fr' }), leadsTo).toMatchObject(
        refused,
      );
    await guarded.stop();
  });
});
