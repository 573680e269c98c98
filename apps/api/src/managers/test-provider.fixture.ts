import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** What the provider knows of whom it just recognised, and how it lies. */
export interface TestClaims extends JWTPayload {
  readonly email?: string;
  readonly email_verified?: boolean;
}

/** A provider of one structure, that refuses what a real one would: an unknown client, another return address, a code used again, a wrong verifier. */
export class TestProvider {
  issuer = '';
  /** What its description says otherwise. */
  described: Record<string, unknown> = {};
  /** It answers 503 to everything. */
  isOut = false;
  readonly clientSecret = "un secret: d'essai+";
  #keys!: Awaited<ReturnType<typeof generateKeyPair>>;
  readonly #codes = new Map<string, { challenge: string; redirectUri: string; claims: TestClaims }>();

  private constructor(private readonly server: Server) {}

  static async listen(): Promise<TestProvider> {
    const server = createServer((request, response) => void provider.#answer(request, response));
    const provider: TestProvider = new TestProvider(server);
    provider.#keys = await generateKeyPair('RS256', { extractable: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    provider.issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/realm`;
    return provider;
  }

  close(): Promise<unknown> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }

  /** Somebody signs in at the address where the browser was sent; answers the parameters with which it comes back. */
  signIn(
    url: string,
    claims: TestClaims,
  ): { readonly state: string; readonly code: string; readonly iss: string } {
    const asked = new URL(url).searchParams;
    const code = `c-${this.#codes.size}`;
    this.#codes.set(code, {
      challenge: asked.get('code_challenge') ?? '',
      redirectUri: asked.get('redirect_uri') ?? '',
      claims: { nonce: asked.get('nonce') ?? '', ...claims },
    });
    return { state: asked.get('state') ?? '', code, iss: this.issuer };
  }

  /** A notice of logout, and what in it is otherwise. */
  notice(change: JWTPayload = {}): Promise<string> {
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    return this.#signed({ jti: randomUUID(), events, ...change });
  }

  /** Signs with another key from now on, the only one that it publishes. */
  async rotate(): Promise<void> {
    this.#keys = await generateKeyPair('RS256', { extractable: true });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const json = (status: number, value: unknown) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (this.isOut) return json(503, {});
    if (request.url === '/realm/.well-known/openid-configuration') return json(200, this.#description());
    if (request.url === '/realm/certs')
      return json(200, { keys: [{ ...(await exportJWK(this.#keys.publicKey)), kid: 'k', alg: 'RS256' }] });
    if (request.url !== '/realm/token') return json(404, {});
    let text = '';
    for await (const chunk of request) text += chunk;
    const given = new URLSearchParams(text);
    const basic = Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString();
    const expected = `portail:${new URLSearchParams({ v: this.clientSecret }).toString().slice(2)}`;
    if (basic !== expected) return json(401, { error: 'invalid_client' });
    const kept = this.#codes.get(given.get('code') ?? '');
    this.#codes.delete(given.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url');
    if (!kept || kept.redirectUri !== given.get('redirect_uri') || kept.challenge !== challenge)
      return json(400, { error: 'invalid_grant' });
    json(200, {
      token_type: 'Bearer',
      access_token: 'x',
      id_token: await this.#signed({ email_verified: true, ...kept.claims }),
    });
  }

  #description(): Record<string, unknown> {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/auth`,
      token_endpoint: `${this.issuer}/token`,
      end_session_endpoint: `${this.issuer}/logout`,
      backchannel_logout_supported: true,
      jwks_uri: `${this.issuer}/certs`,
      response_types_supported: ['code'],
      id_token_signing_alg_values_supported: ['HS256', 'RS256'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      ...this.described,
    };
  }

  #signed(claims: JWTPayload): Promise<string> {
    const now = Math.floor(new Date('2026-11-20T12:00:00Z').getTime() / 1000);
    const usual = { iss: this.issuer, aud: 'portail', iat: now, exp: now + 300 };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .sign(this.#keys.privateKey);
  }
}
