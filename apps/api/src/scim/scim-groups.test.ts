import { TestTenant } from '@cachet/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { GROUP, MSSANTE_GROUP, MSSANTE_USER } from './schema-urns.js';
import { type ScimAnswer, ScimClient } from './scim.fixture.js';

let world: ApiWorld;
let hospital: TestTenant;
let directory: ScimClient;

beforeAll(async () => {
  world = await ApiWorld.start();
});
afterAll(() => world.stop());
beforeEach(async () => {
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  directory = new ScimClient(world, (await hospital.apiKey(['scim:write'])).key);
});

const groupOf = (displayName: string, members: readonly string[] = [], more: object = {}) => ({
  schemas: [GROUP],
  displayName,
  members: members.map((value) => ({ value })),
  ...more,
});

async function userIds(count: number): Promise<string[]> {
  const made = [];
  for (let number = 0; number < count; number += 1) made.push((await directory.user()).body.id as string);
  return made;
}

/** Who has that role, by id. */
async function holders(role: string): Promise<readonly string[]> {
  const rows = await world.database.withTenant(hospital.context(), (sql) =>
    sql.query<{ person_id: string }>('select person_id from tenant_role where role = $1', [role]),
  );
  return rows.map(({ person_id }) => person_id).sort();
}

const members = (body: { members?: { value: string }[] }) =>
  (body.members ?? []).map(({ value }) => value).sort();

describe('a group of the directory', () => {
  it('is a role of the structure, by its name or by what it says', async () => {
    const [one, two] = (await userIds(2)) as [string, string];
    const made = await directory.ask('POST', '/Groups', groupOf('Gestionnaires', [one], { externalId: 'g' }));
    expect([made.status, made.body[MSSANTE_GROUP]]).toEqual([201, { role: 'manager' }]);
    expect(made.headers.get('location')).toBe(made.body.meta.location);
    const said = groupOf('MSS qualité', [two], {
      schemas: [GROUP, MSSANTE_GROUP],
      [MSSANTE_GROUP]: { role: 'auditor' },
    });
    expect((await directory.ask('POST', '/Groups', said)).status).toBe(201);
    expect([await holders('manager'), await holders('auditor')]).toEqual([[one], [two]]);
    expect((await directory.get(`/Users/${one}`)).body.groups).toEqual([
      {
        value: made.body.id,
        $ref: `${world.url}/scim/v2/Groups/${made.body.id}`,
        display: 'Gestionnaires',
        type: 'direct',
      },
    ]);
    const kinds = (await world.traces(hospital)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'role.granted')).toHaveLength(2);
  });

  it('never runs the operator, is no other, and there is one for each role', async () => {
    const admin = groupOf('x', [], { [MSSANTE_GROUP]: { role: 'operatorAdmin' } });
    expect((await directory.ask('POST', '/Groups', admin)).status).toBe(403);
    for (const wrong of [
      groupOf('Cardiologie'),
      groupOf(''),
      groupOf('manager', ['018f0000-0000-7000-8000-000000000000']),
      groupOf('manager', ['x']),
      groupOf('manager', [], { members: [{ value: (await userIds(1))[0], type: 'Group' }] }),
      groupOf('x', [], { [MSSANTE_GROUP]: { role: 'administrator' } }),
    ]) {
      const { status, body } = await directory.ask('POST', '/Groups', wrong);
      expect([status, body.scimType], JSON.stringify(wrong)).toEqual([400, 'invalidValue']);
    }
    expect((await directory.ask('POST', '/Groups', groupOf('manager'))).status).toBe(201);
    const second = await directory.ask('POST', '/Groups', groupOf('Gestionnaires'));
    expect([second.status, second.body.scimType]).toEqual([409, 'uniqueness']);
    expect(await holders('operatorAdmin')).toEqual([]);
  });

  it('is of one structure: the neighbour’s people are nobody, and it is not there for them', async () => {
    const other = await TestTenant.create(world.database);
    const neighbour = new ScimClient(world, (await other.apiKey(['scim:write'])).key);
    const theirs = (await neighbour.user()).body.id;
    const { body } = await directory.ask('POST', '/Groups', groupOf('manager'));
    const add = [{ op: 'add', path: 'members', value: [{ value: theirs }] }];
    expect((await directory.patch(`/Groups/${body.id}`, add)).body.scimType).toBe('invalidValue');
    expect((await neighbour.patch(`/Groups/${body.id}`, add)).status).toBe(404);
    expect((await neighbour.get('/Groups')).body.totalResults).toBe(0);
    expect((await neighbour.ask('DELETE', `/Groups/${body.id}`)).status).toBe(404);
  });

  it('is found by name, external id and member, with or without its members', async () => {
    const [one] = (await userIds(1)) as [string];
    const { body } = await directory.ask('POST', '/Groups', groupOf('Auditeurs', [one], { externalId: 'g' }));
    for (const filter of [
      'displayName eq "auditeurs"',
      'externalId eq "g"',
      `id eq "${body.id}" and members eq "${one}"`,
      `members.value eq "${one}"`,
    ])
      expect((await directory.find('Groups', filter)).body.Resources, filter).toEqual([body]);
    const bare = (await directory.find('Groups', 'displayName eq "Auditeurs"', '&excludedAttributes=members'))
      .body.Resources[0];
    expect([bare.id, bare.members]).toEqual([body.id, undefined]);
    expect((await directory.find('Groups', `members eq "${body.id}"`)).body.totalResults).toBe(0);
    expect((await directory.find('Groups', 'role eq "x"')).body.scimType).toBe('invalidFilter');
  });
});

describe('members', () => {
  it('come and go as Entra ID, Okta and Keycloak write it', async () => {
    const [one, two, three] = (await userIds(3)) as [string, string, string];
    const byHand = await hospital.person();
    await hospital.role(byHand, 'manager');
    const { body } = await directory.ask('POST', '/Groups', groupOf('manager'));
    const path = `/Groups/${body.id}`;
    const value = (...ids: string[]) => ids.map((id) => ({ value: id }));
    const steps: readonly (readonly [object, readonly string[]])[] = [
      [{ op: 'Add', path: 'members', value: value(one) }, [one]],
      [{ op: 'add', path: 'members', value: { value: two } }, [one, two]],
      [{ op: 'add', value: { members: value(three) } }, [one, two, three]],
      [{ op: 'add', path: 'members', value: value(three) }, [one, two, three]],
      [{ op: 'Remove', path: 'members', value: value(one) }, [two, three]],
      [{ op: 'remove', path: `members[value eq "${two}"]` }, [three]],
      [{ op: 'remove', path: `members[value eq "${two}"]` }, [three]],
      [{ op: 'replace', path: 'members', value: value(one, two) }, [one, two]],
      [{ op: 'replace', value: { id: body.id, displayName: 'Gestion' } }, [one, two]],
      [{ op: 'remove', path: 'members' }, []],
    ];
    for (const [operation, expected] of steps) {
      const answer = await directory.patch(path, [operation]);
      expect(answer.status, JSON.stringify([operation, answer.body])).toBe(200);
      expect(members(answer.body), JSON.stringify(operation)).toEqual([...expected].sort());
      expect(await holders('manager')).toEqual([byHand.id, ...expected].sort());
    }
    const whole = await directory.ask('PUT', path, groupOf('Gestion', [two]));
    expect(members(whole.body)).toEqual([two]);
    expect(
      members((await directory.ask('PUT', path, groupOf('Gestion', [], { members: null }))).body),
    ).toEqual([]);
  });

  it('keep a role that they had before, or had by hand, when they go', async () => {
    const byHand = await hospital.person();
    await hospital.role(byHand, 'manager');
    const [one] = (await userIds(1)) as [string];
    const adopted = (await directory.user({ [MSSANTE_USER]: { idNat: byHand.idNat } })).body.id;
    const { body } = await directory.ask('POST', '/Groups', groupOf('manager', [one, adopted]));
    expect(await holders('manager')).toEqual([one, adopted].sort());
    expect((await directory.ask('DELETE', `/Groups/${body.id}`)).status).toBe(204);
    expect(await holders('manager')).toEqual([adopted]);
    expect((await directory.get(`/Groups/${body.id}`)).status).toBe(404);
  });

  it('leave nobody without a manager', async () => {
    const [one, two] = (await userIds(2)) as [string, string];
    const { body } = await directory.ask('POST', '/Groups', groupOf('manager', [one]));
    const path = `/Groups/${body.id}`;
    const empty = await directory.patch(path, [{ op: 'remove', path: 'members' }]);
    expect([empty.status, (await directory.ask('DELETE', path)).status]).toEqual([409, 409]);
    expect(await holders('manager')).toEqual([one]);
    expect((await directory.ask('PUT', path, groupOf('manager', [two]))).status).toBe(200);
    expect(await holders('manager')).toEqual([two]);
    // Who has left the structure is no manager of it, were they the last.
    expect((await directory.ask('DELETE', `/Users/${two}`)).status).toBe(204);
    expect(await holders('manager')).toEqual([]);
  });

  it('are refused by name, and nothing is half done', async () => {
    const [one] = (await userIds(1)) as [string];
    const { body } = await directory.ask('POST', '/Groups', groupOf('manager', [one]));
    for (const [operation, scimType] of [
      [{ op: 'replace', path: `${MSSANTE_GROUP}:role`, value: 'auditor' }, 'mutability'],
      [{ op: 'remove', path: 'displayName' }, 'mutability'],
      [{ op: 'replace', path: 'id', value: 'x' }, 'mutability'],
      [{ op: 'replace', path: 'nonsense', value: 'x' }, 'invalidPath'],
      [{ op: 'add', path: `members[value eq "${one}"]`, value: [] }, 'invalidPath'],
      [{ op: 'remove', path: 'members[display eq "x"]' }, 'invalidFilter'],
      [{ op: 'add', path: 'members', value: 'x' }, 'invalidValue'],
    ] as const) {
      const answer = await directory.patch(`/Groups/${body.id}`, [
        { op: 'remove', path: 'members' },
        operation,
      ]);
      expect([answer.status, answer.body.scimType], JSON.stringify(operation)).toEqual([400, scimType]);
    }
    expect((await directory.get(`/Groups/${body.id}`)).body).toEqual(body);
    const stale = { 'if-match': 'W/"9"' };
    expect((await directory.patch(`/Groups/${body.id}`, [], stale)).status).toBe(412);
    expect((await directory.patch(`/Groups/${body.id}`, [])).body).toEqual(body);
  });

  it('a thousand cost as many questions as one', async () => {
    const ids = await userIds(30);
    const { body } = await directory.ask('POST', '/Groups', groupOf('manager'));
    const add = (some: readonly string[]) =>
      queriesDuring(() =>
        directory.patch(`/Groups/${body.id}`, [
          { op: 'add', path: 'members', value: some.map((value) => ({ value })) },
        ]),
      );
    const one = await add(ids.slice(0, 1));
    expect(await add(ids.slice(1))).toBe(one);
    const few = await queriesDuring(() => directory.get('/Users?count=1'));
    expect(await queriesDuring(() => directory.get('/Users'))).toBe(few);
  });
});

/** How many statements are sent meanwhile. */
async function queriesDuring(act: () => Promise<ScimAnswer>): Promise<number> {
  const spy = vi.spyOn(Client.prototype, 'query');
  const { status } = await act();
  const { length } = spy.mock.calls;
  spy.mockRestore();
  expect(status).toBe(200);
  return length;
}
