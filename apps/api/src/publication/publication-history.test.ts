import type { ActContext, IdNat } from '@cachet/mss-core';
import { PgRouting } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EstateWorld, NOT_FOUND } from '../bals/estate-world.fixture.js';
import { UNWATCHED } from '../jobs/job.js';
import { fetchReportsJob, publishFeedsJob } from '../jobs/publish-feeds.js';
import { anomalyOf, FakeDirectory } from './fake-directory.fixture.js';
import { publicationOf } from './open-publication.js';

let estate: EstateWorld;
let directory: FakeDirectory;
let balId: string;
let address: string;
let operatorOnce: TestTenant | null = null;

const EVENING = new Date('2026-11-20T22:10:00Z');
const at = (days: number, hours = 0) => new Date(EVENING.getTime() + (days * 24 + hours) * 3_600_000);
const actAt = (now: Date): ActContext => ({
  ...{
    actor: { kind: 'system', name: 'jobs' },
    means: 'job',
    at: now,
    correlationId: 'c',
    remoteAddress: null,
  },
});

/** A night of the Annuaire, which says that of what it received. */
async function night(day: number, anomalies: FakeDirectory['anomalies'] = []): Promise<void> {
  directory.anomalies = anomalies;
  const publication = publicationOf(estate.world.database, [directory], async () => true);
  const silent = { error: () => undefined };
  await publishFeedsJob(publication, silent).run(actAt(at(day)), UNWATCHED);
  await fetchReportsJob(publication, silent).run(actAt(at(day, 6)), UNWATCHED);
}

async function ask(query: string, bearer = estate.manager, variables: Record<string, unknown> = {}) {
  const { data, errors } = await estate.world.ask(query, bearer, { id: estate.hospital.id, ...variables });
  return data?.done ?? errors?.[0]?.extensions?.code;
}

const ANOMALIES = `query ($id: ID!, $filter: PublicationAnomalyFilter) { done: publicationAnomalies(structureId: $id, first: 10, filter: $filter) {
  edges { node { address balId code isBlocking message remedy motive goneAt } } } }`;
const PUBLICATIONS = `query ($id: ID!) { done: publications(structureId: $id, first: 10) {
  edges { node { id domain state declared created changed removed rejected flagged ticket } } } }`;
const CORRECTIONS = `query ($id: ID!) { done: publicationCorrections(structureId: $id, first: 10, state: PROPOSED) {
  edges { node { id address ours theirs isOfNumber state } } } }`;
const nodes = (answer: { edges: { node: Record<string, never> }[] }) => answer.edges.map(({ node }) => node);

const stateOf = async () =>
  (
    await ask(
      `query ($id: ID!, $bal: ID!) { done: administeredBal(structureId: $id, balId: $bal) { ... on AdministeredBal {
         publication { state anomalies { code } listeRougeCauses settings { service rank version } } } } }`,
      estate.manager,
      { bal: balId },
    )
  ).publication;

beforeAll(async () => {
  estate = await EstateWorld.start();
  estate.world.trusted = [estate.hospital.domain];
  directory = new FakeDirectory();
  const created = await estate.create(estate.manager, {
    ...{ responsibleIdNat: estate.chief.idNat, address: estate.at('urgences'), description: 'Urgences' },
  });
  balId = created.bal.id;
  address = estate.at('urgences');
});
afterAll(() => estate.stop());

describe('EX_1.1.1_5030: what becomes of a BAL that is published', () => {
  it('is told at each step: pending, rejected with what to do, and accepted once corrected', async () => {
    expect(await stateOf()).toMatchObject({ state: 'PENDING', anomalies: [] });
    await night(0, [anomalyOf('MSS029', address), anomalyOf('MSS020', address, { severity: 'warning' })]);
    expect(await stateOf()).toMatchObject({
      state: 'REJECTED',
      anomalies: [{ code: 'MSS029' }, { code: 'MSS020' }],
    });
    const [rejected, ...others] = nodes(
      await ask(ANOMALIES, estate.auditor, { filter: { isBlocking: true } }),
    );
    expect(rejected).toMatchObject({
      ...{ address, balId, code: 'MSS029', isBlocking: true, motive: 'motif MSS029', goneAt: null },
      remedy: 'Dites en une phrase à quoi sert la BAL : un service, une activité, un logiciel.',
    });
    expect(others).toEqual([]);

    const bal = { publication: await stateOf() };
    expect(bal.publication.settings).toEqual({ service: null, rank: null, version: 0 });
    await ask(
      `mutation ($id: ID!, $bal: ID!) { done: balPublicationUpdate(structureId: $id, balId: $bal, version: 0,
         change: { service: "Pôle urgences", rank: 1 }) { __typename } }`,
      estate.manager,
      { bal: balId },
    );
    expect(await stateOf()).toMatchObject({
      state: 'PENDING',
      settings: { service: 'Pôle urgences', rank: 1, version: 1 },
    });
    await night(1);
    expect(await stateOf()).toMatchObject({ state: 'ACCEPTED', anomalies: [] });
    expect(nodes(await ask(ANOMALIES))).toEqual([]);
    expect(nodes(await ask(ANOMALIES, estate.manager, { filter: { withGone: true } }))).toHaveLength(2);
  });

  it('EX_1.1.1_5010: has a history whose feeds can be compared', async () => {
    const other = await estate.create(estate.manager, {
      ...{ responsibleIdNat: estate.chief.idNat, address: estate.at('accueil'), description: 'Accueil' },
    });
    await night(2);
    const feeds = nodes(await ask(PUBLICATIONS));
    expect(feeds).toMatchObject([
      { state: 'REPORTED', declared: 2, created: 1, changed: 0, removed: 0, rejected: 0 },
      { state: 'REPORTED', declared: 1, created: 0, changed: 1, rejected: 0 },
      { state: 'REPORTED', declared: 1, created: 1, rejected: 1, flagged: 0, ticket: 'ticket-1' },
    ]);
    const [last, , first] = feeds;
    const differences = `query ($id: ID!, $feed: ID!, $since: ID) { done: publicationDifferences(structureId: $id, publicationId: $feed,
       since: $since, first: 10) { edges { node { address kind } } } }`;
    const since = (feed: unknown, earlier: unknown = null) =>
      ask(differences, estate.manager, { feed, since: earlier }).then(nodes);
    expect(await since(last?.id)).toEqual([{ address: estate.at('accueil'), kind: 'CREATED' }]);
    expect(await since(last?.id, first?.id)).toEqual([
      { address: estate.at('accueil'), kind: 'CREATED' },
      { address, kind: 'CHANGED' },
    ]);
    expect(other.bal.id).not.toBe(balId);
  });

  it('is for those who see the BAL of the structure, and keys with the scope', async () => {
    expect(await ask(PUBLICATIONS, estate.theirManager)).toBe('notFound');
    expect(await ask(ANOMALIES, (await estate.hospital.apiKey(['delivery:read'])).key)).toBe('scopeMissing');
    expect(await ask(CORRECTIONS, (await estate.hospital.apiKey(['bal:read'])).key)).toBe('scopeMissing');
    expect(nodes(await ask(PUBLICATIONS, (await estate.hospital.apiKey(['bal:read'])).key))).toHaveLength(3);
    const change = `mutation ($id: ID!, $bal: ID!) { done: balPublicationUpdate(structureId: $id, balId: $bal, version: 1,
       change: { service: "x" }) { __typename ... on Refus { code } } }`;
    expect(await ask(change, estate.auditor, { bal: balId })).toMatchObject({ code: 'forbidden' });
    expect(await ask(change, estate.theirManager, { bal: balId, id: estate.neighbour.id })).toEqual(
      NOT_FOUND,
    );
  });

  it('EX_PBA_5010: is told in the words of the next feed, and to keys without the holders’ names', async () => {
    const declared = `query ($id: ID!, $bal: ID!) { done: administeredBal(structureId: $id, balId: $bal) { ... on AdministeredBal {
       publication { declaration { description service responsible place identifier coholders { identifier } } } } } }`;
    const told = async (bearer: string) =>
      (await ask(declared, bearer, { bal: balId })).publication.declaration;
    const { givenName, familyName } = estate.chief;
    expect(await told(estate.auditor)).toMatchObject({
      ...{ description: 'Urgences', service: 'Pôle urgences', responsible: `${givenName} ${familyName}` },
      ...{ identifier: null, coholders: [] },
    });
    const keyOf = async (...scopes: ('bal:read' | 'access:read')[]) =>
      (await estate.hospital.apiKey(scopes)).key;
    expect(await told(await keyOf('bal:read'))).toBeNull();
    expect(await told(await keyOf('bal:read', 'access:read'))).toMatchObject({ description: 'Urgences' });
  });

  it('is refused with the setting at fault', async () => {
    const change = `mutation ($id: ID!, $bal: ID!, $change: BalPublicationInput!) { done: balPublicationUpdate(structureId: $id, balId: $bal,
       version: 1, change: $change) { __typename ... on Refus { code path } } }`;
    for (const [field, value] of [
      ['rank', 100],
      ['profession', '07'],
      ['isHidden', true],
    ] as const)
      expect(await ask(change, estate.manager, { bal: balId, change: { [field]: value } })).toMatchObject({
        ...{ code: 'inputInvalid', path: ['change', field] },
      });
    // EX_PBA_5090: without profession, the approval would never count.
    const approval = { approvedAt: at(-30), approvalReference: 'ANS-1' };
    expect(await ask(change, estate.manager, { bal: balId, change: approval })).toMatchObject({
      ...{ code: 'inputInvalid', path: ['change', 'profession'] },
    });
  });
});

describe('EX_PBA_5100: what the Annuaire knows otherwise of somebody', () => {
  it('is proposed, and applied by a yes: the next feed says it and they sign in by it', async () => {
    const clinic = await TestTenant.create(estate.world.database, { kind: 'structure' });
    const manager = await clinic.person();
    await clinic.role(manager, 'manager');
    const bearer = await estate.world.signIn(manager);
    const doctor = await clinic.person({ familyName: 'DUPOND' });
    const bal = await clinic.bal({ responsible: doctor });
    const of = { id: clinic.id };
    await night(3, [
      anomalyOf('MSS043', bal.address, {
        severity: 'warning',
        knownIdentity: { type: '8', number: '99700218896' },
      }),
      anomalyOf('MSS020', bal.address, {
        ...{ severity: 'warning', knownName: { familyName: 'DUPONT', givenName: 'Camille' } },
      }),
    ]);
    const proposed = nodes(await ask(CORRECTIONS, bearer, of));
    expect(proposed).toHaveLength(2);
    const ofBal = `query ($id: ID!, $bal: ID!) { done: publicationCorrections(structureId: $id, balId: $bal, first: 10) { edges { node { id } } } }`;
    expect(nodes(await ask(ofBal, bearer, { ...of, bal: bal.id }))).toHaveLength(2);
    for (const other of [balId, 'nonsense'])
      expect(nodes(await ask(ofBal, bearer, { ...of, bal: other }))).toEqual([]);
    const number = proposed.find(({ isOfNumber }) => isOfNumber);
    const name = proposed.find(({ isOfNumber }) => !isOfNumber);
    expect(number).toMatchObject({ address: bal.address, ours: doctor.idNat, theirs: '899700218896' });
    expect(name).toMatchObject({ ours: 'Camille DUPOND', theirs: 'Camille DUPONT' });
    const decide = (verb: string, correction: unknown, by = bearer) =>
      ask(
        `mutation ($id: ID!, $correction: ID!) { done: publicationCorrection${verb}(structureId: $id, correctionId: $correction) {
           ... on PublicationCorrection { state } ... on Refus { code } } }`,
        by,
        { ...of, correction },
      );
    expect(await decide('Accept', number?.id, estate.manager)).toMatchObject({ code: 'notFound' });
    expect(await decide('Accept', number?.id)).toEqual({ state: 'APPLIED' });
    expect(await decide('Accept', number?.id)).toMatchObject({ code: 'changedMeanwhile' });
    expect(await decide('Decline', name?.id)).toEqual({ state: 'DECLINED' });

    await night(4);
    const [declared] = directory.sent
      .flat()
      .filter(({ domain }) => domain === clinic.domain)
      .slice(-1);
    expect(declared?.entries[0]?.declaration).toMatchObject({
      identifiantPP: '99700218896',
      nomExercice: 'DUPOND',
    });
    // Signing in by that number leads here, and by the former one no more.
    const routing = new PgRouting(estate.world.database);
    expect(await routing.tenantsOf('899700218896' as IdNat)).toEqual([clinic.id]);
    expect(await routing.tenantsOf(doctor.idNat)).toEqual([]);
    // A declined one is proposed no more.
    await night(5, [
      anomalyOf('MSS020', bal.address, {
        ...{ severity: 'warning', knownName: { familyName: 'DUPONT', givenName: 'Camille' } },
      }),
    ]);
    expect(nodes(await ask(CORRECTIONS, bearer, of))).toEqual([]);
  });
});

describe('a feed that forgets much', () => {
  it('waits for a person: who manages a domain of the structure alone, or the operator; never a key', async () => {
    const clinic = await TestTenant.create(estate.world.database, { kind: 'structure' });
    const manager = await clinic.person();
    await clinic.role(manager, 'manager');
    const bearer = await estate.world.signIn(manager);
    for (let n = 0; n < 25; n += 1) await clinic.bal({ responsible: manager });
    await night(6);
    await estate.world.database.withTenant(clinic.context(), (sql) =>
      sql.query("update bal set state = 'suspended'"),
    );
    await night(7);
    const [held] = nodes(await ask(PUBLICATIONS, bearer, { id: clinic.id }));
    expect(held).toMatchObject({ state: 'HELD', declared: 0, removed: 25 });
    const approve = (by: string) =>
      ask(
        `mutation ($id: ID!, $feed: ID!) { done: publicationApprove(structureId: $id, publicationId: $feed) {
           ... on Publication { state } ... on Refus { code } } }`,
        by,
        { id: clinic.id, feed: held?.id },
      );
    expect(await approve((await clinic.apiKey(['bal:write'])).key)).toMatchObject({ code: 'forbidden' });
    expect(await approve(estate.manager)).toMatchObject({ code: 'notFound' });

    const { administrator, auditor, manager: operators } = await peopleOfOperator();
    const waiting = 'query { done: publicationsHeld { domain declared removed isApproved } }';
    const shown = [{ domain: clinic.domain, declared: 0, removed: 25, isApproved: false }];
    for (const who of [administrator, auditor]) expect(await ask(waiting, who)).toEqual(shown);
    for (const who of [operators, bearer]) expect(await ask(waiting, who)).toBe('forbidden');
    const operatorApproves = (by: string) =>
      ask(
        `mutation ($feed: ID!) { done: publicationHeldApprove(publicationId: $feed) {
           ... on HeldPublication { isApproved } ... on Refus { code } } }`,
        by,
        { feed: held?.id },
      );
    for (const who of [auditor, operators, bearer])
      expect(await operatorApproves(who)).toMatchObject({ code: 'forbidden' });

    expect(await approve(bearer)).toEqual({ state: 'HELD' });
    expect(await operatorApproves(administrator)).toMatchObject({ code: 'changedMeanwhile' });
    await night(8);
    expect(nodes(await ask(PUBLICATIONS, bearer, { id: clinic.id }))[0]).toMatchObject({
      state: 'REPORTED',
      removed: 25,
    });
  });

  it('EX_GBM_6020: and a domain is withdrawn by the operator’s administrator, under the eyes of its auditor', async () => {
    const { administrator, auditor, manager } = await peopleOfOperator();
    const { domain } = estate.hospital;
    const withdrawals = 'query { done: domainWithdrawals { domain emptiedAt } }';
    const decide = (act: 'domainWithdraw' | 'domainKeep', by: string) =>
      ask(
        `mutation ($domain: String!) { done: ${act}(domain: $domain) {
           ... on DomainWithdrawal { domain } ... on Refus { code } } }`,
        by,
        { domain },
      );
    for (const who of [auditor, manager, estate.manager])
      expect(await decide('domainWithdraw', who)).toMatchObject({ code: 'forbidden' });
    expect(await decide('domainWithdraw', administrator)).toEqual({ domain });
    for (const who of [administrator, auditor])
      expect(await ask(withdrawals, who)).toEqual([{ domain, emptiedAt: null }]);
    for (const who of [manager, estate.manager]) expect(await ask(withdrawals, who)).toBe('forbidden');
    expect(await decide('domainKeep', auditor)).toMatchObject({ code: 'forbidden' });
    expect(await decide('domainKeep', administrator)).toEqual({ domain });
    expect(await ask(withdrawals, administrator)).toEqual([]);
  });
});

describe('EX_GBM_6020: a domain that leaves the trust space', () => {
  const DECLARATION = `query ($domain: String!) { done: domainWithdrawalDeclaration(domain: $domain) {
    ... on DomainWithdrawalDeclaration { domain certificates ticket withdrawn deleted fileName url html } ... on Refus { code } } }`;
  const annexe = (domain: string, bearer: string) =>
    fetch(`${estate.world.url}/domains/${domain}/annexe-1.html`, {
      headers: { authorization: `Bearer ${bearer}` },
    });

  it('has its Annexe 1 once the Annuaire is empty of it, for who is in charge at the operator alone', async () => {
    const { administrator: bearer, auditor, apiKey } = await peopleOfOperator();
    const clinic = await TestTenant.create(estate.world.database, { kind: 'structure' });
    for (const _ of [1, 2]) await clinic.bal({ responsible: await clinic.person() });
    const { domain } = clinic;
    estate.world.trusted = [domain];
    const declaration = (by = bearer) => ask(DECLARATION, by, { domain });
    await night(9);
    expect(await declaration()).toEqual({ code: 'notFound' });
    const withdraw = `mutation ($domain: String!) { done: domainWithdraw(domain: $domain) { ... on DomainWithdrawal { domain emptiedAt }
      ... on Refus { code } } }`;
    expect(await ask(withdraw, estate.manager, { domain })).toEqual({ code: 'forbidden' });
    expect(await ask(withdraw, bearer, { domain })).toEqual({ domain, emptiedAt: null });
    expect(await declaration()).toEqual({ code: 'domainNotEmptied' });
    expect((await annexe(domain, bearer)).status).toBe(403);

    directory.counts = { removed: 2 };
    await night(10);
    const made = await declaration();
    expect(made).toMatchObject({
      ...{ domain, certificates: ['CN=mx,C=FR'], withdrawn: 2, deleted: 2 },
      ...{ fileName: `annexe-1-retrait-${domain}.html`, url: `/domains/${domain}/annexe-1.html` },
    });
    for (const told of [domain, 'Cachet &amp; Fils', made.ticket, 'NbBALSup', 'Signature et cachet'])
      expect(made.html).toContain(told);
    const page = await annexe(domain, bearer);
    expect([page.status, await page.text()]).toEqual([200, made.html]);
    expect(page.headers.get('content-disposition')).toContain(
      `attachment; filename="annexe-1-retrait-${domain}`,
    );
    // The neighbours: a manager of that very structure, the operator’s auditor, and a key of the operator.
    for (const stranger of [estate.manager, auditor, apiKey]) {
      expect(await ask(DECLARATION, stranger, { domain })).toEqual({ code: 'forbidden' });
      expect((await annexe(domain, stranger)).status).toBe(403);
    }
  });
});

/** Three people of the operator, signed in, and a key of it. */
async function peopleOfOperator() {
  operatorOnce ??= await TestTenant.create(estate.world.database, {
    kind: 'operator',
    name: 'Cachet & Fils',
  });
  const operator = operatorOnce;
  const as = async (role: 'operatorAdmin' | 'auditor' | 'manager') => {
    const person = await operator.person();
    await operator.role(person, role);
    return estate.world.signIn(person);
  };
  return {
    administrator: await as('operatorAdmin'),
    auditor: await as('auditor'),
    manager: await as('manager'),
    apiKey: (await operator.apiKey(['bal:read'])).key,
  };
}
