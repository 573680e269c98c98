import type { Bal, Person } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';

const ACCESS = `__typename ... on BalAccess { id version role mayRead maySend startsAt endsAt time reason grantedBy balAddress
  person { familyName identity } } ... on Refus { code }`;

let world: ApiWorld;
let hospital: TestTenant;
let practice: TestTenant;
let boss: Person;
let anne: Person;
let paul: Person;
let nadia: Person;
let manager: string;
let annes: string;
let cardio: Bal;
let personal: Bal;

beforeAll(async () => {
  world = await ApiWorld.start();
  practice = await TestTenant.create(world.database);
});
afterAll(() => world.stop());

beforeEach(async () => {
  world.now = new Date('2026-11-20T12:00:00.000Z');
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  [boss, anne, paul, nadia] = [
    await hospital.person({ familyName: 'CHEFFE' }),
    await hospital.person({ familyName: 'MOREAU' }),
    await hospital.person({ familyName: 'LEMAIRE' }),
    await hospital.person({ familyName: 'BELKACEM' }),
  ];
  await hospital.role(boss, 'manager');
  cardio = await hospital.bal({ kind: 'organisational', responsible: anne });
  personal = await hospital.bal({ responsible: anne });
  [manager, annes] = [await world.signIn(boss), await world.signIn(anne)];
});

const refused = (code: string) => ({ __typename: 'Refus', code });

async function grant(token: string, person: Person, change: Record<string, unknown> = {}, tenant = hospital) {
  const mutation = `mutation ($id: ID!, $access: AccessGrantInput!) { done: accessGrant(structureId: $id, access: $access) { ${ACCESS} } }`;
  const access = {
    balId: cardio.id,
    personId: person.id,
    role: 'DELEGATE',
    mayRead: true,
    maySend: false,
    reason: 'Secrétariat',
  };
  return (await world.ask(mutation, token, { id: tenant.id, access: { ...access, ...change } })).data.done;
}

async function change(token: string, accessId: string, input: Record<string, unknown> = {}) {
  const mutation = `mutation ($id: ID!, $change: AccessChangeInput!) { done: accessChange(structureId: $id, change: $change) { ${ACCESS} } }`;
  const asked = { accessId, version: 1, mayRead: true, maySend: true, reason: 'Remplacement', ...input };
  return (await world.ask(mutation, token, { id: hospital.id, change: asked })).data.done;
}

async function end(token: string, accessId: string, version = 1) {
  const mutation = `mutation ($id: ID!, $access: ID!, $version: Int!) {
    done: accessEnd(structureId: $id, accessId: $access, version: $version, reason: "Départ") { ${ACCESS} } }`;
  return (await world.ask(mutation, token, { id: hospital.id, access: accessId, version })).data.done;
}

async function handOver(token: string, input: Record<string, unknown>) {
  const mutation = `mutation ($id: ID!, $to: AccessHandOverInput!) { done: accessHandOver(structureId: $id, handOver: $to) { ${ACCESS} } }`;
  const asked = {
    version: 1,
    mayRead: true,
    maySend: true,
    staysCoholder: true,
    reason: 'Nouveau chef de service',
    ...input,
  };
  return (await world.ask(mutation, token, { id: hospital.id, to: asked })).data.done;
}

async function accessesOf(token: string, bal: Bal, time = '') {
  const query = `query ($id: ID!) { bal(id: $id) { ... on Refus { code } ... on Bal { accesses(first: 50${time && `, time: ${time}`}) {
    edges { node { id version role time person { familyName } } } } } } }`;
  const { data, errors } = await world.ask(query, token, { id: bal.id });
  if (errors) return errors[0].extensions.code;
  if (data.bal.code) return data.bal.code;
  return data.bal.accesses.edges.map(
    ({ node }: { node: { role: string; person: { familyName: string } } }) => [
      node.person.familyName,
      node.role,
    ],
  );
}

async function accessIdOf(bal: Bal, person: Person): Promise<string> {
  const query =
    'query ($id: ID!) { bal(id: $id) { ... on Bal { accesses(first: 50) { edges { node { id person { id } } } } } } }';
  const { data } = await world.ask(query, manager, { id: bal.id });
  return data.bal.accesses.edges.find(
    (edge: { node: { person: { id: string } } }) => edge.node.person.id === person.id,
  ).node.id;
}

/** What that person holds; who holds nothing cannot even sign in. */
async function balsOf(person: Person) {
  const { data } = await world.ask(
    '{ me { bals { bal { address } mayRead maySend mayManageAccesses } } }',
    await world.signIn(person),
  );
  return data?.me.bals ?? [];
}

/** The subjects of the letters in the inbox of a BAL, as its reader sees them. */
async function lettersOf(reader: Person, bal: Bal) {
  const query = `query ($id: ID!) { bal(id: $id) { ... on Bal { folders { specialUse messages(first: 10) { edges { node {
    subject body { text } } } } } } } }`;
  const { data } = await world.ask(query, await world.signIn(reader), { id: bal.id });
  const inbox = data.bal.folders.find((folder: { specialUse: string }) => folder.specialUse === 'INBOX');
  return inbox ? inbox.messages.edges.map(({ node }: { node: object }) => node) : [];
}

const kindsOf = async () => (await world.traces(hospital)).map(({ kind }) => kind);

describe('EX_GBM_5413: a delegation of a personal BAL', () => {
  it('is opened, changed and ended by its holder, with effect at once and a trace each time', async () => {
    const opened = await grant(annes, nadia, { balId: personal.id });
    expect(opened).toMatchObject({
      ...{
        __typename: 'BalAccess',
        role: 'DELEGATE',
        mayRead: true,
        maySend: false,
        time: 'PRESENT',
        version: 1,
      },
      ...{ startsAt: world.now.toISOString(), endsAt: null, reason: 'Secrétariat', grantedBy: 'MOREAU' },
      ...{ balAddress: personal.address, person: { familyName: 'BELKACEM', identity: 'RPPS' } },
    });
    expect(await balsOf(nadia)).toEqual([
      { bal: { address: personal.address }, mayRead: true, maySend: false, mayManageAccesses: false },
    ]);
    expect(await change(annes, opened.id)).toMatchObject({
      maySend: true,
      version: 2,
      reason: 'Remplacement',
    });
    expect(await balsOf(nadia)).toMatchObject([{ mayRead: true, maySend: true }]);
    expect(await end(annes, opened.id, 2)).toMatchObject({ time: 'PAST', version: 3 });
    expect(await balsOf(nadia)).toEqual([]);
    expect((await kindsOf()).filter((kind) => kind.startsWith('access.')).slice(-3)).toEqual([
      'access.granted',
      'access.changed',
      'access.ended',
    ]);
  });

  it('EX_GBM_4200: makes nobody a coholder, and hands the BAL over to nobody', async () => {
    expect(await grant(annes, paul, { balId: personal.id, role: 'COHOLDER' })).toEqual(
      refused('inputInvalid'),
    );
    const accessId = await accessIdOf(personal, anne);
    expect(await handOver(annes, { accessId, personId: paul.id })).toEqual(refused('inputInvalid'));
  });

  it('begins and ends by itself, and never before it is given', async () => {
    const day = 86_400_000;
    const at = (days: number) => new Date(world.now.getTime() + days * day).toISOString();
    const now = world.now.toISOString();
    const dates = { balId: personal.id, startsAt: at(1), endsAt: at(2) };
    expect(await grant(annes, nadia, dates)).toMatchObject({ time: 'FUTURE' });
    expect(await balsOf(nadia)).toEqual([]);
    world.now = new Date(at(1));
    expect(await balsOf(nadia)).toHaveLength(1);
    world.now = new Date(at(1));
    expect(await balsOf(nadia)).toEqual([]);
    const backdated = { balId: personal.id, startsAt: now };
    expect(await grant(await world.signIn(anne), nadia, backdated)).toMatchObject({
      startsAt: world.now.toISOString(),
    });
  });
});

describe('EX_GBM_5410: the coholders of an organisational BAL', () => {
  it('add coholders and delegates, and change the responsible; a delegate may nothing of that', async () => {
    expect(await grant(annes, paul, { role: 'COHOLDER', maySend: true })).toMatchObject({ role: 'COHOLDER' });
    const pauls = await world.signIn(paul);
    const delegation = await grant(pauls, nadia);
    expect(delegation).toMatchObject({ role: 'DELEGATE', grantedBy: 'LEMAIRE' });
    const nadias = await world.signIn(nadia);
    expect(await grant(nadias, boss)).toEqual(refused('forbidden'));
    expect(await change(nadias, delegation.id)).toEqual(refused('forbidden'));
    expect(await end(nadias, delegation.id)).toEqual(refused('forbidden'));
    const accessId = await accessIdOf(cardio, anne);
    expect(await handOver(nadias, { accessId, personId: nadia.id })).toEqual(refused('forbidden'));
    expect(await end(pauls, accessId)).toEqual(refused('responsibleNeeded'));
    const successor = await hospital.person({ familyName: 'PETIT' });
    expect(await handOver(pauls, { accessId, personId: successor.id })).toMatchObject({
      role: 'RESPONSIBLE',
      person: { familyName: 'PETIT' },
    });
    expect(await accessesOf(manager, cardio, 'PRESENT')).toEqual(
      expect.arrayContaining([
        ['PETIT', 'RESPONSIBLE'],
        ['MOREAU', 'COHOLDER'],
        ['LEMAIRE', 'COHOLDER'],
        ['BELKACEM', 'DELEGATE'],
      ]),
    );
    expect(await accessesOf(manager, cardio, 'PAST')).toEqual([['MOREAU', 'RESPONSIBLE']]);
    expect(await kindsOf()).toContain('access.handedOver');
  });

  it('are told of each new access by a letter in its inbox', async () => {
    await grant(manager, paul, { role: 'COHOLDER', maySend: true, reason: 'Arrivée dans le service' });
    const [letter] = await lettersOf(anne, cardio);
    expect(letter.subject).toBe('Un nouvel accès à une boîte est ouvert');
    expect(letter.body.text).toContain('Camille LEMAIRE, cotitulaire');
    expect(letter.body.text).toContain('par : CHEFFE');
    expect(letter.body.text).toContain('Arrivée dans le service');
  });

  it('EX_GBM_3030: are at most 20 where the structure has no FINESS, the responsible included', async () => {
    const holder = await practice.person();
    const bal = await practice.bal({ kind: 'organisational', responsible: holder });
    for (let n = 0; n < 19; n += 1)
      await practice.access(bal.id, await practice.person(), { role: 'coholder' });
    const token = await world.signIn(holder);
    const asked = { balId: bal.id, role: 'COHOLDER' };
    expect(await grant(token, await practice.person(), asked, practice)).toEqual(refused('tooManyCoholders'));
    const delegate = { balId: bal.id };
    expect(await grant(token, await practice.person(), delegate, practice)).toMatchObject({
      role: 'DELEGATE',
    });
  });
});

describe('EX_GBM_4220: a responsible who is not habilitated', () => {
  it('manages the accesses without reading, cannot begin to read by their own hand, and is told in their own BAL', async () => {
    const bal = await hospital.bal({ kind: 'organisational' });
    await hospital.access(bal.id, paul, { mayRead: false, maySend: false });
    const own = await hospital.bal({ responsible: paul });
    const pauls = await world.signIn(paul);
    expect(await grant(pauls, anne, { balId: bal.id, role: 'COHOLDER' })).toMatchObject({ role: 'COHOLDER' });
    expect(await lettersOf(paul, own)).toMatchObject([{ subject: 'Un nouvel accès à une boîte est ouvert' }]);
    expect(await lettersOf(paul, bal)).toEqual([]);
    expect(await grant(pauls, paul, { balId: bal.id })).toEqual(refused('forbidden'));
    expect(await change(pauls, await accessIdOf(bal, paul))).toEqual(refused('forbidden'));
  });
});

describe('EX_GBM_5411: applicative BAL', () => {
  it('have no delegation; their responsible is named by the structure', async () => {
    const bal = await hospital.bal({ kind: 'applicative', responsible: anne });
    expect(await grant(manager, nadia, { balId: bal.id })).toEqual(refused('inputInvalid'));
    expect(await grant(annes, nadia, { balId: bal.id })).toEqual(refused('forbidden'));
    const accessId = await accessIdOf(bal, anne);
    expect(await handOver(manager, { accessId, personId: paul.id, staysCoholder: false })).toMatchObject({
      role: 'RESPONSIBLE',
    });
  });
});

describe('who else may', () => {
  it('is a manager or a key with the scope; an auditor sees, and nobody opens to themselves what another holds', async () => {
    expect(await grant(manager, nadia)).toMatchObject({ grantedBy: 'CHEFFE' });
    expect(await grant(manager, boss)).toEqual(refused('forbidden'));
    const { key } = await hospital.apiKey(['access:write', 'access:read', 'bal:read']);
    expect(await grant(key, paul)).toMatchObject({ grantedBy: 'Logiciel fictif' });
    const { key: reader } = await hospital.apiKey(['access:read', 'bal:read']);
    expect(await grant(reader, paul)).toEqual(refused('scopeMissing'));
    expect(await accessesOf(reader, cardio)).toHaveLength(3);
    const { key: other } = await hospital.apiKey(['bal:read']);
    expect(await accessesOf(other, cardio)).toBe('scopeMissing');
    const auditor = await hospital.person();
    await hospital.role(auditor, 'auditor');
    const auditors = await world.signIn(auditor);
    expect(await accessesOf(auditors, cardio)).toHaveLength(3);
    expect(await grant(auditors, paul)).toEqual(refused('forbidden'));
  });

  it('is neither the neighbour nor whoever holds nothing of the BAL: it does not exist for them', async () => {
    const stranger = await practice.person();
    await practice.role(stranger, 'manager');
    const token = await world.signIn(stranger);
    expect(await grant(token, nadia)).toEqual(refused('notFound'));
    expect(await grant(token, nadia, {}, practice)).toEqual(refused('notFound'));
    await hospital.bal({ responsible: paul });
    const pauls = await world.signIn(paul);
    expect(await grant(pauls, nadia)).toEqual(refused('notFound'));
    expect(await end(pauls, await accessIdOf(cardio, anne))).toEqual(refused('notFound'));
    expect(await accessesOf(pauls, cardio)).toBe('notFound');
    expect(await grant(manager, stranger)).toEqual(refused('notFound'));
  });

  it('sees all the accesses of what they answer for; a delegate sees their own', async () => {
    await grant(manager, nadia);
    await grant(manager, paul);
    expect(await accessesOf(annes, cardio)).toHaveLength(3);
    expect(await accessesOf(await world.signIn(nadia), cardio)).toEqual([['BELKACEM', 'DELEGATE']]);
  });
});

describe('two people at one time', () => {
  it('do not undo each other: the second is told that it changed', async () => {
    const { id } = await grant(manager, nadia);
    const both = await Promise.all([change(manager, id), change(annes, id, { maySend: false })]);
    expect(both.map((each) => each.code ?? each.version).toSorted()).toEqual([2, 'changedMeanwhile']);
    expect(await end(manager, id, 1)).toEqual(refused('changedMeanwhile'));
    expect(await end(manager, id, 2)).toMatchObject({ time: 'PAST' });
    expect(await end(manager, id, 3)).toEqual(refused('accessOver'));
    expect(await change(manager, id, { version: 3 })).toEqual(refused('accessOver'));
  });

  it('open one access, not two, and one responsible', async () => {
    const twice = await Promise.all([grant(manager, nadia), grant(annes, nadia)]);
    expect(twice.map((each) => each.code ?? 'opened').toSorted()).toEqual(['accessHeld', 'opened']);
    const bal = await hospital.bal({ kind: 'organisational' });
    const named = await Promise.all(
      [paul, nadia].map((person) => grant(manager, person, { balId: bal.id, role: 'RESPONSIBLE' })),
    );
    expect(named.map((each) => each.code ?? 'opened').toSorted()).toEqual(['inputInvalid', 'opened']);
  });
});
