import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { settings } from '../settings/settings.ts';
import { json, portalEnvironment, SmallServer } from '../testing/portal-world.ts';
import { endOfPscSession } from './psc-logout.ts';

let endpoint: unknown = 'https://psc.example/logout';
let psc: SmallServer;

beforeAll(async () => {
  psc = await SmallServer.listen((request, response) => {
    const known = request.url === '/.well-known/wallet-openid-configuration';
    json(known ? 200 : 404, known ? { end_session_endpoint: endpoint } : {})(request, response);
  });
  const environment = portalEnvironment({ api: 'http://127.0.0.1:9', psc: psc.url });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});

afterAll(() => {
  vi.unstubAllEnvs();
  psc.close();
});

describe('signing out', () => {
  it('goes on to Pro Santé Connect, whose session is closed too, and back to the portal', async () => {
    const url = new URL(await endOfPscSession(settings(), 'id-token'));
    expect(url.origin + url.pathname).toBe('https://psc.example/logout');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      id_token_hint: 'id-token',
      client_id: 'cachet-portail',
      post_logout_redirect_uri: 'http://localhost:20000/connexion',
    });
  });

  it('ends at the portal’s own page when Pro Santé Connect cannot say where to go', async () => {
    endpoint = 'not an address';
    expect(await endOfPscSession(settings(), 'id-token')).toBe('/connexion?raison=fermee');
    expect(await endOfPscSession(settings(), null)).toBe('/connexion?raison=fermee');
  });
});
