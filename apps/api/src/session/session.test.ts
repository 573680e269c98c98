import { idNatOfRpps } from '@cachet/mss-core';
import { PgApiKeys } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';

let world: ApiWorld;
let hospital: TestTenant;
let practice: TestTenant;

beforeAll(async () => {
  world = await ApiWorld.start();
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  practice = await TestTenant.create(world.database);
});
afterAll(() => world.stop());

const ME =
  '{ me { idNat name bals { bal { address } role mayRead } structures { structure { name } roles } } }';

describe('EX_LPS_1000: a portal session', () => {
  it('opens for a professional who holds a BAL, is traced in each of her tenants, and says who she is', async () => {
    const anne = await hospital.person({ familyName: 'MARTIN' });
    await hospital.bal({ address: 'anne.martin', responsible: anne });
    await practice.role(anne, 'manager');
    const token = await world.signIn(anne);
    const { data, errors } = await world.ask(ME, token);
    expect(errors).toBeUndefined();
    expect(data.me).toMatchObject({
      idNat: anne.idNat,
      name: 'MARTIN',
      bals: [{ bal: { address: `anne.martin@${hospital.domain}` }, role: 'RESPONSIBLE', mayRead: true }],
      structures: [{ roles: ['MANAGER'] }],
    });
    for (const tenant of [hospital, practice]) {
      expect(await world.traces(tenant)).toContainEqual(
        expect.objectContaining({ kind: 'session.opened', outcome: 'ok' }),
      );
    }
  });

  it('is refused by name to whoever holds nothing here, and leaves no session', async () => {
    const stranger = world.psc.tokenOf({ idNat: idNatOfRpps('99900009999')!, familyName: 'INCONNU' });
    const { data } = await world.openSession(stranger);
    expect(data.openPortalSession).toMatchObject({
      __typename: 'Refus',
      code: 'nothingHere',
      retryable: false,
    });
  });

  it('is refused, with a trace, to a delegate whose only right has lapsed', async () => {
    const paul = await practice.person();
    const bal = await practice.bal();
    await practice.access(bal.id, paul, { role: 'delegate', endsAt: new Date('2026-11-01T00:00:00Z') });
    const { data } = await world.openSession(world.psc.tokenOf(paul));
    expect(data.openPortalSession.code).toBe('nothingHere');
    expect(await world.traces(practice)).toContainEqual(
      expect.objectContaining({
        kind: 'session.refused',
        outcome: 'nothingHere',
        actor: expect.objectContaining({ idNat: paul.idNat }),
      }),
    );
  });

  it('is refused for a token that Pro Santé Connect does not know, and later when it does not answer', async () => {
    expect((await world.openSession('forged')).data.openPortalSession.code).toBe('authenticationFailed');
    expect((await world.openSession('x'.repeat(9_000))).data.openPortalSession.code).toBe(
      'authenticationFailed',
    );
    world.psc.down = true;
    const { data } = await world.openSession('forged');
    world.psc.down = false;
    expect(data.openPortalSession).toMatchObject({ code: 'identityProviderUnavailable', retryable: true });
  });

  it('ends after fifteen minutes without a call, and each call begins them again', async () => {
    const person = await hospital.person();
    await hospital.role(person, 'auditor');
    const token = await world.signIn(person);
    const start = world.now;
    for (const minutes of [14, 28]) {
      world.now = new Date(start.getTime() + minutes * 60_000);
      expect((await world.ask('{ me { name } }', token)).errors).toBeUndefined();
    }
    world.now = new Date(start.getTime() + 43 * 60_000 + 1);
    const { errors, status } = await world.ask('{ me { name } }', token);
    world.now = start;
    expect(errors?.[0].extensions.code).toBe('UNAUTHENTICATED');
    expect(status).toBe(401);
  });

  it('ends after four hours whatever is done', async () => {
    const person = await hospital.person();
    await hospital.role(person, 'auditor');
    const token = await world.signIn(person);
    const start = world.now;
    for (let minutes = 10; minutes < 240; minutes += 10) {
      world.now = new Date(start.getTime() + minutes * 60_000);
      expect((await world.ask('{ me { name } }', token)).errors).toBeUndefined();
    }
    world.now = new Date(start.getTime() + 240 * 60_000);
    const { errors } = await world.ask('{ me { name } }', token);
    world.now = start;
    expect(errors?.[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  it('is closed by its holder once, traced, and dead from then on', async () => {
    const person = await practice.person();
    await practice.role(person, 'manager');
    const token = await world.signIn(person);
    expect((await world.ask('mutation { closePortalSession }', token)).data.closePortalSession).toBe(true);
    expect((await world.ask('{ me { name } }', token)).errors?.[0].extensions.code).toBe('UNAUTHENTICATED');
    expect(await world.traces(practice)).toContainEqual(expect.objectContaining({ kind: 'session.closed' }));
  });
});

describe('a partner’s API key', () => {
  it('speaks for its tenant, with the scopes it has', async () => {
    const { key } = await hospital.apiKey(['delivery:read']);
    const { data } = await world.ask(
      '{ me { idNat name structures { roles structure { id } } bals { role } } }',
      key,
    );
    const structures = [{ roles: [], structure: { id: hospital.id } }];
    expect(data.me).toEqual({ idNat: null, name: 'Logiciel fictif', structures, bals: [] });
  });

  it('is refused when unknown, altered, expired or revoked: the same answer', async () => {
    const good = await hospital.apiKey(['delivery:read']);
    const expired = await hospital.apiKey(['delivery:read'], new Date('2026-11-21T00:00:00Z'));
    const revoked = await hospital.apiKey(['delivery:read']);
    await world.database.withTenant(hospital.context(), (sql) => new PgApiKeys(sql).revoke(revoked.id));
    const start = world.now;
    world.now = new Date('2026-11-21T00:00:00Z');
    const answers = await Promise.all(
      [
        `${good.key.slice(0, -1)}?`,
        `mss_test_${'A'.repeat(43)}`,
        expired.key,
        revoked.key,
        'mss_',
        'garbage',
        '',
      ].map((key) => world.ask('{ me { name } }', key)),
    );
    world.now = start;
    for (const { data, errors, status } of answers) {
      expect({ data, status, errors }).toEqual({ data: null, status: 401, errors: answers[0]?.errors });
      expect(errors?.[0].extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  it('has no session to close and no ticket to ask for', async () => {
    const { key } = await hospital.apiKey(['delivery:read']);
    expect((await world.ask('mutation { closePortalSession }', key)).data.closePortalSession).toBe(false);
    expect((await world.ask('{ subscriptionTicket }', key)).errors?.[0].extensions.code).toBe('forbidden');
  });
});
