import { createHash } from 'node:crypto';
import type { ProvenLocally } from '@cachet/mss-core';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { GuardedFetch } from './guarded-fetch.js';
import {
  describeProvider,
  fetchObject,
  type ProviderDescription,
  ProviderFault,
} from './provider-description.js';

/** What the sign-in of one person is made of. */
export interface SignInTrip {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
}

export interface ProviderCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

const DESCRIPTION_LASTS_MS = 10 * 60_000;
const LEEWAY_SECONDS = 30;
const MOST_DESCRIPTIONS = 500;

/** Speaks OpenID Connect with the providers of structures: authorization code with PKCE (RFC 7636), nonce and `iss` (RFC 9207). */
export class ProviderClient {
  readonly #described = new Map<
    string,
    { readonly description: ProviderDescription; readonly until: number }
  >();

  constructor(
    private readonly fetch: GuardedFetch,
    readonly takesPrivate: boolean,
    private readonly clock: () => Date,
  ) {}

  /** Its description, fetched again after ten minutes. @throws ProviderFault */
  async describe(issuer: string): Promise<ProviderDescription> {
    const known = this.#described.get(issuer);
    return known && this.clock().getTime() < known.until ? known.description : this.describeAnew(issuer);
  }

  /** Its description as it is now. @throws ProviderFault */
  async describeAnew(issuer: string): Promise<ProviderDescription> {
    const now = this.clock().getTime();
    const description = await describeProvider(this.fetch, issuer, this.takesPrivate);
    if (this.#described.size >= MOST_DESCRIPTIONS) this.#described.clear();
    this.#described.set(issuer, { description, until: now + DESCRIPTION_LASTS_MS });
    return description;
  }

  /** Where to send the browser. */
  authorizationUrl(
    { authorizationEndpoint }: ProviderDescription,
    clientId: string,
    { state, nonce, codeVerifier, redirectUri }: SignInTrip,
  ): string {
    const url = new URL(authorizationEndpoint);
    const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
    for (const [name, value] of Object.entries({
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid email profile',
      state,
      nonce,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    }))
      url.searchParams.set(name, value);
    return url.href;
  }

  /** Who came back, from the code they brought. @throws ProviderFault */
  async redeem(
    description: ProviderDescription,
    client: ProviderCredentials,
    trip: Pick<SignInTrip, 'nonce' | 'codeVerifier' | 'redirectUri'>,
    code: string,
  ): Promise<ProvenLocally> {
    const answer = await fetchObject(
      this.fetch,
      description.tokenEndpoint,
      tokenRequest(description, client, trip, code),
    );
    if (typeof answer.id_token !== 'string') throw new ProviderFault('no identity token');
    const payload = await this.#verified(description, client.clientId, answer.id_token);
    return readIdToken(payload, client.clientId, trip.nonce, description.issuer);
  }

  // OpenID Connect Core 1.0 §3.1.3.7.
  async #verified(description: ProviderDescription, clientId: string, token: string): Promise<JWTPayload> {
    const keys = await fetchObject(this.fetch, description.jwksUri);
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet(keys as unknown as JSONWebKeySet), {
        algorithms: [...description.algorithms],
        issuer: description.issuer,
        audience: clientId,
        clockTolerance: LEEWAY_SECONDS,
        currentDate: this.clock(),
        requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat', 'nonce'],
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) throw new ProviderFault(error.code);
      throw error;
    }
  }
}

function tokenRequest(
  { authentication }: ProviderDescription,
  { clientId, clientSecret }: ProviderCredentials,
  { codeVerifier, redirectUri }: Pick<SignInTrip, 'codeVerifier' | 'redirectUri'>,
  code: string,
) {
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: codeVerifier,
  });
  if (authentication === 'client_secret_post') {
    form.set('client_id', clientId);
    form.set('client_secret', clientSecret);
    return { form };
  }
  // RFC 6749 §2.3.1: both are form-encoded first.
  const basic = [clientId, clientSecret].map(formEncoded).join(':');
  return { form, headers: { authorization: `Basic ${Buffer.from(basic).toString('base64')}` } };
}

function formEncoded(text: string): string {
  return new URLSearchParams({ v: text }).toString().slice(2);
}

function readIdToken(payload: JWTPayload, clientId: string, nonce: string, issuer: string): ProvenLocally {
  const { sub, aud, azp, acr, email, email_verified: verified } = payload;
  if (payload.nonce !== nonce) throw new ProviderFault('another nonce');
  if ((Array.isArray(aud) && aud.length > 1 && azp !== clientId) || (azp !== undefined && azp !== clientId))
    throw new ProviderFault('another client');
  if (typeof sub !== 'string' || sub === '' || sub.length > 255) throw new ProviderFault('no subject');
  return {
    issuer,
    subject: sub,
    verifiedEmail: typeof email === 'string' && verified === true ? email : null,
    acr: typeof acr === 'string' ? acr.slice(0, 200) : null,
  };
}
