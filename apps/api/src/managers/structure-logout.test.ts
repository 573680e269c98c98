import { TestTenant } from '@cachet/testkit';
import type { JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { LocalManagers } from './local-managers.fixture.js';
import { TestProvider } from './test-provider.fixture.js';

let world: ApiWorld;
let provider: TestProvider;
let hospital: TestTenant;
let at: LocalManagers;

beforeAll(async () => {
  world = await ApiWorld.start();
  provider = await TestProvider.listen();
});
afterAll(async () => {
  await world.stop();
  await provider.close();
});
beforeEach(async () => {
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  at = await LocalManagers.at(world, provider, hospital);
});

async function tell(notice: string | JWTPayload, structureId: string = hospital.id): Promise<number> {
  const token = typeof notice === 'string' ? notice : await provider.notice(notice);
  const body = new URLSearchParams({ logout_token: token });
  const answer = await fetch(`${world.url}/structures/${structureId}/logout`, { method: 'POST', body });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  return answer.status;
}

const isOpen = async (token: string) => (await world.ask('{ me { name } }', token)).status === 200;

describe('EX_LPS_1000: a logout at the provider of a structure', () => {
  it('ends the session that came from it, and no other of the same person', async () => {
    const { person } = await at.localManager();
    const tokens: string[] = [];
    for (const sid of ['poste-1', 'poste-2'])
      tokens.push((await at.comeIn({ sub: 'u1', sid })).session.token);
    const [first = '', second = ''] = tokens;
    const psc = await world.signIn(person);
    expect(await tell({ sid: 'poste-1' })).toBe(200);
    expect([await isOpen(first), await isOpen(second), await isOpen(psc)]).toEqual([false, true, true]);
    expect(await tell({ sub: 'u1' })).toBe(200);
    expect([await isOpen(second), await isOpen(psc)]).toEqual([false, true]);
    expect(await world.traces(hospital)).toContainEqual(
      expect.objectContaining({ kind: 'session.closed', facts: { by: 'structure', idNat: person.idNat } }),
    );
  });

  it('ends nothing in another structure of the same provider, nor of its people elsewhere', async () => {
    const { token } = await at.localManager();
    const clinic = await TestTenant.create(world.database, { kind: 'structure' });
    const there = await LocalManagers.at(world, provider, clinic);
    const other = await there.localManager();
    expect(await tell({ sub: 'u1' }, clinic.id)).toBe(200);
    expect([await isOpen(token), await isOpen(other.token)]).toEqual([true, false]);
  });

  it('is taken once, and of nobody left is a success', async () => {
    await at.localManager();
    const notice = await provider.notice({ sub: 'u1' });
    expect([await tell(notice), await tell(notice)]).toEqual([200, 400]);
    expect(await tell({ sub: 'personne' })).toBe(200);
  });

  it.each<[string, JWTPayload]>([
    ['of nobody', {}],
    ['for another client', { sub: 'u1', aud: 'autre' }],
    ['of another issuer', { sub: 'u1', iss: 'http://autre.example' }],
    ['that is an identity token', { sub: 'u1', nonce: 'n' }],
    ['of no logout', { sub: 'u1', events: {} }],
    ['too old', { sub: 'u1', iat: 1, exp: 2 }],
    ['without a name', { sub: 'u1', jti: '' }],
  ])('is refused to a notice %s', async (_, change) => {
    const { token } = await at.localManager();
    expect([await tell(change), await isOpen(token)]).toEqual([400, true]);
  });

  it('is refused to a notice signed by another, to nonsense, and where there is no provider', async () => {
    const { token } = await at.localManager();
    const before = await provider.notice({ sub: 'u1' });
    await provider.rotate();
    expect(await tell(before)).toBe(400);
    expect(await tell('x.y.z')).toBe(400);
    const clinic = await TestTenant.create(world.database, { kind: 'structure' });
    const nowhere = ['01990000-0000-7000-8000-0000000000ff', 'x', clinic.id];
    for (const structureId of nowhere) expect(await tell({ sub: 'u1' }, structureId)).toBe(400);
    expect(await isOpen(token)).toBe(true);
  });
});

describe('the sign-out of a manager without a card', () => {
  const outOf = async (sub: string, email = `${sub}@ch-valmont.fr`) =>
    new URL((await at.comeIn({ sub, email })).signOutUrl);

  it('leads to where the provider ends its session, and back', async () => {
    await at.localManager();
    const url = await outOf('u1');
    expect(`${url.origin}${url.pathname}`).toBe(`${provider.issuer}/logout`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'portail',
      post_logout_redirect_uri: 'https://portail.example/connexion',
      id_token_hint: expect.stringMatching(/^eyJ/),
    });
  });

  it('leads nowhere when the provider says no address', async () => {
    provider.described = { end_session_endpoint: undefined };
    await at.localManager();
    const answer = await at.comeIn({ sub: 'u1' });
    provider.described = {};
    expect(answer.signOutUrl).toBeNull();
  });

  it('gives no token that would not fit in a cookie', async () => {
    await at.localManager();
    const answer = await at.comeIn({ sub: 'u1', groups: 'g'.repeat(2_000) });
    expect(new URL(answer.signOutUrl).searchParams.has('id_token_hint')).toBe(false);
  });
});
