import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readBody, sendJson } from '../http/exchange.js';
import { type Listening, serveHttp } from '../http/server.js';
import { CookieJar } from '../testing/cookie-jar.js';
import { writeWorld } from '../testing/fictional-world.js';
import { freePorts } from '../testing/free-ports.js';
import type { HospitalWorld } from '../world/world.js';
import { Hospital } from './hospital-server.js';
import { TOKEN_FAULTS, type TokenFault } from './spoilt-token.js';

const SOPHIE = 'u-1';
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

describe('the simulated provider of a hospital', () => {
  let hospital: Hospital;
  let world: HospitalWorld;
  let server: Listening;
  let product: Listening;
  let described: Record<string, string>;
  /** Notices of logout that the product received. */
  const notices: string[] = [];
  const verifier = randomBytes(32).toString('base64url');

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hospital-'));
    const [port = 0] = await freePorts(1);
    product = await serveHttp(0, async (request, response) => {
      notices.push((await readBody(request)).toString());
      sendJson(response, 200, {});
    });
    world = {
      ...writeWorld(folder, 25).world.hospital,
      backchannelLogoutUri: `http://localhost:${product.port}/`,
    };
    hospital = await Hospital.open(folder, `http://localhost:${port}`, world);
    server = await hospital.listen(port);
    described = (await (await fetch(`${hospital.issuer}/.well-known/openid-configuration`)).json()) as Record<
      string,
      string
    >;
  });
  beforeEach(() => {
    hospital.behaviour.service = 'served';
    hospital.behaviour.token = null;
    notices.length = 0;
  });
  afterAll(async () => {
    await server.close();
    await product.close();
  });

  function authorizationUrl(over: Record<string, string> = {}): string {
    const url = new URL(described.authorization_endpoint ?? '');
    url.search = new URLSearchParams({
      client_id: world.clientId,
      redirect_uri: world.redirectUri,
      response_type: 'code',
      scope: 'openid email profile',
      state: 'un-etat',
      nonce: 'un-nonce',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...over,
    }).toString();
    return url.href;
  }

  /** Signs Sophie in; what the browser comes back with. */
  async function codeOf(browser = new CookieJar(), fields: Record<string, string> = { subject: SOPHIE }) {
    const page = await browser.follow(authorizationUrl());
    const body = new URLSearchParams(fields);
    const { url } = await browser.follow(page.url, { method: 'POST', body });
    return new URL(url).searchParams;
  }

  async function redeem(code: string, over: Record<string, string> = {}, secret?: string) {
    const expected = 'un-secret-d-essai-long-de-trente-deux';
    const basic = Buffer.from(`${world.clientId}:${secret ?? expected}`).toString('base64');
    const response = await fetch(described.token_endpoint ?? '', {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: world.redirectUri,
        code_verifier: verifier,
        ...over,
      }),
    });
    return (await response.json()) as { id_token?: string; error?: string };
  }

  async function idToken(): Promise<string> {
    return (await redeem((await codeOf()).get('code') ?? '')).id_token ?? '';
  }

  function verified(token: string): Promise<{ payload: JWTPayload }> {
    const keys = createRemoteJWKSet(new URL(described.jwks_uri ?? ''));
    return jwtVerify(token, keys, { issuer: hospital.issuer, audience: world.clientId });
  }

  it('describes itself at the standard address', () => {
    expect(described).toMatchObject({
      issuer: hospital.issuer,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      backchannel_logout_supported: true,
      authorization_response_iss_parameter_supported: true,
      end_session_endpoint: expect.stringContaining(hospital.issuer),
    });
  });

  it('signs somebody in, and says who in the identity token', async () => {
    const answer = await codeOf();
    expect([answer.get('state'), answer.get('iss')]).toEqual(['un-etat', hospital.issuer]);
    const { id_token: token = '' } = await redeem(answer.get('code') ?? '');
    expect((await verified(token)).payload).toMatchObject({
      sub: SOPHIE,
      email: 'sophie.garnier@ch-essai.fr',
      email_verified: true,
      nonce: 'un-nonce',
      sid: expect.any(String),
    });
  });

  it('says on its page that it is a simulation, and sends back whoever gives up', async () => {
    const { response } = await new CookieJar().follow(authorizationUrl());
    const page = await response.text();
    expect(page).toMatch(/Simulation[\s\S]*Hôpital d’essai[\s\S]*Sophie GARNIER/);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await codeOf(new CookieJar(), { cancel: '1' })).get('error')).toBe('access_denied');
  });

  it('refuses another return address, another client, and a request without PKCE', async () => {
    const refused = { redirect: 'manual' } as const;
    const elsewhere = authorizationUrl({ redirect_uri: 'http://localhost:9/ailleurs' });
    expect((await fetch(elsewhere, refused)).status).toBe(400);
    expect((await fetch(authorizationUrl({ client_id: 'autre' }), refused)).status).toBe(400);
    const bare = new URL(authorizationUrl());
    bare.searchParams.delete('code_challenge');
    const { url } = await new CookieJar().follow(bare.href);
    expect(new URL(url).searchParams.get('error')).toBe('invalid_request');
  });

  it('gives nothing for a wrong secret, verifier or return address, nor for a code that was used', async () => {
    const code = async () => (await codeOf()).get('code') ?? '';
    expect((await redeem(await code(), {}, 'un-autre-secret')).error).toBe('invalid_client');
    expect((await redeem(await code(), { code_verifier: 'v'.repeat(43) })).error).toBe('invalid_grant');
    expect((await redeem(await code(), { redirect_uri: 'http://localhost:9/x' })).error).toBe(
      'invalid_grant',
    );
    const once = await code();
    expect((await redeem(once)).id_token).toBeTruthy();
    expect((await redeem(once)).error).toBe('invalid_grant');
  });

  it.each(TOKEN_FAULTS)(
    'gives when told so a token that is %s, which a check refuses',
    async (fault: TokenFault) => {
      hospital.behaviour.token = fault;
      const token = await idToken();
      if (fault === 'otherNonce') expect(decodeJwt(token).nonce).toBe('autre');
      else await expect(verified(token)).rejects.toThrow();
    },
  );

  it('signs with another key once told so, and publishes it', async () => {
    const before = decodeProtectedHeader(await idToken()).kid;
    await hospital.rotate();
    const token = await idToken();
    expect(decodeProtectedHeader(token).kid).not.toBe(before);
    expect((await verified(token)).payload.sub).toBe(SOPHIE);
  });

  it('does not answer when it is out', async () => {
    hospital.behaviour.service = 'unavailable';
    expect((await fetch(described.jwks_uri ?? '')).status).toBe(503);
  });

  it('ends a session when asked with its token, tells the product, and sends back', async () => {
    const browser = new CookieJar();
    const { id_token: token = '' } = await redeem((await codeOf(browser)).get('code') ?? '');
    const out = new URL(described.end_session_endpoint ?? '');
    out.search = new URLSearchParams({
      id_token_hint: token,
      client_id: world.clientId,
      post_logout_redirect_uri: world.postLogoutUri,
    }).toString();
    const page = await (await browser.fetch(out.href)).text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const body = new URLSearchParams({ xsrf, logout: 'yes' });
    const { url } = await browser.follow(/action="([^"]+)"/.exec(page)?.[1] ?? '', { method: 'POST', body });
    expect(url).toBe(world.postLogoutUri);
    const notice = new URLSearchParams(notices.at(-1)).get('logout_token') ?? '';
    expect((await verified(notice)).payload).toMatchObject({
      sid: decodeJwt(token).sid,
      events: { [LOGOUT_EVENT]: {} },
    });
  });

  it('tells a logout when told to', async () => {
    expect(await hospital.tellLogout(SOPHIE, 'une-fois')).toBe(200);
    const notice = new URLSearchParams(notices.at(-1)).get('logout_token') ?? '';
    expect((await verified(notice)).payload).toMatchObject({ sub: SOPHIE, jti: 'une-fois' });
  });
});
