import type { Bal, Person } from '@cachet/mss-core';
import { PgSending } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';

const SIRET = '312345678900011';
const NOT_FOUND = { __typename: 'Refus', code: 'notFound' };
const FORBIDDEN = { __typename: 'Refus', code: 'forbidden' };

let world: ApiWorld;
let hospital: TestTenant;
let neighbour: TestTenant;
let software: Bal;
let manager: string;
let auditor: string;
let holder: string;
let theirManager: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  neighbour = await TestTenant.create(world.database, { kind: 'structure' });
  software = await hospital.bal({ kind: 'applicative' });
  manager = await signedIn(hospital, 'manager');
  auditor = await signedIn(hospital, 'auditor');
  theirManager = await signedIn(neighbour, 'manager');
  const person = await hospital.person();
  await hospital.bal({ responsible: person });
  holder = await world.signIn(person);
});
afterAll(() => world.stop());

async function signedIn(tenant: TestTenant, role: 'manager' | 'auditor'): Promise<string> {
  const person: Person = await tenant.person();
  await tenant.role(person, role);
  return world.signIn(person);
}

async function seen(bearer: string, id: string = hospital.id) {
  const { data, errors } = await world.ask(
    `query ($id: ID!) { structure(id: $id) { ... on Structure { mayManageSending
       sendingLimits { areChosen perBal perApplicativeBal perStructure }
       sendingUse { recipients busiest { bal { id } recipients } }
       applicativeBals(first: 10) { edges { node { bal { id } structures { idNat authorisedAt } } } pageInfo { hasNextPage } } }
       ... on Refus { code } } }`,
    bearer,
    { id },
  );
  return { structure: data?.structure, errors };
}

interface Access {
  readonly structureId?: string;
  readonly balId?: string;
  readonly idNat?: string;
}

async function change(act: 'Authorise' | 'Withdraw', bearer: string, access: Access = {}) {
  const { data } = await world.ask(
    `mutation ($structureId: ID!, $balId: ID!, $idNat: String!) {
       done: balStructure${act}(structureId: $structureId, balId: $balId, idNat: $idNat) {
         __typename ... on ApplicativeBal { structures { idNat } } ... on Refus { code } } }`,
    bearer,
    { structureId: hospital.id, balId: software.id, idNat: SIRET, ...access },
  );
  return data.done;
}

async function limit(bearer: string, perBal = 100, perStructure = 1_000, structureId: string = hospital.id) {
  const { data } = await world.ask(
    `mutation ($structureId: ID!, $perBal: Int!, $perStructure: Int!) {
       done: sendingLimitsSet(structureId: $structureId, perBal: $perBal, perStructure: $perStructure) {
         __typename ... on SendingLimits { areChosen perBal perApplicativeBal perStructure } ... on Refus { code message } } }`,
    bearer,
    { structureId, perBal, perStructure },
  );
  return data.done;
}

describe('EX_LPS_1200: the structures whose certificates open an applicative BAL', () => {
  it('are shown to the manager, who authorises another and withdraws it, with traces', async () => {
    const own = '1010000024';
    expect(await change('Authorise', manager, { idNat: ` ${SIRET} ` })).toEqual({
      __typename: 'ApplicativeBal',
      structures: [{ idNat: own }, { idNat: SIRET }],
    });
    expect((await seen(manager)).structure.applicativeBals).toEqual({
      edges: [
        {
          node: {
            bal: { id: software.id },
            structures: [
              { idNat: own, authorisedAt: null },
              { idNat: SIRET, authorisedAt: world.now.toISOString() },
            ],
          },
        },
      ],
      pageInfo: { hasNextPage: false },
    });
    expect(await change('Withdraw', manager)).toMatchObject({ structures: [{ idNat: own }] });
    expect(await change('Withdraw', manager)).toEqual(NOT_FOUND);
    const traces = await world.traces(hospital);
    expect(traces.filter(({ kind }) => kind.startsWith('structure.'))).toMatchObject([
      { kind: 'structure.authorised', outcome: 'ok', bal_id: software.id, facts: { idNat: SIRET } },
      { kind: 'structure.withdrawn', outcome: 'ok', bal_id: software.id, facts: { idNat: SIRET } },
    ]);
  });

  it('are nobody else’s to change: an auditor, a holder, a neighbour’s manager, a key with every right', async () => {
    const { key } = await hospital.apiKey(['sending:read', 'bal:read']);
    for (const act of ['Authorise', 'Withdraw'] as const) {
      expect(await change(act, auditor)).toEqual(FORBIDDEN);
      expect(await change(act, key)).toEqual(FORBIDDEN);
      expect(await change(act, holder)).toEqual(NOT_FOUND);
      expect(await change(act, theirManager)).toEqual(NOT_FOUND);
      expect(await change(act, theirManager, { structureId: neighbour.id })).toEqual(NOT_FOUND);
    }
    expect(await change('Authorise', manager, { balId: 'x' })).toEqual(NOT_FOUND);
    expect(await change('Authorise', manager, { idNat: 'DSI' })).toMatchObject({ code: 'inputInvalid' });
    const [{ node }] = (await seen(manager)).structure.applicativeBals.edges;
    expect(node.structures).toHaveLength(1);
  });
});

describe('against a stolen account: how much a structure lets its BAL send', () => {
  it('is the ordinary measure until its manager chooses another, with a trace', async () => {
    expect((await seen(manager)).structure.sendingLimits).toEqual({
      ...{ areChosen: false, perBal: 400, perApplicativeBal: 4_000, perStructure: 20_000 },
    });
    const chosen = { areChosen: true, perBal: 100, perApplicativeBal: 100, perStructure: 1_000 };
    expect(await limit(manager)).toEqual({ __typename: 'SendingLimits', ...chosen });
    expect((await seen(manager)).structure.sendingLimits).toEqual(chosen);
    expect(await limit(manager, 0)).toMatchObject({ code: 'inputInvalid' });
    expect(await limit(manager, 100, 99)).toMatchObject({ code: 'inputInvalid' });
    const traces = (await world.traces(hospital)).filter(({ kind }) => kind === 'sendingLimits.changed');
    expect(traces).toMatchObject([{ outcome: 'ok', facts: { perBal: 100, perTenant: 1_000 } }]);
  });

  it('is nobody else’s to choose', async () => {
    const { key } = await hospital.apiKey(['sending:read', 'delivery:manage']);
    expect(await limit(auditor)).toMatchObject(FORBIDDEN);
    expect(await limit(key)).toMatchObject(FORBIDDEN);
    expect(await limit(holder)).toMatchObject(NOT_FOUND);
    expect(await limit(theirManager)).toMatchObject(NOT_FOUND);
  });

  it('is shown beside what was sent within the hour, the busiest BAL first; a neighbour’s is apart', async () => {
    const other = await hospital.bal();
    const count = (balId: string, recipients: number, at: Date) =>
      world.database.withTenant(hospital.context({ at }), (sql) =>
        new PgSending(sql).count(balId, recipients),
      );
    world.now = new Date('2026-11-20T12:12:00Z');
    await count(software.id, 10, new Date('2026-11-20T11:50:00Z'));
    await count(software.id, 1, world.now);
    await count(other.id, 20, world.now);
    expect((await seen(auditor)).structure.sendingUse).toEqual({
      recipients: 29,
      busiest: [
        { bal: { id: other.id }, recipients: 20 },
        { bal: { id: software.id }, recipients: 9 },
      ],
    });
    const theirs = await seen(theirManager, neighbour.id);
    expect(theirs.structure).toMatchObject({
      mayManageSending: true,
      sendingLimits: { areChosen: false },
      sendingUse: { recipients: 0, busiest: [] },
      applicativeBals: { edges: [] },
    });
  });

  it('is shown to a key that may read it, and names the scope that lacks to another; to strangers nothing', async () => {
    const { key } = await hospital.apiKey(['sending:read']);
    expect((await seen(key)).structure).toMatchObject({ mayManageSending: false });
    expect((await seen(auditor)).structure).toMatchObject({ mayManageSending: false });
    expect((await seen(manager)).structure).toMatchObject({ mayManageSending: true });
    const other = await hospital.apiKey(['delivery:read']);
    expect((await seen(other.key)).errors?.[0]?.extensions).toMatchObject({ code: 'scopeMissing' });
    for (const stranger of [theirManager, holder])
      expect((await seen(stranger)).structure).toEqual({ code: 'notFound' });
  });
});
