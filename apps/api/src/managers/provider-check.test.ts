import { TestTenant } from '@cachet/testkit';
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
  provider.described = {};
  provider.isOut = false;
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  at = await LocalManagers.at(world, provider, hospital);
});

const TEST = `mutation ($id: ID!, $input: IdentityProviderInput) { done: identityProviderTest(structureId: $id, input: $input) {
  __typename ... on IdentityProviderCheck { problem endsSession tellsLogouts } ... on Refus { code } } }`;

async function tried(token: string, change: object | null = {}) {
  const { issuer, clientSecret } = provider;
  const usual = { issuer, clientId: 'portail', clientSecret, domains: ['ch-valmont.fr'] };
  const input = change && { ...usual, ...change };
  const { data, errors } = await world.ask(TEST, token, { id: hospital.id, input });
  return data?.done ?? errors?.[0].extensions;
}

describe('a try of an identity provider', () => {
  it('says that all is well, with what it does on logout, and changes nothing', async () => {
    const well = {
      __typename: 'IdentityProviderCheck',
      problem: null,
      endsSession: true,
      tellsLogouts: true,
    };
    expect(await tried(at.psc)).toEqual(well);
    expect(await tried(at.psc, null)).toMatchObject({ code: 'notFound' });
    await at.set(at.psc);
    expect(await tried(at.psc, null)).toEqual(well);
    provider.described = { end_session_endpoint: 7, backchannel_logout_supported: 'oui' };
    expect(await tried(at.psc)).toMatchObject({ problem: null, endsSession: false, tellsLogouts: false });
  });

  it.each<[string, Record<string, unknown>]>([
    ['OTHER_ISSUER', { issuer: 'http://autre.example' }],
    ['NO_CODE', { response_types_supported: ['id_token'] }],
    ['NO_PKCE', { code_challenge_methods_supported: ['plain'] }],
    ['NO_SIGNATURE', { id_token_signing_alg_values_supported: ['HS256'] }],
    ['NO_SECRET', { token_endpoint_auth_methods_supported: ['private_key_jwt'] }],
    ['ENDPOINT_MISSING', { jwks_uri: 'ftp://x/' }],
  ])('says %s', async (problem, lie) => {
    provider.described = lie;
    expect(await tried(at.psc)).toMatchObject({ problem });
  });

  it('says that nobody answers, that nothing is described there, or that we are not known', async () => {
    expect(await tried(at.psc, { issuer: `${provider.issuer}/ailleurs` })).toMatchObject({
      problem: 'NO_DESCRIPTION',
    });
    expect(await tried(at.psc, { clientSecret: 'un autre' })).toMatchObject({ problem: 'CLIENT_REFUSED' });
    expect(await tried(at.psc, { issuer: 'http://127.0.0.1:1' })).toMatchObject({ problem: 'UNREACHABLE' });
    provider.isOut = true;
    expect(await tried(at.psc)).toMatchObject({ problem: 'UNREACHABLE' });
  });

  it('is for a manager known by Pro Santé Connect and a key with the scope, and for nobody else', async () => {
    const mayManage = async (token: string) => {
      const asked = `{ structure(id: "${hospital.id}") { ... on Structure { mayManageIdentityProvider } } }`;
      return (await world.ask(asked, token)).data?.structure?.mayManageIdentityProvider;
    };
    const { token } = await at.localManager();
    const auditor = await hospital.person();
    await hospital.role(auditor, 'auditor');
    const key = (await hospital.apiKey(['identityProvider:write'])).key;
    for (const allowed of [at.psc, key]) {
      expect(await tried(allowed)).toMatchObject({ problem: null });
      expect(await mayManage(allowed)).toBe(true);
    }
    for (const other of [token, await world.signIn(auditor)]) {
      expect(await tried(other)).toMatchObject({ code: 'forbidden' });
      expect(await mayManage(other)).toBe(false);
    }
    expect(await tried((await hospital.apiKey(['bal:read'])).key)).toMatchObject({ code: 'scopeMissing' });
    const clinic = await TestTenant.create(world.database, { kind: 'structure' });
    const neighbour = await LocalManagers.at(world, provider, clinic);
    expect(await tried(neighbour.psc)).toMatchObject({ code: 'notFound' });
  });
});
