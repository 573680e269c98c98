import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asked, EstateWorld, NOT_FOUND } from '../bals/estate-world.fixture.js';

let estate: EstateWorld;

beforeAll(async () => {
  estate = await EstateWorld.start();
  estate.world.trusted = [estate.hospital.domain];
});
afterAll(() => estate.stop());

const PUBLICATION = `publication { state exclusion isOnListeRouge listeRougeCauses declaration { description }
  findings { rule code isBlocking subject message messageEn remedy remedyEn } }`;

async function publicationOf(bearer: string, balId: string, structureId = estate.hospital.id) {
  const { data, errors } = await estate.world.ask(
    `query ($id: ID!, $bal: ID!) { done: administeredBal(structureId: $id, balId: $bal) {
       ... on AdministeredBal { ${PUBLICATION} } ... on Refus { __typename code } } }`,
    bearer,
    { id: structureId, bal: balId },
  );
  expect(errors).toBeUndefined();
  return data.done.publication ?? data.done;
}

async function preview(
  bearer: string,
  more: { first?: number; after?: string; domain?: string; id?: string } = {},
) {
  const { data } = await estate.world.ask(
    `query ($id: ID!, $domain: String!, $first: Int!, $after: String) {
       done: publicationPreview(structureId: $id, domain: $domain) {
         __typename ... on PublicationPreview { declared onListeRouge blocked warned keptBack unchecked
           exclusions { reason count }
           findings(first: $first, after: $after) { edges { cursor node { address rule isBlocking } } pageInfo { hasNextPage } } }
         ... on Refus { code } } }`,
    bearer,
    { id: estate.hospital.id, domain: estate.hospital.domain, first: 10, after: null, ...more },
  );
  return data.done;
}

describe('EX_PBA_5150: a BAL that is typed', () => {
  it('shows at once what the Annuaire would hold against it, and no more once it is corrected', async () => {
    const bare = await estate.create(estate.manager, {
      ...{ responsibleIdNat: estate.chief.idNat, address: estate.at('radiologie') },
    });
    const { findings, exclusion } = await publicationOf(estate.manager, bare.bal.id);
    expect(exclusion).toBeNull();
    expect(findings).toEqual([
      {
        ...{ rule: 'RG_CTR_030', code: 'MSS029', isBlocking: true, subject: 'DESCRIPTION' },
        message: 'La description est obligatoire pour une BAL organisationnelle ou applicative.',
        messageEn: 'The description is mandatory for an organisational or applicative mailbox.',
        remedy: 'Dites en une phrase à quoi sert la BAL : un service, une activité, un logiciel.',
        remedyEn: 'Say in one sentence what the mailbox is for: a service, an activity, a program.',
      },
    ]);
    const change = 'change: { description: "Service de radiologie" }';
    await estate.act(estate.manager, 'balUpdate', asked(bare), change);
    expect(await publicationOf(estate.manager, bare.bal.id)).toMatchObject({
      ...{ exclusion: null, isOnListeRouge: false, findings: [] },
    });
  });

  it('EX_PBA_5230, EX_PBA_5140: is not published while it is one of test, or pending', async () => {
    const responsibleIdNat = estate.chief.idNat;
    const test = await estate.create(estate.manager, {
      ...{ responsibleIdNat, address: estate.at('essai.test'), isTest: true },
    });
    const pending = await estate.create(estate.manager, {
      ...{ responsibleIdNat, address: estate.at('demain'), isPending: true },
    });
    const reasons = [test, pending].map(({ bal }) => publicationOf(estate.manager, bal.id));
    expect(await Promise.all(reasons)).toMatchObject([{ exclusion: 'TEST' }, { exclusion: 'NOT_OPEN' }]);
  });

  it('is told to be in no feed when the schema has no room for it, or its domain is withdrawn (EX_GBM_6020)', async () => {
    const { bal } = await estate.create(estate.manager, {
      ...{ responsibleIdNat: estate.chief.idNat, address: estate.at('longue'), description: 'Longue' },
    });
    const untold = (exclusion: string) => ({
      ...{ state: 'NOT_PUBLISHED', exclusion, declaration: null, isOnListeRouge: false },
    });
    await estate.world.database.withTenant(estate.hospital.context(), (sql) =>
      sql.query('update bal set description = $2 where id = $1', [bal.id, 'x'.repeat(161)]),
    );
    const kept = await publicationOf(estate.manager, bal.id);
    expect(kept).toMatchObject(untold('KEPT_BACK'));
    expect(kept.findings).toMatchObject([{ subject: 'DESCRIPTION', isBlocking: true }]);

    const { domain } = estate.hospital;
    await estate.world.database.shared((sql) =>
      sql.query('insert into annuaire_withdrawal (domain, asked_at, asked_by) values ($1, now(), $2)', [
        ...[domain, 'x'],
      ]),
    );
    expect(await publicationOf(estate.manager, bal.id)).toMatchObject(untold('DOMAIN_WITHDRAWN'));
    const whole = await preview(estate.manager);
    expect(whole).toMatchObject({ declared: 0, exclusions: [{ reason: 'DOMAIN_WITHDRAWN' }] });
    await estate.world.database.shared((sql) => sql.query('delete from annuaire_withdrawal'));
    expect(await publicationOf(estate.manager, bal.id)).toMatchObject(untold('KEPT_BACK'));
  });

  it('EX_PBA_5040: keeps its causes of the liste rouge while it is in no feed', async () => {
    const { bal } = await estate.create(estate.manager, {
      ...{ responsibleIdNat: estate.chief.idNat, address: estate.at('discrete.test'), isTest: true },
    });
    await estate.world.database.withTenant(estate.hospital.context(), (sql) =>
      sql.query(
        'insert into liste_rouge_choice (tenant_id, bal_id, wanted, chosen_at) values ($1, $2, true, now())',
        [estate.hospital.id, bal.id],
      ),
    );
    expect(await publicationOf(estate.manager, bal.id)).toMatchObject({
      ...{ exclusion: 'TEST', listeRougeCauses: ['CHOICE'] },
    });
  });

  it('RG_CTR_000: is told that its domain is not on the liste blanche', async () => {
    const bal = await estate.create(estate.manager, {
      ...{
        responsibleIdNat: estate.chief.idNat,
        address: estate.at('hors.liste'),
        description: 'Hors liste',
      },
    });
    estate.world.trusted = [];
    const { findings } = await publicationOf(estate.manager, bal.bal.id);
    estate.world.trusted = [estate.hospital.domain];
    expect(findings).toMatchObject([{ rule: 'RG_CTR_000', isBlocking: true }]);
  });

  it('is judged for those who may see it alone', async () => {
    const bal = await estate.create(estate.manager, {
      ...{ responsibleIdNat: estate.chief.idNat, address: estate.at('urgences'), description: 'Urgences' },
    });
    expect(await publicationOf(estate.auditor, bal.bal.id)).toMatchObject({ findings: [] });
    expect(await publicationOf(estate.theirManager, bal.bal.id)).toEqual(NOT_FOUND);
    expect(await publicationOf(estate.theirManager, bal.bal.id, estate.neighbour.id)).toEqual(NOT_FOUND);
  });
});

describe('EX_1.1.1_5010: the preview of a feed', () => {
  it('counts what would be declared on a domain, and pages through what stands against it', async () => {
    const clinic = await TestTenant.create(estate.world.database, { kind: 'structure' });
    estate.world.trusted = [estate.hospital.domain, clinic.domain];
    const chief = await clinic.person({ givenName: 'Anne', familyName: 'MARTIN' });
    await clinic.role(chief, 'manager');
    const bearer = await estate.world.signIn(chief);
    for (const name of ['a', 'b', 'c']) {
      const bal = { responsibleIdNat: chief.idNat, address: estate.at(`service-${name}`, clinic) };
      await estate.create(bearer, bal, clinic.id);
    }
    await clinic.bal({ responsible: chief });
    const at = { id: clinic.id, domain: clinic.domain.toUpperCase() };
    const whole = await preview(bearer, at);
    expect(whole).toMatchObject({
      declared: 4,
      onListeRouge: 0,
      blocked: 3,
      warned: 0,
      keptBack: 0,
      exclusions: [],
    });
    expect(whole.unchecked).toContain('RG_CTR_008');
    const first = await preview(bearer, { ...at, first: 2 });
    expect(first.findings.edges.map(({ node }: { node: { address: string } }) => node.address)).toEqual([
      estate.at('service-a', clinic),
      estate.at('service-b', clinic),
    ]);
    const rest = await preview(bearer, { ...at, first: 2, after: first.findings.edges[1].cursor });
    expect(rest.findings).toMatchObject({
      edges: [{ node: { address: estate.at('service-c', clinic), rule: 'RG_CTR_030', isBlocking: true } }],
      pageInfo: { hasNextPage: false },
    });
  });

  it('EX_GBM_3030: declares the BAL of a practice with those who hold it', async () => {
    const practice = await TestTenant.create(estate.world.database, { kind: 'practice' });
    estate.world.trusted = [estate.hospital.domain, practice.domain];
    const responsible = await practice.person();
    await practice.role(responsible, 'manager');
    const bearer = await estate.world.signIn(responsible);
    const bal = await practice.bal({ responsible, kind: 'organisational', description: 'Cabinet' });
    await practice.access(bal.id, await practice.person(), { role: 'coholder' });
    const shown = await preview(bearer, { id: practice.id, domain: practice.domain });
    expect(shown).toMatchObject({ declared: 1, blocked: 0 });
  });

  it('is of the structure’s own domains, for those who see its BAL', async () => {
    expect(await preview(estate.manager, { domain: estate.neighbour.domain })).toMatchObject({
      code: 'domainNotOfTenant',
    });
    expect(await preview(estate.theirManager)).toMatchObject({ code: 'notFound' });
    expect(await preview((await estate.hospital.apiKey(['person:read'])).key)).toMatchObject({
      code: 'scopeMissing',
    });
    expect(await preview(estate.key)).toMatchObject({ __typename: 'PublicationPreview' });
  });
});
