import { type Person } from '@cachet/mss-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EstateWorld, FORBIDDEN, NOT_FOUND } from './estate-world.fixture.js';

let estate: EstateWorld;

beforeAll(async () => {
  estate = await EstateWorld.start();
});
afterAll(() => estate.stop());

describe('EX_GBM_3010: opening a BAL', () => {
  it('EX_GBM_4311: of a person, who holds it at once; their homonym has a number', async () => {
    const jean = await estate.hospital.person({ givenName: 'Jean', familyName: 'DUPONT' });
    const other = await estate.hospital.person({ givenName: 'Jean', familyName: 'Dupont' });
    const opened = await estate.create(estate.manager, {
      ...{ kind: 'PERSONAL', address: estate.at('jean.dupont'), responsibleIdNat: jean.idNat },
      description: 'Docteur Jean Dupont',
    });
    expect(opened).toMatchObject({
      version: 1,
      finess: '010000024',
      bal: { kind: 'PERSONAL', state: 'ACTIVE', description: 'Docteur Jean Dupont' },
    });
    const { data } = await estate.world.ask(
      '{ me { bals { role mayRead bal { id } } } }',
      await estate.world.signIn(jean),
    );
    expect(data.me.bals).toEqual([{ role: 'RESPONSIBLE', mayRead: true, bal: { id: opened.bal.id } }]);
    const personal = { kind: 'PERSONAL', responsibleIdNat: other.idNat };
    expect(
      await estate.create(estate.manager, { ...personal, address: estate.at('jean.dupont') }),
    ).toMatchObject({
      code: 'addressTaken',
    });
    expect(
      await estate.create(estate.manager, { ...personal, address: estate.at('drdupont') }),
    ).toMatchObject({
      code: 'addressNotPersonal',
      message: expect.stringContaining('jean.dupont est attendu'),
    });
    expect(
      await estate.create(estate.manager, { ...personal, address: estate.at('jean.dupont2') }),
    ).toMatchObject({ version: 1 });
    expect(
      (await estate.world.traces(estate.hospital)).filter(({ kind }) => kind === 'bal.created'),
    ).toHaveLength(2);
  });

  it('EX_GBM_4310: of a service or a program, which names nobody; by a estate.key with that scope', async () => {
    const responsible = { responsibleIdNat: estate.chief.idNat };
    expect(
      await estate.create(estate.key, { ...responsible, address: estate.at('service-cardiologie') }),
    ).toMatchObject({
      bal: { kind: 'ORGANISATIONAL', state: 'ACTIVE' },
    });
    expect(
      await estate.create(estate.key, {
        ...responsible,
        address: estate.at('automate.biologie'),
        kind: 'APPLICATIVE',
      }),
    ).toMatchObject({
      bal: { kind: 'APPLICATIVE' },
    });
    const codes = async (bal: object) => (await estate.create(estate.key, { ...responsible, ...bal })).code;
    expect(await codes({ address: estate.at('claire.fontaine-secretariat') })).toBe('addressNominative');
    expect(await codes({ address: estate.at('accueil'), description: 'Bureau de Claire Fontaine' })).toBe(
      'descriptionNominative',
    );
    expect(await codes({ address: estate.at('postmaster') })).toBe('addressReserved');
    expect(await codes({ address: estate.at('é') })).toBe('addressMalformed');
    expect(await codes({ address: estate.at('accueil', estate.neighbour) })).toBe('domainNotOfTenant');
    expect(await codes({ address: estate.at('accueil'), quotaBytes: 0 })).toBe('inputInvalid');
    expect(await codes({ address: estate.at('accueil'), responsibleIdNat: '899999999999' })).toBe(
      'inputInvalid',
    );
    expect(await codes({ address: estate.at('accueil'), finess: '750712184' })).toBe('finessNotOfStructure');
  });

  it('EX_GBM_4220: answered for by who has no national identifier when they do not read it', async () => {
    const secretary = await estate.hospital.person({ idNat: '500000001815646/CPAT00045' as Person['idNat'] });
    const responsible = { responsibleIdNat: secretary.idNat };
    const reading = { ...responsible, address: estate.at('secretariat'), responsibleReads: true };
    expect(await estate.create(estate.manager, reading)).toMatchObject({ code: 'responsibleNotEntitled' });
    const opened = await estate.create(estate.manager, { ...reading, responsibleReads: false });
    const { data } = await estate.world.ask(
      `{ me { bals { mayRead maySend } } }`,
      await estate.world.signIn(secretary),
    );
    expect([opened.version, data.me.bals]).toEqual([1, [{ mayRead: false, maySend: false }]]);
  });

  it('EX_GBM_4000: a test BAL says so, and there are as many as the operator allows', async () => {
    const responsible = { responsibleIdNat: estate.chief.idNat };
    expect(
      await estate.create(estate.manager, { ...responsible, address: estate.at('essai'), isTest: true }),
    ).toMatchObject({
      code: 'testMentionMissing',
    });
    expect(
      await estate.create(estate.manager, { ...responsible, address: estate.at('essai.test') }),
    ).toMatchObject({
      code: 'testMentionMisplaced',
    });
    for (let count = 1; count <= 25; count += 1)
      expect(
        await estate.create(estate.manager, {
          ...responsible,
          address: estate.at(`essai.test${count}`),
          isTest: true,
        }),
      ).toMatchObject({
        bal: { isTest: true },
      });
    const { idNat } = await estate.neighbour.person();
    const theirs = {
      address: estate.at('essai.test', estate.neighbour),
      responsibleIdNat: idNat,
      isTest: true,
    };
    expect(await estate.create(estate.theirManager, theirs, estate.neighbour.id)).toMatchObject({
      code: 'tooManyTestBals',
    });
  });

  it('is nobody else’s: an auditor, a key without the scope, a neighbour’s manager', async () => {
    const bal = { address: estate.at('accueil'), responsibleIdNat: estate.chief.idNat };
    expect(await estate.create(estate.auditor, bal)).toMatchObject(FORBIDDEN);
    expect(await estate.create((await estate.hospital.apiKey(['bal:read'])).key, bal)).toMatchObject({
      code: 'scopeMissing',
    });
    expect(await estate.create(estate.theirManager, bal)).toMatchObject(NOT_FOUND);
    expect(await estate.create(estate.theirManager, bal, estate.neighbour.id)).toMatchObject({
      code: 'domainNotOfTenant',
    });
  });

  it('gives an address once, however many ask at one time', async () => {
    const bal = { address: estate.at('urgences'), responsibleIdNat: estate.chief.idNat };
    const answers = await Promise.all(Array.from({ length: 8 }, () => estate.create(estate.manager, bal)));
    expect(answers.map(({ code }) => code ?? 'opened').sort()).toEqual([
      ...Array(7).fill('addressTaken'),
      'opened',
    ]);
  });
});

describe('RE_GBM_4320: the addresses thought of for a BAL', () => {
  it('are prenom.nom and what homonyms left, or a name made of what the BAL is for', async () => {
    const helene = await estate.hospital.person({ givenName: 'Hélène', familyName: 'LE GOFF' });
    const twin = await estate.hospital.person({ givenName: 'Helene', familyName: 'Le Goff' });
    await estate.create(estate.manager, {
      kind: 'PERSONAL',
      address: estate.at('helene.le-goff'),
      responsibleIdNat: helene.idNat,
    });
    const suggest = async (bearer: string, args: string) => {
      const { data } = await estate.world.ask(
        `query ($id: ID!, $domain: String!) { found: balAddressSuggest(structureId: $id, domain: $domain, ${args}) {
           ... on AddressSuggestions { addresses { address obstacle { code } } } ... on Refus { code } } }`,
        bearer,
        { id: estate.hospital.id, domain: estate.hospital.domain },
      );
      return data.found;
    };
    const found = await suggest(estate.manager, `kind: PERSONAL, responsibleIdNat: "${twin.idNat}"`);
    expect(found.addresses.slice(0, 2)).toEqual([
      { address: estate.at('helene.le-goff'), obstacle: { code: 'addressTaken' } },
      { address: estate.at('helene.le-goff2'), obstacle: null },
    ]);
    const service = await suggest(
      estate.manager,
      `kind: ORGANISATIONAL, responsibleIdNat: "${twin.idNat}", purpose: "Service de néphrologie"`,
    );
    expect(service.addresses[0]).toEqual({ address: estate.at('service-nephrologie'), obstacle: null });
    expect(await suggest(estate.auditor, `kind: PERSONAL, responsibleIdNat: "${twin.idNat}"`)).toEqual({
      code: 'forbidden',
    });
    expect(await suggest(estate.theirManager, `kind: PERSONAL, responsibleIdNat: "${twin.idNat}"`)).toEqual({
      code: 'notFound',
    });
  });
});
