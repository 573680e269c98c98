import { randomUUID } from 'node:crypto';
import type { LogoutNotice } from '@cachet/ans';
import { type Person, parseTenantId } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { openSocket } from '../testing/socket.fixture.js';

let world: ApiWorld;
let hospital: TestTenant;
let practice: TestTenant;

beforeAll(async () => {
  world = await ApiWorld.start();
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  practice = await TestTenant.create(world.database);
});
afterAll(() => world.stop());

const subOf = ({ idNat }: Pick<Person, 'idNat'>) => `f:1:${idNat}`;
/** Pro Santé Connect tells of a logout; the same name makes it the same notice. */
async function tell(notice: Partial<LogoutNotice>, jti: string = randomUUID()) {
  const until = new Date(world.now.getTime() + 330_000);
  world.psc.notices.set(`token-${jti}`, { sub: null, sid: null, until, jti, ...notice });
  return post(`logout_token=token-${jti}`);
}

function post(body: string, type = 'application/x-www-form-urlencoded') {
  return fetch(`${world.url}/psc/logout`, { method: 'POST', headers: { 'content-type': type }, body });
}

async function manager() {
  const person = await hospital.person();
  await hospital.role(person, 'auditor');
  await practice.role(person, 'auditor');
  return person;
}

async function signIn(person: Pick<Person, 'idNat' | 'familyName'>, sid: string | null): Promise<string> {
  const { data } = await world.openSession(world.psc.tokenOfSession(person, sid));
  return data.openPortalSession.token;
}

const isOpen = async (token: string) => (await world.ask('{ me { name } }', token)).status === 200;

describe('EX_LPS_1000: a logout at Pro Santé Connect', () => {
  it('ends the session that came from there, at once and with its socket, and no other', async () => {
    const person = await manager();
    const [here, elsewhere] = [await signIn(person, 's1'), await signIn(person, 's2')];
    const neighbour = await signIn(await manager(), 's3');
    const socket = openSocket(world.url, { authorization: `Bearer ${here}` });
    const stays = openSocket(world.url, { authorization: `Bearer ${elsewhere}` });
    await Promise.all([socket.refusalOf('{ me { name } }'), stays.refusalOf('{ me { name } }')]);
    const response = await tell({ sub: subOf(person), sid: 's1' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await socket.closed).toBe(4403);
    expect(await Promise.all([here, elsewhere, neighbour].map(isOpen))).toEqual([false, true, true]);
    await stays.close();
    for (const tenant of [hospital, practice]) {
      expect(await world.traces(tenant)).toContainEqual(
        expect.objectContaining({
          kind: 'session.closed',
          facts: { by: 'psc' },
          actor: expect.objectContaining({ idNat: person.idNat }),
        }),
      );
    }
  });

  it('of a whole person ends all of theirs; a session without a name there ends with any', async () => {
    const person = await manager();
    const nameless = await signIn(person, null);
    expect((await tell({ sub: subOf(person), sid: 's9' })).status).toBe(200);
    expect(await isOpen(nameless)).toBe(false);
    const all = [await signIn(person, 's1'), await signIn(person, null)];
    expect((await tell({ sub: subOf(person) })).status).toBe(200);
    expect(await Promise.all(all.map(isOpen))).toEqual([false, false]);
  });

  it('by the session’s name alone ends it; with the name of another person, nothing', async () => {
    const [person, other] = [await manager(), await manager()];
    const token = await signIn(person, 's4');
    expect((await tell({ sub: subOf(other), sid: 's4' })).status).toBe(200);
    expect(await isOpen(token)).toBe(true);
    expect((await tell({ sid: 's4' })).status).toBe(200);
    expect(await isOpen(token)).toBe(false);
  });

  it('leaves alone a session that did not come from there', async () => {
    const person = await manager();
    const token = await world.signIn(person);
    expect((await tell({ sub: person.idNat })).status).toBe(200);
    expect(await isOpen(token)).toBe(true);
  });

  it('ends the session of whoever has lost everything meanwhile', async () => {
    const person = await practice.person();
    await practice.role(person, 'auditor');
    const token = await signIn(person, 's5');
    await world.database.withTenant(practice.context(), async (sql) => {
      await sql.query('delete from tenant_role where person_id = $1', [person.id]);
      await sql.query('delete from route_person where id_nat = $1 and tenant_id = $2', [
        person.idNat,
        parseTenantId(practice.id),
      ]);
    });
    expect((await tell({ sub: subOf(person), sid: 's5' })).status).toBe(200);
    expect(await isOpen(token)).toBe(false);
  });

  it('told twice is refused the second time, by whichever process', async () => {
    const person = await manager();
    expect((await tell({ sub: subOf(person) }, 'once')).status).toBe(200);
    const token = await signIn(person, 's6');
    const again = await Promise.all([
      tell({ sub: subOf(person) }, 'once'),
      tell({ sub: subOf(person) }, 'once'),
    ]);
    expect(again.map(({ status }) => status)).toEqual([400, 400]);
    expect(await isOpen(token)).toBe(true);
    const both = await Promise.all([tell({ sub: 'f:1:x' }, 'race'), tell({ sub: 'f:1:x' }, 'race')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it('forgets the names of notices once they could not be believed any more', async () => {
    const start = world.now;
    await tell({ sub: 'f:1:y' }, 'old');
    world.now = new Date(start.getTime() + 331_000);
    await tell({ sub: 'f:1:y' }, 'new');
    world.now = start;
    const kept = await world.database.shared((sql) => sql.query('select expires_at from logout_notice'));
    expect(kept).toHaveLength(1);
  });

  it('that is not one is 400, with nothing to learn and nothing kept', async () => {
    const cases: [string, string?][] = [
      [''],
      ['logout_token='],
      ['logout_token=forged'],
      ['logout_token=a&logout_token=b'],
      ['{"logout_token":"a"}', 'application/json'],
    ];
    for (const [body, type] of cases) {
      const response = await post(body, type);
      expect([response.status, await response.json()], body).toEqual([400, { error: 'invalid_request' }]);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
    world.psc.down = true;
    expect((await tell({ sub: 'f:1:z' })).status).toBe(400);
    world.psc.down = false;
    expect((await fetch(`${world.url}/psc/logout`)).status).toBe(404);
  });
});
