import { type Bal, type Person, parseMssAddress } from '@cachet/mss-core';
import { PgRouting } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyDeletedBalsJob } from '../jobs/empty-deleted-bals.js';
import { ApiWorld, LETTER } from '../testing/api-world.fixture.js';

const GIBIBYTE = 2 ** 30;
const NOT_FOUND = { __typename: 'Refus', code: 'notFound' };
const FORBIDDEN = { __typename: 'Refus', code: 'forbidden' };

let world: ApiWorld;
let hospital: TestTenant;
let neighbour: TestTenant;
let chief: Person;
let manager: string;
let auditor: string;
let theirManager: string;
let key: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  neighbour = await TestTenant.create(world.database, { kind: 'practice' });
  chief = await hospital.person({ givenName: 'Claire', familyName: 'FONTAINE' });
  await hospital.role(chief, 'manager');
  manager = await world.signIn(chief);
  const reader = await hospital.person();
  await hospital.role(reader, 'auditor');
  auditor = await world.signIn(reader);
  const stranger = await neighbour.person();
  await neighbour.role(stranger, 'manager');
  theirManager = await world.signIn(stranger);
  key = (await hospital.apiKey(['bal:read', 'bal:write'])).key;
});
afterAll(() => world.stop());

const SHOWN = `__typename ... on AdministeredBal { version finess isShared emptiedAt decision { motive note by at }
  bal { id address kind state isTest description quotaBytes } } ... on Refus { code message messageEn }`;

async function create(bearer: string, bal: object, structureId: string = hospital.id) {
  const { data, errors } = await world.ask(
    `mutation ($structureId: ID!, $bal: BalCreateInput!) { done: balCreate(structureId: $structureId, bal: $bal) { ${SHOWN} } }`,
    bearer,
    { structureId, bal: { kind: 'ORGANISATIONAL', quotaBytes: GIBIBYTE, ...bal } },
  );
  expect(errors).toBeUndefined();
  return data.done;
}

/** What an act on a BAL answered; `more` are the arguments it has besides. */
async function act(
  bearer: string,
  name: string,
  bal: { id: string; version: number },
  more = '',
  structureId: string = hospital.id,
) {
  const { data, errors } = await world.ask(
    `mutation ($structureId: ID!, $balId: ID!, $version: Int!) {
       done: ${name}(structureId: $structureId, balId: $balId, version: $version ${more}) { ${SHOWN} } }`,
    bearer,
    { structureId, balId: bal.id, version: bal.version },
  );
  expect(errors).toBeUndefined();
  return data.done;
}

async function list(bearer: string, args: string, structureId: string = hospital.id) {
  const { data, errors } = await world.ask(
    `query ($id: ID!) { structure(id: $id) { ... on Structure { mayManageBals bals(${args}) {
       edges { cursor node { decision { motive note by } bal { address state } } } pageInfo { hasNextPage endCursor } } } ... on Refus { code } } }`,
    bearer,
    { id: structureId },
  );
  return { structure: data?.structure, errors };
}
const addressesOf = ({ structure }: Awaited<ReturnType<typeof list>>) =>
  structure.bals.edges.map(({ node }: { node: { bal: Bal } }) => node.bal.address.split('@')[0]);

const at = (name: string, of = hospital) => `${name}@${of.domain}`;
const asked = ({ version, bal }: { version: number; bal: Bal }) => ({ id: bal.id, version });

describe('EX_GBM_3010: opening a BAL', () => {
  it('EX_GBM_4311: of a person, who holds it at once; their homonym has a number', async () => {
    const jean = await hospital.person({ givenName: 'Jean', familyName: 'DUPONT' });
    const other = await hospital.person({ givenName: 'Jean', familyName: 'Dupont' });
    const opened = await create(manager, {
      ...{ kind: 'PERSONAL', address: at('jean.dupont'), responsibleIdNat: jean.idNat },
      description: 'Docteur Jean Dupont',
    });
    expect(opened).toMatchObject({
      version: 1,
      finess: '010000024',
      bal: { kind: 'PERSONAL', state: 'ACTIVE', description: 'Docteur Jean Dupont' },
    });
    const { data } = await world.ask('{ me { bals { role mayRead bal { id } } } }', await world.signIn(jean));
    expect(data.me.bals).toEqual([{ role: 'RESPONSIBLE', mayRead: true, bal: { id: opened.bal.id } }]);
    const personal = { kind: 'PERSONAL', responsibleIdNat: other.idNat };
    expect(await create(manager, { ...personal, address: at('jean.dupont') })).toMatchObject({
      code: 'addressTaken',
    });
    expect(await create(manager, { ...personal, address: at('drdupont') })).toMatchObject({
      code: 'addressNotPersonal',
      message: expect.stringContaining('jean.dupont est attendu'),
    });
    expect(await create(manager, { ...personal, address: at('jean.dupont2') })).toMatchObject({ version: 1 });
    expect((await world.traces(hospital)).filter(({ kind }) => kind === 'bal.created')).toHaveLength(2);
  });

  it('EX_GBM_4310: of a service or a program, which names nobody; by a key with that scope', async () => {
    const responsible = { responsibleIdNat: chief.idNat };
    expect(await create(key, { ...responsible, address: at('service-cardiologie') })).toMatchObject({
      bal: { kind: 'ORGANISATIONAL', state: 'ACTIVE' },
    });
    expect(
      await create(key, { ...responsible, address: at('automate.biologie'), kind: 'APPLICATIVE' }),
    ).toMatchObject({
      bal: { kind: 'APPLICATIVE' },
    });
    const codes = async (bal: object) => (await create(key, { ...responsible, ...bal })).code;
    expect(await codes({ address: at('claire.fontaine-secretariat') })).toBe('addressNominative');
    expect(await codes({ address: at('accueil'), description: 'Bureau de Claire Fontaine' })).toBe(
      'descriptionNominative',
    );
    expect(await codes({ address: at('postmaster') })).toBe('addressReserved');
    expect(await codes({ address: at('é') })).toBe('addressMalformed');
    expect(await codes({ address: at('accueil', neighbour) })).toBe('domainNotOfTenant');
    expect(await codes({ address: at('accueil'), quotaBytes: 0 })).toBe('inputInvalid');
    expect(await codes({ address: at('accueil'), responsibleIdNat: '899999999999' })).toBe('inputInvalid');
    expect(await codes({ address: at('accueil'), finess: '750712184' })).toBe('finessNotOfStructure');
  });

  it('EX_GBM_4220: answered for by who has no national identifier when they do not read it', async () => {
    const secretary = await hospital.person({ idNat: '500000001815646/CPAT00045' as Person['idNat'] });
    const responsible = { responsibleIdNat: secretary.idNat };
    const reading = { ...responsible, address: at('secretariat'), responsibleReads: true };
    expect(await create(manager, reading)).toMatchObject({ code: 'responsibleNotEntitled' });
    const opened = await create(manager, { ...reading, responsibleReads: false });
    const { data } = await world.ask(`{ me { bals { mayRead maySend } } }`, await world.signIn(secretary));
    expect([opened.version, data.me.bals]).toEqual([1, [{ mayRead: false, maySend: false }]]);
  });

  it('EX_GBM_4000: a test BAL says so, and there are as many as the operator allows', async () => {
    const responsible = { responsibleIdNat: chief.idNat };
    expect(await create(manager, { ...responsible, address: at('essai'), isTest: true })).toMatchObject({
      code: 'testMentionMissing',
    });
    expect(await create(manager, { ...responsible, address: at('essai.test') })).toMatchObject({
      code: 'testMentionMisplaced',
    });
    for (let count = 1; count <= 25; count += 1)
      expect(
        await create(manager, { ...responsible, address: at(`essai.test${count}`), isTest: true }),
      ).toMatchObject({
        bal: { isTest: true },
      });
    const { idNat } = await neighbour.person();
    const theirs = { address: at('essai.test', neighbour), responsibleIdNat: idNat, isTest: true };
    expect(await create(theirManager, theirs, neighbour.id)).toMatchObject({ code: 'tooManyTestBals' });
  });

  it('is nobody else’s: an auditor, a key without the scope, a neighbour’s manager', async () => {
    const bal = { address: at('accueil'), responsibleIdNat: chief.idNat };
    expect(await create(auditor, bal)).toMatchObject(FORBIDDEN);
    expect(await create((await hospital.apiKey(['bal:read'])).key, bal)).toMatchObject({
      code: 'scopeMissing',
    });
    expect(await create(theirManager, bal)).toMatchObject(NOT_FOUND);
    expect(await create(theirManager, bal, neighbour.id)).toMatchObject({ code: 'domainNotOfTenant' });
  });

  it('gives an address once, however many ask at one time', async () => {
    const bal = { address: at('urgences'), responsibleIdNat: chief.idNat };
    const answers = await Promise.all(Array.from({ length: 8 }, () => create(manager, bal)));
    expect(answers.map(({ code }) => code ?? 'opened').sort()).toEqual([
      ...Array(7).fill('addressTaken'),
      'opened',
    ]);
  });
});

describe('EX_PBA_5011, EX_PBA_5220: the place of a BAL', () => {
  it('is one that the structure declared, its legal entity only for what several share', async () => {
    const clinic = await TestTenant.create(world.database, { kind: 'structure' });
    const person = await clinic.person({ givenName: 'Anne', familyName: 'MARTIN' });
    await clinic.role(person, 'manager');
    const bearer = await world.signIn(person);
    const places = async (call: string) => {
      const { data } = await world.ask(
        `mutation ($id: ID!) { done: ${call} { ... on StructurePlaces { places { finess name } } ... on Refus { code } } }`,
        bearer,
        { id: clinic.id },
      );
      return data.done;
    };
    expect(
      await places(`structurePlaceDeclare(structureId: $id, finess: "750712185", name: "Site nord")`),
    ).toEqual({
      code: 'finessMalformed',
    });
    expect(
      await places(`structurePlaceDeclare(structureId: $id, finess: "75 071 218 4", name: "Site nord")`),
    ).toEqual({
      places: [{ finess: '750712184', name: 'Site nord' }],
    });
    const bal = { responsibleIdNat: person.idNat, address: at('accueil', clinic) };
    expect(await create(bearer, bal, clinic.id)).toMatchObject({ code: 'finessMissing' });
    expect(await create(bearer, { ...bal, finess: '010000024' }, clinic.id)).toMatchObject({
      code: 'finessOfLegalEntity',
    });
    const opened = await create(bearer, { ...bal, finess: '010000024', isShared: true }, clinic.id);
    expect(opened).toMatchObject({ finess: '010000024', isShared: true });
    const moved = await act(
      bearer,
      'balUpdate',
      asked(opened),
      'change: { finess: "750712184", isShared: false }',
      clinic.id,
    );
    expect(moved).toMatchObject({ finess: '750712184', isShared: false, version: 2 });
    expect(await places(`structurePlaceWithdraw(structureId: $id, finess: "750712184")`)).toEqual({
      code: 'placeInUse',
    });
  });
});

describe('RE_GBM_4320: the addresses thought of for a BAL', () => {
  it('are prenom.nom and what homonyms left, or a name made of what the BAL is for', async () => {
    const helene = await hospital.person({ givenName: 'Hélène', familyName: 'LE GOFF' });
    const twin = await hospital.person({ givenName: 'Helene', familyName: 'Le Goff' });
    await create(manager, {
      kind: 'PERSONAL',
      address: at('helene.le-goff'),
      responsibleIdNat: helene.idNat,
    });
    const suggest = async (bearer: string, args: string) => {
      const { data } = await world.ask(
        `query ($id: ID!, $domain: String!) { found: balAddressSuggest(structureId: $id, domain: $domain, ${args}) {
           ... on AddressSuggestions { addresses { address obstacle { code } } } ... on Refus { code } } }`,
        bearer,
        { id: hospital.id, domain: hospital.domain },
      );
      return data.found;
    };
    const found = await suggest(manager, `kind: PERSONAL, responsibleIdNat: "${twin.idNat}"`);
    expect(found.addresses.slice(0, 2)).toEqual([
      { address: at('helene.le-goff'), obstacle: { code: 'addressTaken' } },
      { address: at('helene.le-goff2'), obstacle: null },
    ]);
    const service = await suggest(
      manager,
      `kind: ORGANISATIONAL, responsibleIdNat: "${twin.idNat}", purpose: "Service de néphrologie"`,
    );
    expect(service.addresses[0]).toEqual({ address: at('service-nephrologie'), obstacle: null });
    expect(await suggest(auditor, `kind: PERSONAL, responsibleIdNat: "${twin.idNat}"`)).toEqual({
      code: 'forbidden',
    });
    expect(await suggest(theirManager, `kind: PERSONAL, responsibleIdNat: "${twin.idNat}"`)).toEqual({
      code: 'notFound',
    });
  });
});

describe('changing a BAL', () => {
  it('is refused to whoever read an older version, and is traced', async () => {
    const opened = await create(manager, { address: at('pharmacie'), responsibleIdNat: chief.idNat });
    const changed = await act(
      manager,
      'balUpdate',
      asked(opened),
      'change: { description: "Pharmacie", quotaBytes: 2147483648 }',
    );
    expect(changed).toMatchObject({
      version: 2,
      bal: { description: 'Pharmacie', quotaBytes: 2 * GIBIBYTE },
    });
    expect(await act(manager, 'balUpdate', asked(opened), 'change: { description: "Autre" }')).toMatchObject({
      code: 'changedMeanwhile',
    });
    expect(
      await act(manager, 'balUpdate', asked(changed), 'change: { description: "Claire Fontaine" }'),
    ).toMatchObject({
      code: 'descriptionNominative',
    });
    expect(await act(auditor, 'balUpdate', asked(changed), 'change: { description: "Autre" }')).toMatchObject(
      FORBIDDEN,
    );
    expect(
      await act(theirManager, 'balUpdate', asked(changed), 'change: { description: "Autre" }'),
    ).toMatchObject(NOT_FOUND);
    const traces = (await world.traces(hospital)).filter(({ kind }) => kind === 'bal.changed');
    expect(traces).toMatchObject([{ facts: { description: 'Pharmacie', quotaBytes: 2 * GIBIBYTE } }]);
  });

  it('EX_GBM_5410: is open to who answers for it, as to its description; a delegate changes nothing', async () => {
    const holder = await hospital.person({ givenName: 'Paul', familyName: 'LEMAIRE' });
    const delegate = await hospital.person();
    const opened = await create(manager, {
      address: at('orl'),
      responsibleIdNat: holder.idNat,
      responsibleReads: true,
    });
    await hospital.access(opened.bal.id, delegate, { role: 'delegate' });
    const [theirs, delegates] = [await world.signIn(holder), await world.signIn(delegate)];
    expect(await act(theirs, 'balUpdate', asked(opened), 'change: { description: "ORL" }')).toMatchObject({
      version: 2,
    });
    const now = { id: opened.bal.id, version: 2 };
    expect(await act(theirs, 'balUpdate', now, 'change: { quotaBytes: 10 }')).toMatchObject(FORBIDDEN);
    expect(await act(delegates, 'balUpdate', now, 'change: { description: "x" }')).toMatchObject(FORBIDDEN);
    expect(await act(theirs, 'balSuspend', now, 'motive: OTHER')).toMatchObject(NOT_FOUND);
  });
});

describe('RE_GBM_4420: suspending a BAL', () => {
  it('closes it to mail and to its holder, tells the heads why, and RE_GBM_4440 gives it back as it was', async () => {
    const clinic = await TestTenant.create(world.database, { kind: 'practice' });
    const head = await clinic.person({ givenName: 'Inès', familyName: 'ROUSSEAU' });
    await clinic.role(head, 'manager');
    const headBal = await clinic.bal({ responsible: head });
    const bearer = await world.signIn(head);
    const holder = await clinic.person({ givenName: 'Luc', familyName: 'PETIT' });
    const opened = await create(
      bearer,
      { kind: 'PERSONAL', address: at('luc.petit', clinic), responsibleIdNat: holder.idNat },
      clinic.id,
    );
    const messageId = await world.deliver(clinic, opened.bal, LETTER);
    const suspended = await act(
      bearer,
      'balSuspend',
      asked(opened),
      'motive: SECURITY, note: "Hameçonnage"',
      clinic.id,
    );
    expect(suspended).toMatchObject({
      ...{ version: 2, bal: { state: 'SUSPENDED' } },
      decision: { motive: 'SECURITY', note: 'Hameçonnage', by: 'ROUSSEAU', at: world.now.toISOString() },
    });
    const routing = new PgRouting(world.database);
    const address = parseMssAddress(opened.bal.address)!;
    expect(await routing.inboundRecipient(address)).toMatchObject({ state: 'suspended' });
    const read = async () => {
      const { data } = await world.ask(
        'query ($bal: ID!, $id: ID!) { message(balId: $bal, id: $id) { __typename ... on Refus { code } } }',
        await world.signIn(holder),
        { bal: opened.bal.id, id: messageId },
      );
      return data.message;
    };
    expect(await read()).toEqual({ __typename: 'Refus', code: 'balSuspended' });
    const [letter] = await world.database.withTenant(clinic.context(), (sql) =>
      sql.query<{ messages: number }>(
        "select message_count as messages from mail_folder where bal_id = $1 and special_use = 'inbox'",
        [headBal.id],
      ),
    );
    expect(letter).toEqual({ messages: 1 });
    const found = await list(bearer, 'first: 10, state: SUSPENDED, motive: SECURITY', clinic.id);
    expect(found.structure.bals.edges).toMatchObject([
      { node: { decision: { motive: 'SECURITY', note: 'Hameçonnage', by: 'ROUSSEAU' }, bal: { address } } },
    ]);
    expect(await act(bearer, 'balSuspend', asked(suspended), 'motive: OTHER', clinic.id)).toMatchObject({
      code: 'balNotInState',
    });
    const back = await act(bearer, 'balReactivate', asked(suspended), '', clinic.id);
    expect(back).toMatchObject({ bal: { state: 'ACTIVE' }, decision: { motive: null } });
    expect(await read()).toMatchObject({ __typename: 'Message' });
    expect(await routing.inboundRecipient(address)).toMatchObject({ state: 'active' });
    const kinds = (await world.traces(clinic)).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['bal.suspended', 'bal.reactivated']));
  });

  it('has no effect twice, when two managers decide at one time', async () => {
    const opened = await create(manager, { address: at('radiologie'), responsibleIdNat: chief.idNat });
    const answers = await Promise.all(
      [1, 2, 3].map(() => act(manager, 'balSuspend', asked(opened), 'motive: OTHER')),
    );
    expect(answers.map(({ code }) => code ?? 'done').sort()).toEqual([
      'changedMeanwhile',
      'changedMeanwhile',
      'done',
    ]);
  });
});

describe('a BAL that is pending', () => {
  it('has its name and its holder, and neither receives nor opens before it is activated', async () => {
    const lea = await hospital.person({ givenName: 'Léa', familyName: 'BRUN' });
    const opened = await create(manager, {
      ...{ kind: 'PERSONAL', address: at('lea.brun'), responsibleIdNat: lea.idNat, isPending: true },
    });
    expect(opened.bal.state).toBe('PENDING');
    const routing = new PgRouting(world.database);
    const address = parseMssAddress(at('lea.brun'))!;
    expect(await routing.inboundRecipient(address)).toMatchObject({ state: 'pending' });
    expect(await act(manager, 'balSuspend', asked(opened), 'motive: OTHER')).toMatchObject({
      code: 'balNotInState',
    });
    expect(await act(manager, 'balActivate', asked(opened))).toMatchObject({ bal: { state: 'ACTIVE' } });
    expect(await routing.inboundRecipient(address)).toMatchObject({ state: 'active' });
  });
});

describe('RE_GBM_4330: the address of a deleted BAL', () => {
  it('rests before another person has it; who had it may have it back at once; traces and accesses stay', async () => {
    const [marc, homonym] = [
      await hospital.person({ givenName: 'Marc', familyName: 'DUBOIS' }),
      await hospital.person({ givenName: 'Marc', familyName: 'DUBOIS' }),
    ];
    const personal = (idNat: string) => ({
      kind: 'PERSONAL',
      address: at('marc.dubois'),
      responsibleIdNat: idNat,
    });
    const opened = await create(manager, personal(marc.idNat));
    const deleted = await act(manager, 'balDelete', asked(opened), 'motive: DEPARTURE');
    expect(deleted).toMatchObject({ bal: { state: 'DELETED' }, decision: { motive: 'DEPARTURE' } });
    expect(await create(manager, personal(homonym.idNat))).toMatchObject({
      code: 'addressRetired',
      message: expect.stringContaining('20 novembre 2027'),
    });
    const again = await create(manager, personal(marc.idNat));
    expect(again).toMatchObject({ version: 1, bal: { state: 'ACTIVE' } });
    await act(manager, 'balDelete', asked(again), 'motive: DEPARTURE');
    const opening = world.now;
    world.now = new Date('2027-11-20T12:00:01Z');
    const manager2 = await world.signIn(chief);
    expect(await create(manager2, personal(homonym.idNat))).toMatchObject({ version: 1 });
    world.now = opening;
    const held = await world.database.withTenant(hospital.context(), (sql) =>
      sql.query('select from bal_access where bal_id = any($1)', [[opened.bal.id, again.bal.id]]),
    );
    expect(held).toHaveLength(2);
    expect(addressesOf(await list(manager, 'first: 10, text: "marc.dubois"'))).toEqual(['marc.dubois']);
    expect(addressesOf(await list(manager, 'first: 10, state: DELETED, text: "marc.dubois"'))).toHaveLength(
      2,
    );
  });
});

describe('EX_GBM_6010: the content of a deleted BAL', () => {
  it('is destroyed for good soon after; its neighbour’s and its traces stay', async () => {
    const clinic = await TestTenant.create(world.database, { kind: 'practice' });
    const person = await clinic.person({ givenName: 'Rose', familyName: 'BLANC' });
    await clinic.role(person, 'manager');
    const bearer = await world.signIn(person);
    const bal = { kind: 'PERSONAL', address: at('rose.blanc', clinic), responsibleIdNat: person.idNat };
    const opened = await create(bearer, bal, clinic.id);
    const beside = await clinic.bal({ responsible: person });
    await world.deliver(clinic, opened.bal, LETTER);
    await world.deliver(clinic, beside, 'From: a@b.fr\nSubject: x\n\nBonjour\n');
    await act(bearer, 'balDelete', asked(opened), 'motive: NOT_NEEDED', clinic.id);
    const faults: unknown[] = [];
    const job = emptyDeletedBalsJob(world.database, { error: (facts) => void faults.push(facts) });
    const system = { kind: 'system', name: 'jobs:bals.empty' } as const;
    const run = {
      actor: system,
      means: 'job',
      at: world.now,
      correlationId: 'c',
      remoteAddress: null,
    } as const;
    expect(await job.isDue({ lastRunAt: null, lastOutcome: null }, world.now)).toBe(true);
    expect([await job.run(run), faults]).toEqual(['ok', []]);
    expect(await job.isDue({ lastRunAt: null, lastOutcome: null }, world.now)).toBe(false);
    const left = await world.database.withTenant(clinic.context(), (sql) =>
      sql.query<{ messages: number }>(
        `select (select count(*) from mail_message)::int as messages,
                (select count(*) from mail_folder where bal_id = $1)::int as folders`,
        [opened.bal.id],
      ),
    );
    // The letter of the neighbour BAL, and the notice of the deletion that its holder, who manages, had there.
    expect(left).toEqual([{ messages: 2, folders: 0 }]);
    const { data } = await world.ask(
      'query ($s: ID!, $b: ID!) { administeredBal(structureId: $s, balId: $b) { ... on AdministeredBal { emptiedAt bal { usedBytes } } } }',
      bearer,
      { s: clinic.id, b: opened.bal.id },
    );
    expect(data.administeredBal).toEqual({ emptiedAt: world.now.toISOString(), bal: { usedBytes: 0 } });
    expect((await world.traces(clinic)).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['bal.created', 'bal.deleted', 'bal.emptied']),
    );
  });
});

describe('the list of the BAL of a structure', () => {
  it('is in order of address, by pages, filtered; a stranger sees none of it', async () => {
    const clinic = await TestTenant.create(world.database, { kind: 'practice' });
    const person = await clinic.person();
    await clinic.role(person, 'manager');
    const bearer = await world.signIn(person);
    for (const name of ['d', 'b', 'a', 'c'])
      await clinic.bal({ address: name, kind: name === 'b' ? 'applicative' : 'personal' });
    await clinic.bal({ address: 'e', description: 'Cardiologie PÉDIATRIQUE' });
    const first = await list(bearer, 'first: 2', clinic.id);
    expect([addressesOf(first), first.structure.mayManageBals]).toEqual([['a', 'b'], true]);
    const { endCursor } = first.structure.bals.pageInfo;
    const next = await list(bearer, `first: 3, after: "${endCursor}"`, clinic.id);
    expect([addressesOf(next), next.structure.bals.pageInfo.hasNextPage]).toEqual([['c', 'd', 'e'], false]);
    expect(addressesOf(await list(bearer, 'first: 9, kind: APPLICATIVE', clinic.id))).toEqual(['b']);
    expect(addressesOf(await list(bearer, 'first: 9, text: "pédiatrique"', clinic.id))).toEqual(['e']);
    expect(addressesOf(await list(bearer, 'first: 9, text: "%"', clinic.id))).toEqual([]);
    expect((await list(bearer, 'first: 0', clinic.id)).errors?.[0].extensions.code).toBe('inputInvalid');
    expect((await list(bearer, 'first: 1, after: "x"', clinic.id)).errors?.[0].extensions.code).toBe(
      'inputInvalid',
    );
    expect((await list(manager, 'first: 9', clinic.id)).structure).toEqual({ code: 'notFound' });
    const other = await clinic.apiKey(['delivery:read']);
    expect((await list(other.key, 'first: 9', clinic.id)).errors?.[0].extensions.code).toBe('scopeMissing');
  });
});
