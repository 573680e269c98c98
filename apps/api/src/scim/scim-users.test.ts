import type { IdNat } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { ENTERPRISE_USER, MSSANTE_USER, USER } from './schema-urns.js';
import { rppsOf, ScimClient, userOf } from './scim.fixture.js';
import { ERROR_SCHEMA } from './scim-fault.js';

let world: ApiWorld;
let hospital: TestTenant;
let directory: ScimClient;
let neighbour: ScimClient;

beforeAll(async () => {
  world = await ApiWorld.start();
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  directory = new ScimClient(world, (await hospital.apiKey(['scim:write'])).key);
  const other = await TestTenant.create(world.database);
  neighbour = new ScimClient(world, (await other.apiKey(['scim:write'])).key);
});
afterAll(() => world.stop());

function person(idNat: string) {
  return world.database.withTenant(hospital.context(), async (sql) => {
    const [row] = await sql.query<{ family_name: string; left_at: Date | null }>(
      'select family_name, left_at from person where id_nat = $1',
      [idNat],
    );
    return row;
  });
}

describe('who may speak SCIM', () => {
  it('is a key with the scope scim:write; nobody else, in the words of SCIM', async () => {
    const withoutScope = new ScimClient(world, (await hospital.apiKey(['person:write'])).key);
    const manager = await hospital.person();
    await hospital.role(manager, 'manager');
    const portal = new ScimClient(world, await world.signIn(manager));
    for (const [client, status] of [
      [new ScimClient(world, null), 401],
      [new ScimClient(world, `mss_test_${'A'.repeat(43)}`), 401],
      [portal, 401],
      [withoutScope, 403],
    ] as const) {
      for (const answer of [await client.get('/Users'), await client.user(), await client.get('/Groups')]) {
        expect(answer.status).toBe(status);
        expect(answer.headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
        expect(answer.body).toMatchObject({ schemas: [ERROR_SCHEMA], status: String(status) });
      }
    }
    expect((await portal.get('/Users')).headers.get('www-authenticate')).toContain('Bearer');
  });

  it('learns nothing of the neighbour: not theirs and not there are the same, to the letter', async () => {
    const { body } = await directory.user();
    const nobody = '/Users/018f0000-0000-7000-8000-000000000000';
    for (const ask of [
      (path: string) => neighbour.get(path),
      (path: string) => neighbour.ask('PUT', path, userOf()),
      (path: string) => neighbour.patch(path, [{ op: 'replace', path: 'active', value: false }]),
      (path: string) => neighbour.ask('DELETE', path),
    ]) {
      const theirs = await ask(`/Users/${body.id}`);
      expect(theirs.status).toBe(404);
      expect(theirs.body).toEqual((await ask(nobody)).body);
    }
    expect((await neighbour.find('Users', `userName eq "${body.userName}"`)).body.totalResults).toBe(0);
    expect((await directory.get(`/Users/${body.id}`)).body.active).toBe(true);
  });
});

describe('EX_GBM_4230: a person of the directory', () => {
  it('becomes one of the base of end users, with a place and a version', async () => {
    const sent = userOf({ externalId: 'e-1', displayName: 'Dr Claude Fictive' });
    const made = await directory.ask('POST', '/Users', sent);
    expect(made.status).toBe(201);
    const idNat = `8${sent[MSSANTE_USER].rpps}`;
    expect(made.body).toMatchObject({
      schemas: [USER, MSSANTE_USER],
      userName: sent.userName,
      externalId: 'e-1',
      displayName: 'Dr Claude Fictive',
      name: { familyName: 'FICTIVE', givenName: 'Claude', formatted: 'Claude FICTIVE' },
      active: true,
      [MSSANTE_USER]: { idNat, rpps: sent[MSSANTE_USER].rpps },
      meta: { resourceType: 'User', version: made.headers.get('etag') },
    });
    expect(made.headers.get('location')).toBe(made.body.meta.location);
    expect(made.body.meta.location).toBe(`${world.url}/scim/v2/Users/${made.body.id}`);
    expect((await directory.get(`/Users/${made.body.id}`)).body).toEqual(made.body);
    expect(await person(idNat)).toEqual({ family_name: 'FICTIVE', left_at: null });
    expect(await world.traces(hospital)).toContainEqual(
      expect.objectContaining({ kind: 'person.provisioned', outcome: 'ok' }),
    );
  });

  it('is taken over when the structure knows them already, by an external id too', async () => {
    const rpps = rppsOf(9_000_001);
    const known = await hospital.person({ familyName: 'AVANT', idNat: `8${rpps}` as IdNat });
    const { [MSSANTE_USER]: _none, ...sent } = userOf({ externalId: rpps });
    const { status, body } = await directory.ask('POST', '/Users', sent);
    expect([status, body.id]).toEqual([201, known.id]);
    expect(body[MSSANTE_USER].rpps).toBe(rpps);
    expect((await person(known.idNat))?.family_name).toBe('FICTIVE');
  });

  it('sent twice is one: the second is refused as not unique, whatever its capitals', async () => {
    const sent = userOf();
    expect((await directory.ask('POST', '/Users', sent)).status).toBe(201);
    const same = { ...sent, userName: sent.userName.toUpperCase() };
    for (const again of [same, userOf({ [MSSANTE_USER]: sent[MSSANTE_USER] })]) {
      const { status, body } = await directory.ask('POST', '/Users', again);
      expect([status, body.scimType]).toEqual([409, 'uniqueness']);
    }
    expect((await neighbour.ask('POST', '/Users', sent)).status).toBe(201);
  });

  it('sent twice at once is one all the same', async () => {
    const sent = userOf();
    const answers = await Promise.all(Array.from({ length: 5 }, () => directory.ask('POST', '/Users', sent)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  });

  it('says who they are, and has a name', async () => {
    const { [MSSANTE_USER]: _none, ...nobody } = userOf();
    for (const wrong of [
      nobody,
      { ...nobody, externalId: '3f2504e0-4f89-11d3-9a0c-0305e82c3301' },
      userOf({ [MSSANTE_USER]: { rpps: '12' } }),
      userOf({ [MSSANTE_USER]: { rpps: rppsOf(9_000_002), idNat: '899811111111' } }),
      userOf({ [MSSANTE_USER]: { rpps: '99800000001' } }),
      userOf({ userName: '' }),
      userOf({ userName: 12 }),
      userOf({ name: { givenName: 'Seul' } }),
      userOf({ userName: 'x'.repeat(257) }),
      userOf({ active: 'perhaps' }),
      userOf({ name: 'Claude' }),
      userOf({ userName: 'nul\0' }),
    ]) {
      const { status, body } = await directory.ask('POST', '/Users', wrong);
      expect([status, body.scimType], JSON.stringify(wrong)).toEqual([400, 'invalidValue']);
    }
  });

  it('may have attributes that mean nothing here: they are ignored', async () => {
    const { status, body } = await directory.user({
      emails: [{ value: 'x@hopital.example', type: 'work', primary: true }],
      [ENTERPRISE_USER]: { department: 'Cardiologie' },
      nonsense: { a: [1] },
      id: 'mine',
      meta: { version: 'x' },
    });
    expect(status).toBe(201);
    expect(body.emails).toBeUndefined();
    expect(body.id).not.toBe('mine');
  });
});

describe('a list of users', () => {
  it('is found by user name, external id or identity, all at once', async () => {
    const { body } = await directory.user({ externalId: 'trouvé "ici"' });
    for (const filter of [
      `userName eq "${body.userName}"`,
      `USERNAME EQ "${body.userName.toUpperCase()}"`,
      `externalId eq ${JSON.stringify('trouvé "ici"')}`,
      `id eq "${body.id}" and active eq true`,
      `${USER}:userName eq "${body.userName}"`,
      `${MSSANTE_USER}:rpps eq "${body[MSSANTE_USER].rpps}"`,
      `${MSSANTE_USER}:idNat eq "${body[MSSANTE_USER].idNat}"`,
    ]) {
      const { body: list } = await directory.find('Users', filter);
      expect(list, filter).toMatchObject({ totalResults: 1, itemsPerPage: 1, startIndex: 1 });
      expect(list.Resources[0]).toEqual(body);
    }
    for (const none of ['userName eq "nobody"', 'id eq "x"', `id eq "${body.id}" and active eq false`])
      expect((await directory.find('Users', none)).body, none).toMatchObject({
        totalResults: 0,
        Resources: [],
      });
  });

  it('refuses by name the filters it does not know', async () => {
    for (const filter of [
      'userName co "x"',
      'userName eq "a" or userName eq "b"',
      'not (userName eq "a")',
      'emails[type eq "work"]',
      'userName eq x',
      'userName eq "a" and userName eq "b"',
      'password eq "x"',
      `${'userName eq "a" and '.repeat(20)}userName eq "b"`,
      'userName eq "\\x"',
      'userName eq "a" and ',
      '(',
    ]) {
      const { status, body } = await directory.find('Users', filter);
      expect([status, body.scimType], filter).toEqual([400, 'invalidFilter']);
    }
  });

  it('goes by places, and is bounded', async () => {
    const tenant = await TestTenant.create(world.database);
    const client = new ScimClient(world, (await tenant.apiKey(['scim:write'])).key);
    for (let number = 0; number < 5; number += 1) await client.user();
    const all = (await client.get('/Users')).body;
    expect([all.totalResults, all.itemsPerPage]).toEqual([5, 5]);
    const page = (await client.get('/Users?startIndex=2&count=2')).body;
    expect(page).toMatchObject({ totalResults: 5, startIndex: 2, itemsPerPage: 2 });
    expect(page.Resources).toEqual(all.Resources.slice(1, 3));
    expect((await client.get('/Users?count=0')).body).toMatchObject({ totalResults: 5, Resources: [] });
    expect((await client.get('/Users?startIndex=-3&count=-1')).body).toMatchObject({ startIndex: 1 });
    expect((await client.get('/Users?startIndex=99')).body.Resources).toEqual([]);
    expect((await client.get('/Users?count=many')).status).toBe(400);
  });

  it('shows the attributes that are chosen', async () => {
    const { body } = await directory.user({ displayName: 'Dr Fictive' });
    const ask = async (query: string) => (await directory.get(`/Users/${body.id}?${query}`)).body;
    expect(await ask('attributes=userName,name.familyName')).toEqual({
      schemas: body.schemas,
      id: body.id,
      userName: body.userName,
      name: { familyName: 'FICTIVE' },
    });
    expect(await ask(`attributes=${MSSANTE_USER}:rpps`)).toMatchObject({
      [MSSANTE_USER]: { rpps: body[MSSANTE_USER].rpps },
    });
    const without = await ask(`excludedAttributes=displayName,name.formatted,id,${USER}:active`);
    expect(without).toMatchObject({ id: body.id, name: { familyName: 'FICTIVE', givenName: 'Claude' } });
    expect([without.displayName, without.name.formatted, without.active]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const { Resources, totalResults } = (
      await directory.find('Users', `id eq "${body.id}"`, '&attributes=userName')
    ).body;
    expect([totalResults, Object.keys(Resources[0])]).toEqual([1, ['schemas', 'id', 'userName']]);
  });
});

describe('a change', () => {
  const CHANGES: readonly (readonly [string, readonly object[], object])[] = [
    [
      'Entra ID',
      [
        { op: 'Replace', path: 'displayName', value: 'Nouveau' },
        { op: 'Add', path: 'name.givenName', value: 'Dominique' },
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'n@hopital.example' },
        { op: 'Add', path: `${ENTERPRISE_USER}:department`, value: 'Urgences' },
        { op: 'Replace', path: 'active', value: 'True' },
      ],
      { displayName: 'Nouveau', name: { givenName: 'Dominique' }, active: true },
    ],
    [
      'Entra ID, several in one value',
      [{ op: 'Replace', value: { 'name.familyName': 'AUTRE', displayName: 'Autre', title: 'PH' } }],
      { displayName: 'Autre', name: { familyName: 'AUTRE', givenName: 'Claude' } },
    ],
    [
      'Okta',
      [{ op: 'replace', value: { name: { familyName: 'NOUVELLE', middleName: 'X' }, externalId: 'okta-1' } }],
      { externalId: 'okta-1', name: { familyName: 'NOUVELLE', givenName: 'Claude' } },
    ],
    [
      'Keycloak',
      [
        { op: 'add', path: 'name', value: { givenName: 'Camille' } },
        { op: 'remove', path: 'displayName' },
        { op: 'replace', path: `${USER}:userName`, value: 'camille@hopital.example' },
      ],
      { userName: 'camille@hopital.example', name: { givenName: 'Camille' } },
    ],
  ];

  it.each(CHANGES)('is understood as %s writes it', async (_who, operations, becomes) => {
    const { body } = await directory.user({ displayName: 'Ancien' });
    const changed = await directory.patch(`/Users/${body.id}`, operations);
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    expect(changed.body).toMatchObject(becomes);
    expect(changed.body.meta.version).not.toBe(body.meta.version);
    expect((await directory.get(`/Users/${body.id}`)).body).toEqual(changed.body);
    const again = await directory.patch(`/Users/${body.id}`, operations);
    expect(again.body).toEqual(changed.body);
  });

  it('that says what is there already changes nothing, not even the version', async () => {
    const sent = userOf();
    const { body } = await directory.ask('POST', '/Users', sent);
    const before = (await world.traces(hospital)).length;
    expect((await directory.ask('PUT', `/Users/${body.id}`, sent)).body).toEqual(body);
    expect((await world.traces(hospital)).length).toBe(before);
  });

  it('as a whole unassigns what it does not say, and leaves whether they are active', async () => {
    const sent = userOf({ externalId: 'x', displayName: 'x' });
    const { body } = await directory.ask('POST', '/Users', sent);
    const { schemas, userName, name } = sent;
    const rest = { schemas, userName, name };
    const { body: after } = await directory.ask('PUT', `/Users/${body.id}`, rest);
    expect([after.externalId, after.displayName, after.active]).toEqual([undefined, undefined, true]);
    expect(after[MSSANTE_USER]).toEqual(body[MSSANTE_USER]);
  });

  it('is refused by name where RFC 7644 has a name', async () => {
    const { body } = await directory.user();
    const other = (await directory.user()).body;
    const refusals: readonly (readonly [object, number, string])[] = [
      [{ op: 'replace', path: 'nonsense', value: 1 }, 400, 'invalidPath'],
      [{ op: 'replace', path: 'name..x', value: 1 }, 400, 'invalidPath'],
      [{ op: 'replace', path: 'urn:of:nobody:userName', value: 'x' }, 400, 'invalidPath'],
      [{ op: 'replace', path: 'userName[value eq "x"]', value: 'x' }, 400, 'invalidPath'],
      [{ op: 'replace', path: 'emails[type co "x"].value', value: 'x' }, 400, 'invalidFilter'],
      [{ op: 'remove' }, 400, 'noTarget'],
      [{ op: 'remove', path: 'userName' }, 400, 'mutability'],
      [{ op: 'replace', path: 'id', value: 'x' }, 400, 'mutability'],
      [{ op: 'replace', path: 'groups', value: [] }, 400, 'mutability'],
      [{ op: 'replace', path: `${MSSANTE_USER}:rpps`, value: '99811111111' }, 400, 'mutability'],
      [{ op: 'replace', path: 'active', value: 3 }, 400, 'invalidValue'],
      [{ op: 'move', path: 'active', value: true }, 400, 'invalidSyntax'],
      [{ op: 'replace', path: 'active' }, 400, 'invalidSyntax'],
      [{ op: 'replace', value: 3 }, 400, 'invalidSyntax'],
      [{ op: 'replace', path: 'userName', value: other.userName }, 409, 'uniqueness'],
    ];
    for (const [operation, status, scimType] of refusals) {
      const answer = await directory.patch(`/Users/${body.id}`, [
        { op: 'replace', path: 'displayName', value: 'à moitié' },
        operation,
      ]);
      expect([answer.status, answer.body.scimType], JSON.stringify(operation)).toEqual([status, scimType]);
    }
    expect((await directory.get(`/Users/${body.id}`)).body).toEqual(body);
  });

  it('begins from the version that was read, when it says so', async () => {
    const { body } = await directory.user();
    const path = `/Users/${body.id}`;
    const rename = (displayName: string, tag: string) =>
      directory.patch(path, [{ op: 'replace', path: 'displayName', value: displayName }], {
        'if-match': tag,
      });
    const first = await rename('Un', body.meta.version);
    expect(first.status).toBe(200);
    expect((await rename('Deux', body.meta.version)).status).toBe(412);
    expect((await rename('Deux', 'nonsense')).status).toBe(412);
    expect((await rename('Deux', `"x", ${first.body.meta.version}`)).status).toBe(200);
    expect((await rename('Trois', '*')).status).toBe(200);
    const stale = { 'if-match': body.meta.version };
    expect((await directory.ask('DELETE', path, undefined, stale)).status).toBe(412);
    const { meta } = (await directory.get(path)).body;
    const same = await directory.get(path, { 'if-none-match': meta.version });
    expect([same.status, same.body]).toEqual([304, null]);
  });
});

describe('what cannot be read', () => {
  it('is refused in the words of SCIM, and cheaply', async () => {
    const cases: readonly (readonly [unknown, Record<string, string>, number, string | undefined])[] = [
      ['{', {}, 400, 'invalidSyntax'],
      ['[]', {}, 400, 'invalidSyntax'],
      ['"x"', {}, 400, 'invalidSyntax'],
      [{ userName: 'x' }, {}, 400, 'invalidSyntax'],
      ['<x/>', { 'content-type': 'text/xml' }, 415, undefined],
      [`"${'x'.repeat(1_100_000)}"`, {}, 413, undefined],
    ];
    for (const [body, headers, status, scimType] of cases) {
      const answer = await directory.ask('POST', '/Users', body, headers);
      expect([answer.status, answer.body.scimType, answer.body.schemas]).toEqual([
        status,
        scimType,
        [ERROR_SCHEMA],
      ]);
    }
    expect((await directory.get('/Me')).status).toBe(501);
    expect((await directory.get('/Nowhere')).status).toBe(404);
    expect((await directory.get('/Users/not-an-id')).status).toBe(404);
  });
});

describe('whoever comes to know how', () => {
  it('reads what is offered, without a key', async () => {
    const anybody = new ScimClient(world, null);
    const offered = (await anybody.get('/ServiceProviderConfig')).body;
    expect(offered).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
      etag: { supported: true },
      filter: { supported: true, maxResults: 200 },
    });
    const types = (await anybody.get('/ResourceTypes')).body;
    expect(types.Resources.map(({ id }: { id: string }) => id)).toEqual(['User', 'Group']);
    const known = (await anybody.get('/Schemas')).body;
    for (const { id, meta } of [...types.Resources, ...known.Resources]) {
      const alone = await anybody.get(meta.location.slice(`${world.url}/scim/v2`.length));
      expect([alone.status, alone.body.id]).toEqual([200, id]);
    }
    expect((await anybody.get('/Schemas?filter=id+eq+%22x%22')).status).toBe(403);
    expect((await anybody.get('/Schemas/urn:nobody')).status).toBe(404);
  });
});
