import type { Person } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { openSocket } from '../testing/socket.fixture.js';

const PERSON =
  '__typename ... on Person { id idNat identity familyName givenName alertAddress roles leftAt version } ... on Refus { code }';

let world: ApiWorld;
let hospital: TestTenant;
let practice: TestTenant;
let boss: Person;
let anne: Person;
let manager: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  practice = await TestTenant.create(world.database);
});
afterAll(() => world.stop());

beforeEach(async () => {
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  boss = await hospital.person({ familyName: 'CHEFFE' });
  anne = await hospital.person({ familyName: 'MOREAU', givenName: 'Anaïs' });
  await hospital.role(boss, 'manager');
  manager = await world.signIn(boss);
});

const refused = (code: string) => ({ __typename: 'Refus', code });

async function register(token: string, input: Record<string, unknown> = {}, tenant = hospital) {
  const mutation = `mutation ($id: ID!, $person: PersonRegisterInput!) { done: personRegister(structureId: $id, person: $person) { ${PERSON} } }`;
  const person = {
    identity: 'RPPS',
    number: '99700218896',
    familyName: 'LE GOFF',
    givenName: 'Hélène',
    ...input,
  };
  return (await world.ask(mutation, token, { id: tenant.id, person })).data.done;
}

async function update(token: string, personId: string, input: Record<string, unknown> = {}) {
  const mutation = `mutation ($id: ID!, $person: PersonUpdateInput!) { done: personUpdate(structureId: $id, person: $person) { ${PERSON} } }`;
  const person = { personId, version: 1, familyName: 'MOREAU-PETIT', givenName: 'Anaïs', ...input };
  return (await world.ask(mutation, token, { id: hospital.id, person })).data.done;
}

async function leave(token: string, personId: string, version = 1) {
  const mutation = `mutation ($id: ID!, $person: ID!, $version: Int!) {
    done: personLeave(structureId: $id, personId: $person, version: $version, reason: "Mutation") {
      __typename ... on PersonLeft { accesses roles unanswered person { leftAt } } ... on Refus { code } } }`;
  return (await world.ask(mutation, token, { id: hospital.id, person: personId, version })).data.done;
}

async function role(
  verb: 'roleGrant' | 'roleRevoke',
  token: string,
  person: Person,
  name: string,
  tenant = hospital,
) {
  const mutation = `mutation ($id: ID!, $person: ID!, $role: StructureRole!) { done: ${verb}(structureId: $id, personId: $person, role: $role) { ${PERSON} } }`;
  return (await world.ask(mutation, token, { id: tenant.id, person: person.id, role: name })).data.done;
}

async function people(token: string, args = '', tenant = hospital) {
  const query = `query ($id: ID!) { structure(id: $id) { ... on Refus { code } ... on Structure { people(first: 10${args}) {
    edges { node { familyName givenName roles } } pageInfo { hasNextPage endCursor } } } } }`;
  const { data, errors } = await world.ask(query, token, { id: tenant.id });
  if (errors) return errors[0].extensions.code;
  return data.structure.code ?? data.structure.people;
}

const namesOf = ({ edges }: { edges: { node: { familyName: string } }[] }) =>
  edges.map(({ node }) => node.familyName);

describe('EX_GBM_4230: the people a structure knows', () => {
  it('are registered by a manager or a key, by a number whose key is right', async () => {
    expect(await register(manager)).toMatchObject({
      ...{ __typename: 'Person', idNat: '899700218896', identity: 'RPPS', familyName: 'LE GOFF', version: 1 },
    });
    expect(await register(manager, { number: '99700218897' })).toEqual(refused('numberMalformed'));
    expect(await register(manager, { number: '9970021889' })).toEqual(refused('numberMalformed'));
    expect(await register(manager, { identity: 'ADELI', number: '759000010' })).toMatchObject({
      idNat: '0759000010',
      identity: 'ADELI',
    });
    const local = { identity: 'LOCAL', number: 'SECR-12' };
    expect(await register(manager, local)).toMatchObject({ idNat: '3010000024/SECR-12', identity: 'LOCAL' });
    const { key } = await hospital.apiKey(['person:write']);
    expect(await register(key, { familyName: 'Autre' })).toMatchObject({ familyName: 'LE GOFF' });
    const { key: reader } = await hospital.apiKey(['person:read']);
    expect(await register(reader)).toEqual(refused('scopeMissing'));
  });

  it('EX_GBM_4440: have an address for warnings outside the trust space, and none inside it', async () => {
    const outside = { alertAddress: 'helene@exemple.fr' };
    expect(await register(manager, outside)).toMatchObject(outside);
    for (const alertAddress of [`x@${hospital.domain}`, 'x@autre.mssante.fr', 'x', 'a@b'])
      expect(await register(manager, { number: '99700366240', alertAddress })).toEqual(
        refused('inputInvalid'),
      );
    await hospital.bal({ responsible: anne });
    const mutation = `mutation ($id: ID!, $to: String) { done: alertAddressChoose(structureId: $id, address: $to) { ... on Person { version } ... on Refus { code } } }`;
    const choose = async (to: string | null) =>
      (await world.ask(mutation, await world.signIn(anne), { id: hospital.id, to })).data.done;
    expect(await choose('anais@exemple.fr')).toEqual({ version: 2 });
    expect(await choose('anais@exemple.mssante.fr')).toEqual({ code: 'inputInvalid' });
    expect((await world.traces(hospital)).map(({ kind }) => kind)).toContain('person.updated');
  });

  it('are changed by who read the last version', async () => {
    expect(await update(manager, anne.id)).toMatchObject({ familyName: 'MOREAU-PETIT', version: 2 });
    expect(await update(manager, anne.id)).toEqual(refused('changedMeanwhile'));
    expect(await update(manager, anne.id, { version: 2, familyName: ' ' })).toEqual(refused('inputInvalid'));
  });

  it('are found by the beginning of a word of their name, accents or not, or by their number', async () => {
    await register(manager);
    for (const search of ['goff', 'Hel', 'hél', 'le go', '99700218896', '8997002', 'HELENE le'])
      expect([search, namesOf(await people(manager, `, search: "${search}"`))]).toEqual([
        search,
        ['LE GOFF'],
      ]);
    for (const search of ['off', 'helene moreau', '%', ''])
      expect([search, namesOf(await people(manager, `, search: "${search}"`))]).toEqual([search, []]);
    await update(manager, anne.id, { familyName: 'PETIT' });
    expect(namesOf(await people(manager, ', search: "moreau"'))).toEqual([]);
    expect(namesOf(await people(manager, ', search: "anais"'))).toEqual(['PETIT']);
  });

  it('are listed by name, page after page', async () => {
    await register(manager);
    const whole = namesOf(await people(manager));
    expect(whole).toEqual(['CHEFFE', 'LE GOFF', 'MOREAU']);
    const query = `query ($id: ID!, $after: String) { structure(id: $id) { ... on Structure { people(first: 1, after: $after) {
      edges { node { familyName } } pageInfo { hasNextPage endCursor } } } } }`;
    const paged: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data } = await world.ask(query, manager, { id: hospital.id, after });
      paged.push(...namesOf(data.structure.people));
      ({ hasNextPage: more, endCursor: after } = data.structure.people.pageInfo);
    }
    expect(paged).toEqual(whole);
  });

  it('are seen by auditors and by keys with the scope, not by professionals nor by the neighbour', async () => {
    const auditor = await hospital.person();
    await hospital.role(auditor, 'auditor');
    expect(namesOf(await people(await world.signIn(auditor)))).toHaveLength(3);
    expect(await register(await world.signIn(auditor))).toEqual(refused('forbidden'));
    const { key } = await hospital.apiKey(['person:read']);
    expect(namesOf(await people(key))).toHaveLength(3);
    const { key: other } = await hospital.apiKey(['bal:read']);
    expect(await people(other)).toBe('scopeMissing');
    await hospital.bal({ responsible: anne });
    expect(await people(await world.signIn(anne))).toBe('notFound');
    const stranger = await practice.person();
    await practice.role(stranger, 'manager');
    expect(await people(await world.signIn(stranger))).toBe('notFound');
    expect(await register(await world.signIn(stranger))).toEqual(refused('notFound'));
  });

  it('EX_GBM_5411: are chosen among by those who answer for a BAL, who see nothing else of them', async () => {
    const bal = await hospital.bal({ responsible: anne });
    const secretary = await hospital.person({ familyName: 'BELKACEM', alertAddress: 'n@exemple.fr' });
    const query = `query ($id: ID!) { bal(id: $id) { ... on Bal { candidates(search: "bel", first: 5) {
      edges { node { familyName alertAddress roles } } } } } }`;
    const ask = async (person: Person) => world.ask(query, await world.signIn(person), { id: bal.id });
    expect((await ask(anne)).data.bal.candidates.edges).toEqual([
      { node: { familyName: 'BELKACEM', alertAddress: null, roles: [] } },
    ]);
    await hospital.access(bal.id, secretary, { role: 'delegate' });
    expect((await ask(secretary)).errors?.[0].extensions.code).toBe('notFound');
  });
});

describe('a person who leaves', () => {
  it('loses every access and role in one act, and what they hold open closes', async () => {
    await hospital.role(anne, 'auditor');
    const own = await hospital.bal({ responsible: anne });
    const shared = await hospital.bal({ kind: 'organisational', responsible: boss });
    await hospital.access(shared.id, anne, { role: 'coholder' });
    const token = await world.signIn(anne);
    const socket = openSocket(world.url, { authorization: `Bearer ${token}` });
    socket.subscribe(`subscription { complianceEvents(structureId: "${hospital.id}") { kind } }`);
    await vi.waitFor(async () => {
      const metrics = await (await fetch(`${world.url}/metrics`)).text();
      expect(metrics).toMatch(/^cachet_api_subscriptions\{.*\} 1$/m);
    });
    const announced: string[] = [];
    const stops = [own, shared].map((bal) =>
      world.database.changes.subscribe({ topic: 'bal', id: bal.id }, () => announced.push(bal.id)),
    );
    expect(await leave(manager, anne.id)).toMatchObject({
      ...{ __typename: 'PersonLeft', accesses: 2, roles: 1, unanswered: [own.address] },
      person: { leftAt: world.now.toISOString() },
    });
    expect(await socket.closed).toBe(4403);
    // IMAP and SMTP sessions ask again when their BAL is announced.
    await vi.waitFor(() => expect(new Set(announced)).toEqual(new Set([own.id, shared.id])));
    for (const stop of stops) stop();
    const stateOf = `query ($id: ID!) { bal(id: $id) { ... on Bal { state } } }`;
    expect((await world.ask(stateOf, manager, { id: own.id })).data.bal).toEqual({ state: 'SUSPENDED' });
    expect((await world.ask(stateOf, manager, { id: shared.id })).data.bal).toEqual({ state: 'ACTIVE' });
    expect((await world.ask('{ me { name } }', token)).status).toBe(401);
    expect((await world.openSession(world.psc.tokenOf(anne))).data.openPortalSession.code).toBe(
      'nothingHere',
    );
    expect(namesOf(await people(manager))).toEqual(['CHEFFE']);
    expect(namesOf(await people(manager, ', left: true'))).toEqual(['MOREAU']);
    const kinds = (await world.traces(hospital)).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['access.ended', 'role.revoked', 'person.left']));
  });

  it('is given nothing any more, and comes back with nothing of what they held', async () => {
    const bal = await hospital.bal({ kind: 'organisational', responsible: anne });
    await leave(manager, anne.id);
    expect(await leave(manager, anne.id, 2)).toEqual(refused('personLeft'));
    expect(await role('roleGrant', manager, anne, 'AUDITOR')).toEqual(refused('personLeft'));
    await expect(hospital.access(bal.id, anne)).rejects.toThrow('has left');
    expect(await hospital.person({ ...anne, familyName: 'MOREAU' })).toMatchObject({
      id: anne.id,
      leftAt: null,
    });
    expect((await world.openSession(world.psc.tokenOf(anne))).data.openPortalSession.code).toBe(
      'nothingHere',
    );
    await hospital.access(bal.id, anne, { startsAt: world.now });
    expect(await world.signIn(anne)).toBeTruthy();
  });

  it('is let go by a manager or a key, by who read the last version, and never as the last manager', async () => {
    const { key } = await hospital.apiKey(['person:write']);
    expect(await leave(key, boss.id)).toEqual(refused('lastManager'));
    expect(await leave(key, anne.id, 7)).toEqual(refused('changedMeanwhile'));
    await hospital.bal({ responsible: anne });
    expect(await leave(await world.signIn(anne), boss.id)).toEqual(refused('notFound'));
    const stranger = await practice.person();
    expect(await leave(manager, stranger.id)).toEqual(refused('notFound'));
    expect(await leave(key, anne.id)).toMatchObject({ accesses: 1 });
  });
});

describe('the roles of a structure', () => {
  it('are given and taken by managers and keys; the last manager stays', async () => {
    expect(await role('roleGrant', manager, anne, 'MANAGER')).toMatchObject({ roles: ['MANAGER'] });
    expect(await role('roleGrant', manager, anne, 'AUDITOR')).toMatchObject({
      roles: ['AUDITOR', 'MANAGER'],
    });
    expect(namesOf(await people(manager, ', role: MANAGER'))).toEqual(['CHEFFE', 'MOREAU']);
    const both = await Promise.all([
      role('roleRevoke', manager, anne, 'MANAGER'),
      role('roleRevoke', await world.signIn(anne), boss, 'MANAGER'),
    ]);
    expect(both.filter(({ code }) => code === undefined)).toHaveLength(1);
    expect(['lastManager', 'forbidden', 'notFound']).toContain(both.find(({ code }) => code)?.code);
    const { key } = await hospital.apiKey(['role:write']);
    expect(await role('roleRevoke', key, anne, 'AUDITOR')).toMatchObject({ __typename: 'Person' });
    expect(await role('roleRevoke', key, anne, 'AUDITOR')).toEqual(refused('notFound'));
    const { key: other } = await hospital.apiKey(['person:write']);
    expect(await role('roleGrant', other, anne, 'MANAGER')).toEqual(refused('scopeMissing'));
  });

  it('of the operator’s administrator are given by the operator alone', async () => {
    expect(await role('roleGrant', manager, anne, 'OPERATOR_ADMIN')).toEqual(refused('forbidden'));
    const operator = await TestTenant.create(world.database, { kind: 'operator' });
    const [first, second] = [await operator.person(), await operator.person()];
    await operator.role(first, 'operatorAdmin');
    const token = await world.signIn(first);
    expect(await role('roleRevoke', token, first, 'OPERATOR_ADMIN', operator)).toEqual(
      refused('lastManager'),
    );
    expect(await role('roleGrant', token, second, 'OPERATOR_ADMIN', operator)).toMatchObject({
      roles: ['OPERATOR_ADMIN'],
    });
  });

  it('once taken close what they held open', async () => {
    await hospital.role(anne, 'auditor');
    const token = await world.signIn(anne);
    const socket = openSocket(world.url, { authorization: `Bearer ${token}` });
    socket.subscribe(`subscription { complianceEvents(structureId: "${hospital.id}") { kind } }`);
    await vi.waitFor(async () => {
      const metrics = await (await fetch(`${world.url}/metrics`)).text();
      expect(metrics).toMatch(/^cachet_api_subscriptions\{.*\} 1$/m);
    });
    await role('roleRevoke', manager, anne, 'AUDITOR');
    expect(await socket.closed).toBe(4403);
    expect((await world.ask('{ me { structures { roles } } }', token)).data.me.structures).toEqual([]);
  });
});
