import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressesOf, asked, EstateWorld } from './estate-world.fixture.js';

let estate: EstateWorld;

beforeAll(async () => {
  estate = await EstateWorld.start();
});
afterAll(() => estate.stop());

describe('the list of the BAL of a structure', () => {
  it('is in order of address, by pages, filtered; a stranger sees none of it', async () => {
    const clinic = await TestTenant.create(estate.world.database, { kind: 'practice' });
    const person = await clinic.person();
    await clinic.role(person, 'manager');
    const bearer = await estate.world.signIn(person);
    for (const name of ['d', 'b', 'a', 'c'])
      await clinic.bal({ address: name, kind: name === 'b' ? 'applicative' : 'personal' });
    await clinic.bal({ address: 'e', description: 'Cardiologie PÉDIATRIQUE' });
    const first = await estate.list(bearer, 'first: 2', clinic.id);
    expect([addressesOf(first), first.structure.mayManageBals]).toEqual([['a', 'b'], true]);
    const { endCursor } = first.structure.bals.pageInfo;
    const next = await estate.list(bearer, `first: 3, after: "${endCursor}"`, clinic.id);
    expect([addressesOf(next), next.structure.bals.pageInfo.hasNextPage]).toEqual([['c', 'd', 'e'], false]);
    expect(addressesOf(await estate.list(bearer, 'first: 9, kind: APPLICATIVE', clinic.id))).toEqual(['b']);
    expect(addressesOf(await estate.list(bearer, 'first: 9, text: "pédiatrique"', clinic.id))).toEqual(['e']);
    expect(addressesOf(await estate.list(bearer, 'first: 9, text: "%"', clinic.id))).toEqual([]);
    expect((await estate.list(bearer, 'first: 0', clinic.id)).errors?.[0].extensions.code).toBe(
      'inputInvalid',
    );
    expect((await estate.list(bearer, 'first: 1, after: "x"', clinic.id)).errors?.[0].extensions.code).toBe(
      'inputInvalid',
    );
    expect((await estate.list(estate.manager, 'first: 9', clinic.id)).structure).toEqual({
      code: 'notFound',
    });
    const other = await clinic.apiKey(['delivery:read']);
    expect((await estate.list(other.key, 'first: 9', clinic.id)).errors?.[0].extensions.code).toBe(
      'scopeMissing',
    );
  });
});

describe('BAL that fill up', () => {
  it('are listed from a threshold of their quota on, with the one they reached', async () => {
    const clinic = await TestTenant.create(estate.world.database, { kind: 'practice' });
    const person = await clinic.person();
    await clinic.role(person, 'manager');
    const bearer = await estate.world.signIn(person);
    for (const [name, percent] of [
      ['a', 79],
      ['b', 80],
      ['c', 96],
      ['d', 100],
    ] as const) {
      const { id } = await clinic.bal({ address: name, quotaBytes: 1_000 });
      await estate.world.database.withTenant(clinic.context(), (sql) =>
        sql.query('update bal set used_bytes = $2 where id = $1', [id, percent * 10]),
      );
    }
    const fuller = async (than: string) =>
      addressesOf(await estate.list(bearer, `first: 9, fullness: ${than}`, clinic.id));
    expect(await fuller('FILLING')).toEqual(['b', 'c', 'd']);
    expect(await fuller('NEARLY_FULL')).toEqual(['c', 'd']);
    expect(await fuller('FULL')).toEqual(['d']);
    const all = await estate.list(bearer, 'first: 9', clinic.id);
    expect(all.structure.bals.edges.map(({ node }: { node: { fullness: string } }) => node.fullness)).toEqual(
      [...[null, 'FILLING', 'NEARLY_FULL', 'FULL']],
    );
    expect((await estate.list(estate.manager, 'first: 9, fullness: FULL', clinic.id)).structure).toEqual({
      code: 'notFound',
    });
  });
});

describe('RE_GBM_4430: the list of the suspended BAL', () => {
  const get = (bearer: string | null, structureId: string = estate.hospital.id) =>
    fetch(`${estate.world.url}/structures/${structureId}/suspended-bals.csv`, {
      headers: bearer ? { authorization: `Bearer ${bearer}` } : {},
    });

  it('is a file for spreadsheets with why, by whom and since when, in which no cell is a formula', async () => {
    const responsible = { responsibleIdNat: estate.chief.idNat };
    const open = (name: string, more: object) =>
      estate.create(estate.manager, { ...responsible, address: estate.at(name), ...more });
    const suspended = await open('urgences', { description: '=cmd|A1' });
    await open('accueil', {});
    await estate.act(
      estate.manager,
      'balSuspend',
      asked(suspended),
      'motive: MISUSE, note: "+33 ; envois \\"en nombre\\""',
    );
    const answer = await get(estate.manager);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toContain('bal-suspendues-2026-11-20.csv');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
    expect(bytes.subarray(3).toString().split('\r\n')).toEqual([
      'adresse;type;description;finess;motif;précision;décidé par;depuis le',
      `${estate.at('urgences')};organisationnelle;'=cmd|A1;010000024;usage contraire aux conditions générales;"'+33 ; envois ""en nombre""";FONTAINE;20/11/2026 13:00`,
      '',
    ]);
    expect(await (await get(estate.auditor)).text()).toContain('urgences');
    expect((await get(estate.key)).status).toBe(200);
  });

  it('is nobody else’s: a neighbour’s manager, a key without the scope, nobody known', async () => {
    expect((await get(estate.theirManager)).status).toBe(404);
    expect(await (await get(estate.theirManager, estate.neighbour.id)).text()).not.toContain('urgences');
    expect((await get((await estate.hospital.apiKey(['delivery:read'])).key)).status).toBe(403);
    expect((await get(null)).status).toBe(401);
  });
});
