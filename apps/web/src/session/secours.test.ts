import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { json, portalEnvironment, SmallServer } from '../testing/portal-world.ts';
import { openSession } from './open-session.ts';
import { secoursProvider } from './secours.ts';
import { waysIn } from './ways-in.ts';

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

const typed = { address: 'anne@ch-valmont.mssante.fr', passphrase: 'k7m2', code: '123456' };
const grant = { token: 'opaque', name: 'Anne Martin', expiresAt: '2026-11-20T13:00:00Z' };
const authorize = () => secoursProvider().options.authorize(typed, {});

describe('RE_LPS_0100: the other way in', () => {
  it('is offered when the API says so, and not when it is silent', async () => {
    answer = json(200, { data: { secoursOffered: true, managerSignInOffered: false } });
    expect(await waysIn()).toEqual({ secours: true, structure: false });
    answer = json(200, { data: { secoursOffered: false, managerSignInOffered: true } });
    expect(await waysIn()).toEqual({ secours: false, structure: true });
    answer = (_request, response) => response.destroy();
    expect(await waysIn()).toEqual({ secours: false, structure: false });
  });

  it('lets in whoever the API opened a session for, and keeps none of what was typed', async () => {
    answer = json(200, { data: { openPortalSession: { __typename: 'PortalSession', ...grant } } });
    const user = await authorize();
    expect(user).toEqual({ id: 'secours', grant: { ...grant, idToken: null } });
    const account = { provider: 'secours', type: 'credentials', providerAccountId: 'secours' } as const;
    expect(await openSession({ user, account })).toBe(true);
  });

  it('lets nobody in whom the API refused, or while it is silent', async () => {
    answer = json(200, {
      data: { openPortalSession: { __typename: 'Refus', code: 'authenticationFailed' } },
    });
    expect(await authorize()).toBeNull();
    answer = (_request, response) => response.destroy();
    expect(await authorize()).toBeNull();
    const account = { provider: 'secours', type: 'credentials', providerAccountId: 'secours' } as const;
    expect(await openSession({ user: { id: 'secours' }, account })).toBe('/connexion?raison=interrompue');
  });
});
