import { type IdNat, rightsAt } from '@cachet/mss-core';
import { administrationDesk } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { openSocket } from '../testing/socket.fixture.js';
import { GROUP, MSSANTE_USER } from './schema-urns.js';
import { ScimClient, userOf } from './scim.fixture.js';

let world: ApiWorld;
let hospital: TestTenant;
let directory: ScimClient;
let groupId: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  directory = new ScimClient(world, (await hospital.apiKey(['scim:write'])).key);
  const other = await hospital.person();
  await hospital.role(other, 'manager');
  const made = await directory.ask('POST', '/Groups', { schemas: [GROUP], displayName: 'manager' });
  groupId = made.body.id;
});
afterAll(() => world.stop());

/** A manager of the directory who holds a BAL, signed in on the portal and following the structure. */
async function aManagerAtWork() {
  const person = await hospital.person();
  const { body } = await directory.ask('POST', '/Users', userOf({ [MSSANTE_USER]: { idNat: person.idNat } }));
  await directory.patch(`/Groups/${groupId}`, [
    { op: 'add', path: 'members', value: [{ value: person.id }] },
  ]);
  const bal = await hospital.bal({ responsible: person });
  const token = await world.signIn(person);
  const { data } = await world.ask('{ subscriptionTicket }', token);
  const socket = openSocket(world.url, { authorization: `Bearer ${data.subscriptionTicket}` });
  const seen = socket.subscribe(`subscription { events(structureId: "${hospital.id}") { type } }`);
  await expect.poll(followed).toBe(1);
  return { person, bal, token, socket, seen, path: `/Users/${body.id}` };
}

async function followed(): Promise<number> {
  const text = await (await fetch(`${world.url}/metrics`)).text();
  return Number(/^cachet_api_subscriptions\{?[^ ]* (\d+)$/m.exec(text)?.[1] ?? 0);
}

async function rightsNow(balId: string, idNat: IdNat) {
  return world.database.withTenant(hospital.context(), async (sql) => {
    const { bals, roles } = administrationDesk(sql);
    const accesses = await bals.accessesOf(balId, idNat);
    return { rights: rightsAt(accesses, world.now), roles: await roles.rolesOf(idNat) };
  });
}

function stateOf(balId: string) {
  return world.database.withTenant(
    hospital.context(),
    async (sql) => (await administrationDesk(sql).bals.byId(balId))?.state,
  );
}

const NOTHING = { rights: null, roles: [] };

describe('EX_GBM_5413: a person whom the directory deactivates', () => {
  it.each([
    [
      'by active: false',
      (path: string) => directory.patch(path, [{ op: 'Replace', path: 'active', value: 'False' }]),
    ],
    [
      'by a whole user',
      async (path: string) =>
        directory.ask('PUT', path, { ...(await directory.get(path)).body, active: false }),
    ],
    ['by DELETE', (path: string) => directory.ask('DELETE', path)],
  ])('loses session, socket, roles and accesses at once (%s)', async (_how, deactivate) => {
    const { person, bal, token, socket, path } = await aManagerAtWork();
    expect(await rightsNow(bal.id, person.idNat)).toMatchObject({
      rights: { role: 'responsible' },
      roles: ['manager'],
    });
    expect((await deactivate(path)).status).toBeLessThan(300);
    // No clock moved, no guard had to come round: the announcement alone closes it.
    expect(await socket.closed).toBe(4403);
    expect((await world.ask('{ me { name } }', token)).status).toBe(401);
    expect(await rightsNow(bal.id, person.idNat)).toEqual(NOTHING);
    expect(await stateOf(bal.id)).toBe('suspended');
    const { data } = await world.openSession(world.psc.tokenOf(person));
    expect(data.openPortalSession.code).toBe('nothingHere');
    const kinds = (await world.traces(hospital)).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['access.ended', 'person.left']));
  });

  it('comes back with the roles of their groups, and with no BAL', async () => {
    const { person, bal, socket, path } = await aManagerAtWork();
    const turn = (active: boolean) => directory.patch(path, [{ op: 'replace', value: { active } }]);
    expect((await turn(false)).body.active).toBe(false);
    expect(await socket.closed).toBe(4403);
    expect((await directory.get(`/Groups/${groupId}`)).body.members).toContainEqual(
      expect.objectContaining({ value: person.id }),
    );
    expect((await turn(true)).body.active).toBe(true);
    expect(await rightsNow(bal.id, person.idNat)).toEqual({ rights: null, roles: ['manager'] });
    expect((await world.ask('{ me { name } }', await world.signIn(person))).status).toBe(200);
  });

  it('and deleted may be sent again: they are the same person, with nothing', async () => {
    const { person, bal, path } = await aManagerAtWork();
    expect((await directory.ask('DELETE', path)).status).toBe(204);
    expect((await directory.get(path)).status).toBe(404);
    expect((await directory.ask('DELETE', path)).status).toBe(404);
    const again = await directory.ask('POST', '/Users', userOf({ [MSSANTE_USER]: { idNat: person.idNat } }));
    expect([again.status, again.body.id, again.body.groups]).toEqual([201, person.id, undefined]);
    expect(await rightsNow(bal.id, person.idNat)).toEqual(NOTHING);
  });

  it('is sent inactive: known, and given nothing by their group', async () => {
    const { body } = await directory.user({ active: false });
    await directory.patch(`/Groups/${groupId}`, [{ op: 'add', path: 'members', value: { value: body.id } }]);
    expect(body.active).toBe(false);
    const { groups, [MSSANTE_USER]: identity } = (await directory.get(`/Users/${body.id}`)).body;
    expect(groups).toHaveLength(1);
    const bal = await hospital.bal();
    expect(await rightsNow(bal.id, identity.idNat)).toEqual(NOTHING);
  });

  it('who runs the operator is left to the operator', async () => {
    const operator = await TestTenant.create(world.database, { kind: 'operator' });
    const client = new ScimClient(world, (await operator.apiKey(['scim:write'])).key);
    const admin = await operator.person();
    await operator.role(admin, 'operatorAdmin');
    const { body } = await client.user({ [MSSANTE_USER]: { idNat: admin.idNat } });
    expect((await client.ask('DELETE', `/Users/${body.id}`)).status).toBe(403);
    expect((await client.get(`/Users/${body.id}`)).body.active).toBe(true);
  });
});
