import { composedMessage, quarantineSeal } from '@cachet/mailstore';
import type { Person } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { PgMalware } from '@cachet/schema';
import { address, TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetQuarantinedJob } from '../jobs/forget-quarantined.js';
import { UNWATCHED } from '../jobs/job.js';
import { ApiWorld } from '../testing/api-world.fixture.js';

const DAY_MS = 86_400_000;

let world: ApiWorld;
let hospital: TestTenant;
let manager: string;
let auditor: string;
let letter: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  manager = await signedIn(hospital, 'manager');
  auditor = await signedIn(hospital, 'auditor');
});
afterAll(() => world.stop());

beforeEach(async () => {
  letter = await quarantined();
});

async function signedIn(tenant: TestTenant, role: 'manager' | 'auditor'): Promise<string> {
  const person: Person = await tenant.person();
  await tenant.role(person, role);
  return world.signIn(person);
}

/** An infected letter in the hospital's quarantine, received a second after the one before. */
async function quarantined(): Promise<string> {
  const id = newId();
  world.now = new Date(world.now.getTime() + 1_000);
  const bytes = Buffer.from('un code malveillant');
  await world.database.withTenant(hospital.context({ at: world.now }), (sql) =>
    new PgMalware(sql, async (letterId) =>
      quarantineSeal(await world.safe.keys.of(sql), letterId),
    ).quarantine(
      {
        ...{ id, direction: 'inbound', sender: address('a@peer-operateur.mssante.fr'), treatment: 'refuse' },
        ...{ recipients: [address(`anne@${hospital.domain}`)], signature: 'Eicar', nature: 'malware' },
        ...{ size: bytes.length, sha256: 'x', expiresAt: new Date(world.now.getTime() + 30 * DAY_MS) },
      },
      composedMessage(bytes),
    ),
  );
  return id;
}

async function listed(bearer: string, id: string = hospital.id) {
  const { data, errors } = await world.ask(
    `query ($id: ID!) { structure(id: $id) { ... on Structure { mayManageQuarantine malwarePolicy { infected encrypted }
       quarantine(first: 100) { edges { node { id direction sender recipients signature nature treatment size isKept } } } }
       ... on Refus { code } } }`,
    bearer,
    { id },
  );
  return { structure: data?.structure, errors };
}

async function destroy(bearer: string, id = letter, structureId: string = hospital.id) {
  const { data } = await world.ask(
    `mutation ($structureId: ID!, $id: ID!) { done: quarantineDestroy(structureId: $structureId, id: $id) {
       __typename ... on QuarantinedMessage { id isKept } ... on Refus { code } } }`,
    bearer,
    { structureId, id },
  );
  return data.done;
}

async function choose(bearer: string, structureId: string = hospital.id) {
  const { data } = await world.ask(
    `mutation ($structureId: ID!) { done: malwarePolicySet(structureId: $structureId, infected: STRIP, encrypted: ACCEPT) {
       __typename ... on MalwarePolicy { infected encrypted } ... on Refus { code } } }`,
    bearer,
    { structureId },
  );
  return data.done;
}

const pieces = () =>
  world.database.withTenant(hospital.context(), (sql) =>
    sql.query<{ seq: number }>('select seq from quarantined_chunk where letter_id = $1', [letter]),
  );

describe('EX_SSI_5090: the quarantine of a structure', () => {
  it('shows its manager and its auditor the facts, and nothing of the letter', async () => {
    for (const bearer of [manager, auditor]) {
      const { structure } = await listed(bearer);
      expect(structure.quarantine.edges[0].node).toEqual({
        ...{ id: letter, direction: 'INBOUND', sender: 'a@peer-operateur.mssante.fr' },
        ...{ recipients: [`anne@${hospital.domain}`], signature: 'Eicar', nature: 'MALWARE' },
        ...{ treatment: 'REFUSE', size: 19, isKept: true },
      });
      expect(structure.mayManageQuarantine).toBe(bearer === manager);
    }
  });

  it('lets its manager destroy a letter once, with a trace; the facts stay', async () => {
    expect(await destroy(manager)).toEqual({ __typename: 'QuarantinedMessage', id: letter, isKept: false });
    expect(await pieces()).toEqual([]);
    expect((await listed(manager)).structure.quarantine.edges[0].node).toMatchObject({
      id: letter,
      isKept: false,
    });
    expect(await destroy(manager)).toEqual({ __typename: 'Refus', code: 'notFound' });
    const traces = await world.database.withTenant(hospital.context(), (sql) =>
      sql.query<{ facts: unknown }>("select facts from trace_event where kind = 'quarantine.destroyed'"),
    );
    expect(traces).toEqual([{ facts: { quarantineId: letter } }]);
  });

  it('lets nobody else touch it: an auditor, a neighbour’s manager, a key with every right', async () => {
    const neighbour = await TestTenant.create(world.database);
    const theirManager = await signedIn(neighbour, 'manager');
    const { key } = await hospital.apiKey(['quarantine:read', 'delivery:manage']);
    expect(await destroy(auditor)).toEqual({ __typename: 'Refus', code: 'forbidden' });
    expect(await destroy(key)).toEqual({ __typename: 'Refus', code: 'forbidden' });
    expect(await destroy(theirManager)).toEqual({ __typename: 'Refus', code: 'notFound' });
    expect(await destroy(theirManager, letter, neighbour.id)).toEqual({
      __typename: 'Refus',
      code: 'notFound',
    });
    expect(await choose(auditor)).toEqual({ __typename: 'Refus', code: 'forbidden' });
    expect(await choose(theirManager)).toEqual({ __typename: 'Refus', code: 'notFound' });
    expect((await listed(theirManager)).structure).toEqual({ code: 'notFound' });
    expect((await listed(theirManager, neighbour.id)).structure.quarantine.edges).toEqual([]);
    expect(await pieces()).toHaveLength(1);
  });

  it('is shown to a key that may read it, and names the scope that lacks to another', async () => {
    const { key } = await hospital.apiKey(['quarantine:read']);
    expect((await listed(key)).structure.quarantine.edges[0].node.id).toBe(letter);
    const other = await hospital.apiKey(['delivery:read']);
    expect((await listed(other.key)).errors?.[0]?.extensions).toMatchObject({ code: 'scopeMissing' });
  });

  it('is refused whole until the manager chooses otherwise', async () => {
    const before = await listed(manager);
    expect(before.structure.malwarePolicy).toEqual({ infected: 'REFUSE', encrypted: 'REFUSE' });
    expect(await choose(manager)).toEqual({
      __typename: 'MalwarePolicy',
      infected: 'STRIP',
      encrypted: 'ACCEPT',
    });
    expect((await listed(manager)).structure.malwarePolicy).toEqual({
      infected: 'STRIP',
      encrypted: 'ACCEPT',
    });
  });

  it('forgets a letter, facts and bytes, when its time is over', async () => {
    const job = forgetQuarantinedJob(world.database);
    const act = hospital.context({ at: new Date(world.now.getTime() + 29 * DAY_MS) });
    expect(await job.run(act, UNWATCHED)).toBe('ok');
    expect(await pieces()).toHaveLength(1);
    await job.run({ ...act, at: new Date(world.now.getTime() + 31 * DAY_MS) }, UNWATCHED);
    expect(await pieces()).toEqual([]);
    expect((await listed(manager)).structure.quarantine.edges).toEqual([]);
  });
});
