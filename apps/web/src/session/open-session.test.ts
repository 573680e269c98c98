import type { RequestListener } from 'node:http';
import type { Account, User } from 'next-auth';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { json, portalEnvironment, SmallServer } from '../testing/portal-world.ts';
import { openSession, type PscProfile } from './open-session.ts';

let answer: RequestListener = json(500, {});
let api: SmallServer;

beforeAll(async () => {
  api = await SmallServer.listen((request, response) => answer(request, response));
  const environment = portalEnvironment({ api: api.url, psc: 'http://localhost:20101' });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});

afterAll(() => {
  vi.unstubAllEnvs();
  api.close();
});

const opened = {
  __typename: 'PortalSession',
  token: 'opaque',
  name: 'Jeanne Moreau',
  expiresAt: '2026-11-20T18:00:00Z',
};
const refusal = (code: string) => json(200, { data: { openPortalSession: { __typename: 'Refus', code } } });

/** Jeanne comes back from Pro Santé Connect. */
async function signIn(profile: PscProfile, idToken = 'header.payload.signature') {
  const user: User = { id: '899900000025' };
  const account: Account = {
    provider: 'psc',
    type: 'oauth',
    providerAccountId: user.id,
    access_token: 'psc-access-token',
    id_token: idToken,
  };
  return { result: await openSession({ user, account, profile }), user };
}

describe('coming back from Pro Santé Connect', () => {
  it('opens a session of the API and keeps none of Pro Santé Connect’s access token', async () => {
    answer = json(200, { data: { openPortalSession: opened } });
    const { result, user } = await signIn({ acr: 'eidas1' });
    expect(result).toBe(true);
    expect(user.grant).toMatchObject({ token: 'opaque', name: 'Jeanne Moreau' });
    expect(JSON.stringify(user)).not.toContain('psc-access-token');
  });

  it('leaves out an identity token that would not fit in the cookie', async () => {
    answer = json(200, { data: { openPortalSession: opened } });
    const { user } = await signIn({ acr: 'eidas1' }, 'x'.repeat(2001));
    expect(user.grant?.idToken).toBeNull();
  });

  it('refuses a level below the one required, before the API hears of it', async () => {
    answer = () => expect.unreachable();
    expect((await signIn({ acr: 'pwd' })).result).toBe('/connexion?raison=niveau');
    expect((await signIn({})).result).toBe('/connexion?raison=niveau');
  });

  it.each([
    ['nothingHere', 'inconnu'],
    ['identityProviderUnavailable', 'psc'],
    ['authenticationFailed', 'interrompue'],
  ])('says why when the API answers « %s »', async (code, reason) => {
    answer = refusal(code);
    const { result, user } = await signIn({ acr: 'eidas1' });
    expect(result).toBe(`/connexion?raison=${reason}`);
    expect(user.grant).toBeUndefined();
  });

  it('says that the service is unavailable when the API is silent', async () => {
    answer = (_request, response) => response.destroy();
    expect((await signIn({ acr: 'eidas1' })).result).toBe('/connexion?raison=indisponible');
  });
});
