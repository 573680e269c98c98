import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { json, portalEnvironment, SmallServer } from '../testing/portal-world.ts';
import { openByStructure } from './structure-sign-in.ts';

let answer: RequestListener = json(500, {});
let asked = 0;
let api: SmallServer;

beforeAll(async () => {
  api = await SmallServer.listen((request, response) => {
    asked += 1;
    answer(request, response);
  });
  const environment = portalEnvironment({ api: api.url, psc: 'http://localhost:20101' });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterAll(() => {
  vi.unstubAllEnvs();
  api.close();
});

const session = { token: 'opaque', name: 'Sophie Garnier', expiresAt: '2026-11-20T16:00:00Z' };
const back = (query = 'state=s&code=c&iss=i') => new URLSearchParams(query);
const refusal = (code: string) => json(200, { data: { done: { __typename: 'Refus', code } } });

describe('the way back from the provider of a structure', () => {
  it('opens a session of that structure, with where to close the one there', async () => {
    const done = {
      __typename: 'ManagerSignedIn',
      session,
      returnTo: '/g',
      signOutUrl: 'https://id.example/fin',
    };
    answer = json(200, { data: { done } });
    expect(await openByStructure(back(), 'liaison')).toEqual({
      grant: { ...session, idToken: null, byStructure: { signOutUrl: 'https://id.example/fin' } },
      returnTo: '/g',
    });
  });

  it('asks nothing when it was given up there, or began elsewhere or too long ago', async () => {
    asked = 0;
    const interrupted = { reason: 'interrompue' };
    expect(await openByStructure(back('state=s&error=access_denied'), 'liaison')).toEqual(interrupted);
    expect(await openByStructure(back('state=s'), 'liaison')).toEqual(interrupted);
    expect(await openByStructure(back(), null)).toEqual(interrupted);
    expect(asked).toBe(0);
  });

  it.each([
    ['structureProviderUnavailable', 'structure'],
    ['authenticationFailed', 'compte'],
    ['nothingHere', 'role'],
  ])('says of %s what to do', async (code, reason) => {
    answer = refusal(code);
    expect(await openByStructure(back(), 'liaison')).toEqual({ reason });
  });

  it('says that the service is out when it is', async () => {
    answer = (_request, response) => response.destroy();
    expect(await openByStructure(back(), 'liaison')).toEqual({ reason: 'indisponible' });
  });
});
