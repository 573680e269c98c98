import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBody, sendJson } from '../http/exchange.js';
import { route } from '../http/router.js';
import { type Listening, serveHttp } from '../http/server.js';
import { CookieJar } from '../testing/cookie-jar.js';
import { writeWorld } from '../testing/fictional-world.js';
import { freePorts } from '../testing/free-ports.js';
import type { World } from '../world/world.js';
import { TOKEN_FAULTS, type TokenFault } from './access-token.js';
import { LOGOUT_CONTROL_PATH, logoutNoticeRoutes } from './logout-notice.js';
import { openPsc, type Psc, startPsc } from './psc-server.js';

const CLAIRE = '99900000017';
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

describe('the simulated Pro Santé Connect', () => {
  let psc: Psc;
  let world: World;
  let server: Listening;
  let issuer: string;
  let product: Listening;
  /** Notices of logout that the product received. */
  const notices: string[] = [];
  const endpoint = (name: string) => `${issuer}/protocol/openid-connect/${name}`;

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'psc-'));
    const [port = 0] = await freePorts(1);
    product = await serveHttp(0, async (request, response) => {
      notices.push((await readBody(request)).toString());
      sendJson(response, 200, {});
    });
    ({ world } = writeWorld(folder, 25));
    world = { ...world, webBackchannelLogoutUri: `http://127.0.0.1:${product.port}/psc/logout` };
    psc = await openPsc(folder, `http://localhost:${port}`, world);
    server = await startPsc(psc, world, port);
    ({ issuer } = psc.realm);
  });
  afterAll(async () => {
    await server.close();
    await product.close();
  });

  it('describes itself at the unusual address, with the real one’s empty acr values', async () => {
    const described = await (await fetch(`${issuer}/.well-known/wallet-openid-configuration`)).json();
    expect(described).toMatchObject({
      issuer,
      acr_values_supported: ['0', '0'],
      userinfo_endpoint: endpoint('userinfo'),
      jwks_uri: endpoint('certs'),
    });
  });

  it('signs somebody in: page, code, tokens, userinfo', async () => {
    const browser = new CookieJar();
    const { tokens } = await signIn(browser, CLAIRE);
    const keys = createRemoteJWKSet(new URL(endpoint('certs')));
    const { payload: access } = await jwtVerify(tokens.access_token, keys, { issuer });
    expect(access).toMatchObject({ typ: 'Bearer', azp: world.pscClientId, acr: 'eidas1' });
    expect([access.aud, (access.exp ?? 0) - (access.iat ?? 0)]).toEqual([undefined, 120]);
    const { payload: id } = await jwtVerify(tokens.id_token, keys, { issuer, audience: world.pscClientId });
    expect(id).toMatchObject({ acr: 'eidas1', nonce: 'un-nonce', sub: access.sub });
    const { body } = await userinfo(tokens.access_token);
    expect(body).toMatchObject({
      sub: access.sub,
      SubjectNameID: `8${CLAIRE}`,
      SubjectRole: ['10^1.2.250.1.213.1.1.5.5'],
      given_name: 'Claire',
      family_name: 'FONTAINE',
      preferred_username: `8${CLAIRE}`,
      otherIds: [{ identifiant: `8${CLAIRE}`, origine: 'RPPS', qualite: 1 }],
    });
  });

  it('takes any number of eleven digits on its page, and says so when it is not one', async () => {
    const browser = new CookieJar();
    const { url } = await browser.follow(authorizationUrl());
    const refused = await browser.fetch(url, form({ rpps: '123' }));
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('onze chiffres');
    const { tokens } = await signIn(new CookieJar(), '12345678901');
    expect((await userinfo(tokens.access_token)).body).toMatchObject({ SubjectNameID: '812345678901' });
  });

  it('says on its page that it is a simulation, in French, and names the people', async () => {
    const { response } = await new CookieJar().follow(authorizationUrl());
    const page = await response.text();
    expect(page).toContain('<html lang="fr">');
    expect(page).toContain('Simulation');
    expect(page).toContain('Claire FONTAINE');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each(['state', 'nonce', 'acr_values', 'scope'])('refuses a request without %s', async (name) => {
    const url = new URL(authorizationUrl());
    url.searchParams.delete(name);
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(name === 'scope' ? 'scope_all' : name);
  });

  it('refuses a request without PKCE and a return address that is not registered', async () => {
    const bare = new URL(authorizationUrl());
    bare.searchParams.delete('code_challenge');
    const { url } = await new CookieJar().follow(bare.href);
    expect(new URL(url).searchParams.get('error')).toBe('invalid_request');
    const elsewhere = authorizationUrl({ redirect_uri: 'http://localhost:9/ailleurs' });
    expect((await fetch(elsewhere, { redirect: 'manual' })).status).toBe(400);
  });

  it('gives a fresh access token for a refresh token', async () => {
    const { tokens } = await signIn(new CookieJar(), CLAIRE);
    const again = await tokenRequest({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
    expect(decodeJwt(again.access_token).sub).toBe(decodeJwt(tokens.access_token).sub);
    expect((await userinfo(again.access_token)).status).toBe(200);
  });

  it('ends the session and its tokens when the portal signs out with the id token', async () => {
    const browser = new CookieJar();
    const { tokens } = await signIn(browser, CLAIRE);
    const out = new URL(endpoint('logout'));
    out.search = new URLSearchParams({
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: world.webPostLogoutUri,
      state: 'fin',
    }).toString();
    const page = await (await browser.fetch(out.href)).text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const action = /action="([^"]+)"/.exec(page)?.[1] ?? '';
    const { url } = await browser.follow(action, form({ xsrf, logout: 'yes' }));
    expect(url).toBe(`${world.webPostLogoutUri}?state=fin`);
    expect((await userinfo(tokens.access_token)).status).toBe(401);
  });

  it('tells the product of the logout, by the name its access tokens give to the session', async () => {
    const browser = new CookieJar();
    const { tokens } = await signIn(browser, CLAIRE);
    const { sid, sub } = decodeJwt(tokens.access_token);
    const page = await (await browser.fetch(`${endpoint('logout')}?id_token_hint=${tokens.id_token}`)).text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await browser.follow(/action="([^"]+)"/.exec(page)?.[1] ?? '', form({ xsrf, logout: 'yes' }));
    const notice = notices.splice(0).at(-1) ?? '';
    const keys = createRemoteJWKSet(new URL(endpoint('certs')));
    const { payload } = await jwtVerify(new URLSearchParams(notice).get('logout_token') ?? '', keys, {
      issuer,
      audience: world.pscClientId,
    });
    expect(payload).toMatchObject({ sid, sub, events: { [LOGOUT_EVENT]: {} } });
    expect(payload).not.toHaveProperty('nonce');
  });

  it('tells it when told to', async () => {
    const routes = logoutNoticeRoutes(psc.realm, psc.people, world);
    const control = await serveHttp(0, (request, response) => route(routes, request, response));
    const order = { method: 'POST', body: JSON.stringify({ rpps: CLAIRE }) };
    const answer = await fetch(`http://127.0.0.1:${control.port}${LOGOUT_CONTROL_PATH}`, order);
    expect(await answer.json()).toEqual({ status: 200 });
    await control.close();
    const token = new URLSearchParams(notices.splice(0).at(-1)).get('logout_token') ?? '';
    expect(decodeJwt(token)).toMatchObject({ sub: psc.people.byNumber(CLAIRE)?.sub, typ: 'Logout' });
  });

  describe('makes faulty tokens that its own userinfo refuses', () => {
    it.each(TOKEN_FAULTS)('%s', async (fault) => {
      const token = await faulty(fault);
      expect((await userinfo(token)).status).toBe(401);
    });

    it('each with its one fault', async () => {
      const now = Date.now() / 1000;
      const of = async (fault: TokenFault): Promise<JWTPayload> => decodeJwt(await faulty(fault));
      expect((await of('expired')).exp).toBeLessThan(now);
      expect((await of('notYet')).nbf).toBeGreaterThan(now);
      expect((await of('otherIssuer')).iss).not.toBe(issuer);
      expect(decodeProtectedHeader(await faulty('algNone')).alg).toBe('none');
      expect(decodeProtectedHeader(await faulty('hs256')).alg).toBe('HS256');
      expect(decodeProtectedHeader(await faulty('otherKey')).kid).toBe(psc.realm.kid);
    });

    it('« revoked » is sound for whoever only looks at the signature', async () => {
      const token = await faulty('revoked');
      await expect(jwtVerify(token, psc.realm.publicKey, { issuer })).resolves.toBeDefined();
    });
  });

  it.each(['', 'Bearer', 'Bearer n.importe.quoi', 'Basic abc'])(
    'userinfo answers 401 to « %s »',
    async (header) => {
      const response = await fetch(endpoint('userinfo'), { headers: { authorization: header } });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('invalid_token');
    },
  );

  async function faulty(fault: TokenFault): Promise<string> {
    const who = psc.people.byNumber(CLAIRE);
    if (!who) throw new Error('Claire is in this world');
    const occasion = { clientId: 'x', sessionState: 's', acr: 'eidas1', scope: 'openid scope_all' };
    const token = await psc.tokens.mintFaulty(who, occasion, fault);
    if (fault === 'revoked') psc.revocations.endToken(token);
    return token;
  }

  async function userinfo(token: string): Promise<{ status: number; body: unknown }> {
    const response = await fetch(endpoint('userinfo'), { headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, body: await response.json() };
  }

  const verifier = randomBytes(32).toString('base64url');

  function authorizationUrl(over: Record<string, string> = {}): string {
    const url = new URL(endpoint('auth'));
    url.search = new URLSearchParams({
      client_id: world.pscClientId,
      redirect_uri: world.webRedirectUri,
      response_type: 'code',
      scope: 'openid scope_all',
      acr_values: 'eidas1',
      state: 'un-etat',
      nonce: 'un-nonce',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...over,
    }).toString();
    return url.href;
  }

  async function signIn(browser: CookieJar, rpps: string) {
    const page = await browser.follow(authorizationUrl());
    const { url } = await browser.follow(page.url, form({ rpps }));
    const answer = new URL(url).searchParams;
    expect([answer.get('state'), answer.get('iss')]).toEqual(['un-etat', issuer]);
    const tokens = await tokenRequest({
      grant_type: 'authorization_code',
      code: answer.get('code') ?? '',
      redirect_uri: world.webRedirectUri,
      code_verifier: verifier,
    });
    return { tokens };
  }

  async function tokenRequest(body: Record<string, string>) {
    const secret = 'un-secret-d-essai-long-de-trente-deux';
    const response = await fetch(endpoint('token'), {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${world.pscClientId}:${secret}`).toString('base64')}` },
      body: new URLSearchParams(body),
    });
    const answer: unknown = await response.json();
    expect(answer).toHaveProperty('access_token');
    return answer as { access_token: string; id_token: string; refresh_token: string };
  }
});

function form(fields: Record<string, string>): RequestInit {
  return { method: 'POST', body: new URLSearchParams(fields) };
}
