import type { Person } from '@cachet/mss-core';
import { totpCode, totpStep } from '@cachet/mss-core';
import { secretOfKey, TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';

const REFUSED = { __typename: 'Refus', code: 'authenticationFailed' };
const POLICY =
  '__typename ... on SecoursPolicy { isOn mayManage holders { name idNat } } ... on Refus { code }';
const ACCESS = '__typename ... on SecoursAccess { isOn enrolledAt } ... on Refus { code }';

let world: ApiWorld;
let clinic: TestTenant;
let manager: string;
let boss: Person;
let anne: Person;
let address: string;
let session: string;

beforeAll(async () => {
  world = await ApiWorld.start();
});
afterAll(() => world.stop());

beforeEach(async () => {
  clinic = await TestTenant.create(world.database);
  boss = await clinic.person({ familyName: 'CHEFFE' });
  await clinic.role(boss, 'manager');
  anne = await clinic.person({ familyName: 'MARTIN' });
  ({ address } = await clinic.bal({ responsible: anne }));
  manager = await world.signIn(boss);
  session = await world.signIn(anne);
});

async function turn(on: boolean, token = manager, tenant = clinic) {
  const mutation = `mutation ($id: ID!, $on: Boolean!) { done: secoursTurn(structureId: $id, on: $on) { ${POLICY} } }`;
  return (await world.ask(mutation, token, { id: tenant.id, on })).data.done;
}

async function enrol(token = session, tenant = clinic) {
  const mutation = `mutation ($id: ID!) { done: secoursEnrol(structureId: $id) {
    __typename ... on SecoursEnrolment { passphrase key uri } ... on Refus { code } } }`;
  return (await world.ask(mutation, token, { id: tenant.id })).data.done;
}

async function confirm(code: string, token = session) {
  const mutation = `mutation ($id: ID!, $code: String!) { done: secoursConfirm(structureId: $id, code: $code) { ${ACCESS} } }`;
  return (await world.ask(mutation, token, { id: clinic.id, code })).data.done;
}

const codeOf = (key: string, drift = 0) => totpCode(secretOfKey(key), totpStep(world.now) + drift);

/** Anne's access de secours, as the portal leads her to it. */
async function enrolled(): Promise<{ readonly passphrase: string; readonly key: string }> {
  await turn(true);
  const shown = await enrol();
  expect(await confirm(codeOf(shown.key, -1))).toMatchObject({ __typename: 'SecoursAccess', isOn: true });
  return shown;
}

async function come(passphrase: string, code: string, typed = address) {
  const mutation = `mutation ($address: String!, $passphrase: String!, $code: String!) {
    done: openPortalSessionBySecours(address: $address, passphrase: $passphrase, code: $code) {
      __typename ... on PortalSession { token name expiresAt } ... on Refus { code } } }`;
  return (await world.ask(mutation, null, { address: typed, passphrase, code })).data.done;
}

const offered = async () => (await world.ask('{ secoursOffered }')).data.secoursOffered;

describe('RE_LPS_0100: the access de secours in the API', () => {
  it('is off and offered to nobody until a manager switches it on; others may not', async () => {
    expect(await offered()).toBe(false);
    expect(await enrol()).toEqual({ __typename: 'Refus', code: 'secoursOff' });
    expect(await turn(true, session)).toEqual({ __typename: 'Refus', code: 'notFound' });
    const auditor = await clinic.person();
    await clinic.role(auditor, 'auditor');
    expect(await turn(true, await world.signIn(auditor))).toEqual({ __typename: 'Refus', code: 'forbidden' });
    const { key } = await clinic.apiKey(['bal:read']);
    expect(await turn(true, key)).toEqual({ __typename: 'Refus', code: 'forbidden' });
    expect(await turn(true)).toMatchObject({ __typename: 'SecoursPolicy', isOn: true, holders: [] });
    expect(await offered()).toBe(true);
    await turn(false);
    expect(await offered()).toBe(false);
  });

  it('opens a session of an hour at most while Pro Santé Connect is out, traced with its means', async () => {
    const { passphrase, key } = await enrolled();
    world.psc.down = true;
    const opened = await come(passphrase, codeOf(key));
    world.psc.down = false;
    expect(opened).toMatchObject({ __typename: 'PortalSession', name: 'Camille MARTIN' });
    expect(Date.parse(opened.expiresAt) - world.now.getTime()).toBe(3_600_000);
    const { data } = await world.ask('{ me { name bals { bal { address } } } }', opened.token);
    expect(data.me).toMatchObject({ name: 'Camille MARTIN', bals: [{ bal: { address } }] });
    expect(await world.traces(clinic)).toContainEqual(
      expect.objectContaining({
        kind: 'session.opened',
        actor: expect.objectContaining({ idNat: anne.idNat, proof: 'secours' }),
        facts: { authentication: 'secours', secondFactor: 'TOTP' },
      }),
    );
    expect(await come(passphrase, codeOf(key))).toEqual(REFUSED);
  });

  it('gives the one answer, on the beat and with a trace, to whatever is wrong', async () => {
    const { passphrase, key } = await enrolled();
    const attempts: readonly Parameters<typeof come>[] = [
      [passphrase, '000000'],
      [passphrase, ''],
      ['0000-0000-0000-0000-0000', codeOf(key)],
      [passphrase, codeOf(key), 'personne@medecin.mssante.fr'],
      [passphrase, codeOf(key), 'x'.repeat(5_000)],
    ];
    for (const attempt of attempts) {
      const began = performance.now();
      expect(await come(...attempt)).toEqual(REFUSED);
      expect(performance.now() - began).toBeGreaterThan(195);
    }
    const refusals = (await world.traces(clinic)).filter(({ kind }) => kind === 'session.refused');
    expect(refusals).toHaveLength(3);
  });

  it('is for mail: a manager who came by it administers nothing and enrols nothing', async () => {
    await clinic.bal({ responsible: boss });
    await turn(true);
    const shown = await enrol(manager);
    await confirm(codeOf(shown.key, -1), manager);
    const { address: hers } = (await world.ask('{ me { bals { bal { address } } } }', manager)).data.me
      .bals[0].bal;
    const { token } = await come(shown.passphrase, codeOf(shown.key), hers);
    expect((await world.ask('{ me { structures { roles } } }', token)).data.me.structures).toEqual([]);
    expect(await turn(false, token)).toEqual({ __typename: 'Refus', code: 'notFound' });
    expect(await enrol(token)).toEqual({ __typename: 'Refus', code: 'forbidden' });
  });

  it('shows and opens nothing of the same person in another structure', async () => {
    const other = await TestTenant.create(world.database);
    const there = await other.person(anne);
    const { address: elsewhere } = await other.bal({ responsible: there });
    const { passphrase, key } = await enrolled();
    expect(await come(passphrase, codeOf(key), elsewhere)).toEqual(REFUSED);
    const { token } = await come(passphrase, codeOf(key));
    const { data } = await world.ask('{ me { bals { bal { address } } secours { structureId } } }', token);
    expect(data.me).toEqual({ bals: [{ bal: { address } }], secours: [{ structureId: clinic.id }] });
    expect(
      await other.database.withTenant(other.context(), (sql) =>
        sql.query("select from trace_event where kind = 'session.opened'"),
      ),
    ).toEqual([]);
  });

  it('ends at once, sessions included, when the person, a manager or the structure ends it', async () => {
    const revoke = `mutation ($id: ID!) { done: secoursRevoke(structureId: $id) { ${ACCESS} } }`;
    const revokeOf = `mutation ($id: ID!, $who: String!) { done: secoursRevokeOf(structureId: $id, idNat: $who) { ${POLICY} } }`;
    const ends = [
      () => world.ask(revoke, session, { id: clinic.id }),
      () => world.ask(revokeOf, manager, { id: clinic.id, who: anne.idNat }),
      () => turn(false),
    ];
    for (const end of ends) {
      const { passphrase, key } = await enrolled();
      const { token } = await come(passphrase, codeOf(key));
      expect((await world.ask('{ me { name } }', token)).errors).toBeUndefined();
      await end();
      expect((await world.ask('{ me { name } }', token)).errors?.[0].extensions.code).toBe('UNAUTHENTICATED');
      expect(await come(passphrase, codeOf(key, 1))).toEqual(REFUSED);
    }
  });

  it('is revoked for others by managers alone, who see who enrolled', async () => {
    await enrolled();
    const policy = async (token: string) =>
      (
        await world.ask(
          'query ($id: ID!) { structure(id: $id) { ... on Structure { secours { holders { name } } } } }',
          token,
          { id: clinic.id },
        )
      ).data.structure;
    expect(await policy(manager)).toEqual({ secours: { holders: [{ name: 'Camille MARTIN' }] } });
    const auditor = await clinic.person();
    await clinic.role(auditor, 'auditor');
    const auditors = await world.signIn(auditor);
    expect(await policy(auditors)).toEqual({ secours: { holders: [] } });
    const revokeOf = `mutation ($id: ID!, $who: String!) { done: secoursRevokeOf(structureId: $id, idNat: $who) { ${POLICY} } }`;
    for (const who of [anne.idNat, 'nobody'])
      expect((await world.ask(revokeOf, auditors, { id: clinic.id, who })).data.done).toEqual({
        __typename: 'Refus',
        code: 'forbidden',
      });
  });
});
