import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiWorld, LETTER } from '../testing/api-world.fixture.js';
import { LocalManagers } from './local-managers.fixture.js';
import { type TestClaims, TestProvider } from './test-provider.fixture.js';

let world: ApiWorld;
let provider: TestProvider;
let hospital: TestTenant;
let clinic: TestTenant;
let at: LocalManagers;
let psc: string;

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
  clinic = await TestTenant.create(world.database, { kind: 'structure' });
  at = await LocalManagers.at(world, provider, hospital);
  psc = at.psc;
});

describe('the identity provider of a structure', () => {
  it('is set by a manager, its secret sealed and never shown, then changed at the version that was read', async () => {
    expect(await at.set(psc)).toMatchObject({
      issuer: provider.issuer,
      domains: ['ch-valmont.fr'],
      version: 1,
    });
    expect(await at.set(psc)).toMatchObject({ code: 'changedMeanwhile' });
    expect(await at.set(psc, { domains: ['a.fr', 'b.fr', 'a.fr'] }, 1)).toMatchObject({
      domains: ['a.fr', 'b.fr'],
      version: 2,
    });
    const rows = await world.database.withTenant(hospital.context(), (sql) =>
      sql.query('select encode(sealed_secret, $1) as s, p::text as row from identity_provider p', ['escape']),
    );
    expect(JSON.stringify(rows)).not.toContain(provider.clientSecret);
    expect(await world.traces(hospital)).toContainEqual(
      expect.objectContaining({ kind: 'identityProvider.set' }),
    );
  });

  it('is set by a key with the scope, and by no auditor, no other key, no neighbour, nor whoever came in by it', async () => {
    const key = (await hospital.apiKey(['identityProvider:write'])).key;
    expect(await at.set(key)).toMatchObject({ version: 1 });
    const auditor = await hospital.person();
    await hospital.role(auditor, 'auditor');
    const other = await clinic.person();
    await clinic.role(other, 'manager');
    const { token } = await at.localManager('manager', 'u9');
    expect(await at.set(await world.signIn(auditor), {}, 1)).toMatchObject({ code: 'forbidden' });
    expect(await at.set((await hospital.apiKey(['key:write'])).key, {}, 1)).toMatchObject({
      code: 'scopeMissing',
    });
    expect(await at.set(await world.signIn(other), {}, 1)).toMatchObject({ code: 'notFound' });
    expect(await at.set(token, {}, 1)).toMatchObject({ code: 'forbidden' });
    expect(await at.register(token, auditor, 'x@ch-valmont.fr')).toMatchObject({ code: 'forbidden' });
  });

  it('is refused when its description is not one that we take, and when what is typed is wrong', async () => {
    const lies: Record<string, unknown>[] = [
      { issuer: 'http://autre.example' },
      { response_types_supported: ['id_token'] },
      { code_challenge_methods_supported: ['plain'] },
      { id_token_signing_alg_values_supported: ['HS256', 'none'] },
      { token_endpoint: 'ftp://x/' },
      { token_endpoint_auth_methods_supported: ['private_key_jwt'] },
    ];
    for (const lie of lies) {
      provider.described = lie;
      expect(await at.set(psc), JSON.stringify(lie)).toMatchObject({ code: 'inputInvalid' });
    }
    provider.described = {};
    for (const input of [
      { issuer: 'javascript:alert(1)' },
      { issuer: `${provider.issuer}?x=1` },
      { issuer: 'http://127.0.0.1:1/x' },
      { clientId: '' },
      { clientSecret: 'é' },
      { domains: [] },
      { domains: ['fr'] },
      { domains: ['a b.fr'] },
    ])
      expect(await at.set(psc, input), JSON.stringify(input)).toMatchObject({ code: 'inputInvalid' });
  });

  it('takes addresses of its domains, of people of the structure, each of one person', async () => {
    const person = await hospital.person();
    expect(await at.register(psc, person, 'a@ch-valmont.fr')).toMatchObject({ code: 'notFound' });
    await at.set(psc);
    expect(await at.register(psc, person, ' A@CH-valmont.fr ')).toMatchObject({
      email: 'a@ch-valmont.fr',
      boundAt: null,
    });
    const other = await hospital.person();
    expect(await at.register(psc, other, 'a@ch-valmont.fr')).toMatchObject({ code: 'inputInvalid' });
    expect(await at.register(psc, other, 'a@autre.fr')).toMatchObject({ code: 'inputInvalid' });
    expect(await at.register(psc, await clinic.person(), 'b@ch-valmont.fr')).toMatchObject({
      code: 'notFound',
    });
  });
});

describe('the sign-in of a manager without a card', () => {
  it('is offered by the domain of the address, and leads to the provider with PKCE, state and nonce', async () => {
    await at.set(psc);
    const offers = async (email: string) =>
      (await world.ask(`{ managerSignInOffers(email: "${email}") { structureId } }`)).data
        .managerSignInOffers;
    expect(await offers('x@ch-valmont.fr')).toContainEqual({ structureId: hospital.id });
    expect(await offers('x@ailleurs.fr')).toEqual([]);
    const url = new URL((await at.start()).url);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: 'portail',
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: 'https://portail.example/connexion/structure/retour',
    });
    expect((await world.ask('{ managerSignInOffered }')).data).toEqual({ managerSignInOffered: true });
    expect(await at.start(clinic)).toMatchObject({ code: 'notFound' });
    for (const to of ['//ailleurs.fr', 'https://ailleurs.fr', '/\\ailleurs.fr', ''])
      expect(await at.start(hospital, to)).toMatchObject({ code: 'inputInvalid' });
  });

  it('opens a session that administers that structure alone', async () => {
    const { person, token } = await at.localManager();
    await clinic.role(await clinic.person({ idNat: person.idNat }), 'manager');
    const { data } = await world.ask(
      '{ me { idNat structures { structure { id } roles } bals { bal { id } } } }',
      token,
    );
    expect(data.me).toEqual({
      idNat: person.idNat,
      structures: [{ structure: { id: hospital.id }, roles: ['MANAGER'] }],
      bals: [],
    });
    const keys = `{ structure(id: "${hospital.id}") { ... on Structure { apiKeys(first: 1) { edges { cursor } } } } }`;
    expect((await world.ask(keys, token)).errors).toBeUndefined();
    expect((await world.ask(keys.replace(hospital.id, clinic.id), token)).data.structure).not.toHaveProperty(
      'apiKeys',
    );
    expect(await world.traces(hospital)).toContainEqual(
      expect.objectContaining({
        kind: 'session.opened',
        facts: expect.objectContaining({ authentication: 'structure' }),
      }),
    );
  });

  it('opens no BAL and no message, though the person holds one', async () => {
    const { person, token } = await at.localManager();
    const bal = await hospital.bal({ responsible: person });
    const messageId = await world.deliver(hospital, bal, LETTER);
    const reads = `query ($b: ID!, $m: ID!) { message(balId: $b, id: $m) { __typename ... on Refus { code } } }`;
    const asked = async (bearer: string) =>
      (await world.ask(reads, bearer, { b: bal.id, m: messageId })).data?.message;
    expect(await asked(await world.signIn(person))).toMatchObject({ __typename: 'Message' });
    expect(await asked(token)).toMatchObject({ code: 'notFound' });
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${world.url}/attachments/${bal.id}/${messageId}/2`, { headers })).status).toBe(404);
    expect((await fetch(`${world.url}/exports/${bal.id}/eml`, { headers })).status).toBe(404);
  });

  it('never makes an operator’s administrator, and gives no key that would decide of the provider', async () => {
    const { person, token } = await at.localManager();
    await hospital.role(person, 'operatorAdmin');
    const { data } = await world.ask('{ me { structures { roles } } }', token);
    expect(data.me.structures).toEqual([{ roles: ['MANAGER'] }]);
    const create = `mutation { apiKeyCreate(structureId: "${hospital.id}", input: {
      name: "x", scopes: ["identityProvider:write"], expiresAt: "2026-12-01T00:00:00Z" }) { ... on Refus { code } } }`;
    expect((await world.ask(create, token)).data.apiKeyCreate).toEqual({ code: 'forbidden' });
  });

  it('binds an address to the first subject, for good', async () => {
    await at.localManager('manager', 'u1');
    expect(await at.comeIn({ sub: 'u1' })).toMatchObject({ __typename: 'ManagerSignedIn' });
    expect(await at.comeIn({ sub: 'thief', email: 'u1@ch-valmont.fr' })).toEqual({
      __typename: 'Refus',
      code: 'authenticationFailed',
    });
    expect(await world.traces(hospital)).toContainEqual(
      expect.objectContaining({ kind: 'session.refused', outcome: 'authenticationFailed' }),
    );
  });

  it('needs an address that the provider verified and that a manager registered', async () => {
    await at.set(psc);
    const person = await hospital.person();
    await hospital.role(person, 'auditor');
    await at.register(psc, person, 'v@ch-valmont.fr');
    const refused = { code: 'authenticationFailed' };
    expect(await at.comeIn({ sub: 'v', email: 'v@ch-valmont.fr', email_verified: false })).toMatchObject(
      refused,
    );
    expect(await at.comeIn({ sub: 'v' })).toMatchObject(refused);
    expect(await at.comeIn({ sub: 'v', email: 'w@ch-valmont.fr' })).toMatchObject(refused);
    expect(await at.comeIn({ sub: 'v', email: 'v@ch-valmont.fr' })).toMatchObject({ returnTo: '/g' });
  });

  it('counts once, for the browser that began it, and within ten minutes', async () => {
    await at.localManager();
    const refused = { code: 'authenticationFailed' };
    const { url, binding } = await at.start();
    const answer = provider.signIn(url, { sub: 'u1' });
    expect(await at.finish({ ...answer, binding })).toMatchObject({ returnTo: '/g' });
    expect(await at.finish({ ...answer, binding })).toMatchObject(refused);
    expect(await at.comeIn({ sub: 'u1' }, { binding: 'A'.repeat(43) })).toMatchObject(refused);
    expect(await at.comeIn({ sub: 'u1' }, { state: 'A'.repeat(43) })).toMatchObject(refused);
    const begun = await at.start();
    const late = provider.signIn(begun.url, { sub: 'u1' });
    const now = world.now;
    world.now = new Date(now.getTime() + 600_001);
    expect(await at.finish({ ...late, binding: begun.binding })).toMatchObject(refused);
    world.now = now;
  });

  it.each<[string, TestClaims, Record<string, unknown>]>([
    ['of another nonce', { nonce: 'autre' }, {}],
    ['for another client', { aud: 'autre' }, {}],
    ['for several clients, none named', { aud: ['portail', 'autre'] }, {}],
    ['of another issuer', { iss: 'http://autre.example' }, {}],
    ['expired', { exp: 1 }, {}],
    ['with another iss beside the code', {}, { iss: 'http://autre.example' }],
    ['without the iss that it promises', {}, { iss: null }],
    ['with a code of nobody', {}, { code: 'x' }],
  ])('is refused to an answer %s', async (_, claims, change) => {
    await at.localManager();
    expect(await at.comeIn({ sub: 'u1', ...claims }, change)).toMatchObject({ code: 'authenticationFailed' });
  });

  it('that the provider leaves unfinished says so, and works with its next key', async () => {
    await at.localManager();
    const { url, binding } = await at.start();
    const answer = { ...provider.signIn(url, { sub: 'u1' }), binding };
    provider.isOut = true;
    expect(await at.finish(answer)).toMatchObject({ code: 'structureProviderUnavailable' });
    provider.isOut = false;
    expect(await world.traces(hospital)).toContainEqual(
      expect.objectContaining({ kind: 'session.refused', outcome: 'structureProviderUnavailable' }),
    );
    await provider.rotate();
    expect(await at.comeIn({ sub: 'u1' })).toMatchObject({ returnTo: '/g' });
  });

  it('is nothing to whoever has no role any more', async () => {
    const { person } = await at.localManager();
    await world.database.withTenant(hospital.context(), (sql) =>
      sql.query('delete from tenant_role where person_id = $1', [person.id]),
    );
    expect(await at.comeIn({ sub: 'u1' })).toMatchObject({ code: 'nothingHere' });
  });

  it('ends with the provider, with the registration, and with another issuer', async () => {
    const isOpen = async (token: string) => (await world.ask('{ me { name } }', token)).status === 200;
    const { person, token } = await at.localManager();
    const forget = `mutation { localIdentityRemove(structureId: "${hospital.id}", personId: "${person.id}") { __typename } }`;
    expect((await world.ask(forget, psc)).data.localIdentityRemove.__typename).toBe('LocalIdentity');
    expect(await isOpen(token)).toBe(false);
    expect(await at.comeIn({ sub: 'u1', email: 'u1@ch-valmont.fr' })).toMatchObject({
      code: 'authenticationFailed',
    });
    await at.register(psc, person, 'u1@ch-valmont.fr');
    const { session } = await at.comeIn({ sub: 'u2', email: 'u1@ch-valmont.fr' });
    const remove = `mutation { identityProviderRemove(structureId: "${hospital.id}", version: 1) { __typename } }`;
    expect((await world.ask(remove, psc)).data.identityProviderRemove.__typename).toBe('IdentityProvider');
    expect(await isOpen(session.token)).toBe(false);
    expect(await at.start()).toMatchObject({ code: 'notFound' });
    expect(await isOpen(psc)).toBe(true);
  });
});
