import { createHash } from 'node:crypto';
import { type LogoutNotice, readLogoutTokenClaims, TokenRefused } from '@cachet/ans';
import type { ProvenLocally } from '@cachet/mss-core';
import {
  createLocalJWKSet,
  decodeJwt,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';
import type { GuardedFetch } from './guarded-fetch.js';
import { describeProvider, type ProviderDescription } from './provider-description.js';
import { askProvider, fetchObject, objectIn } from './provider-exchange.js';
import { ProviderFault } from './provider-fault.js';
import { tokenRequest } from './token-request.js';

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

/** Who came back, and the token that says so. */
export interface Redeemed {
  readonly proven: ProvenLocally;
  readonly idToken: string;
}

const DESCRIPTION_LASTS_MS = 10 * 60_000;
const LEEWAY_SECONDS = 30;
const MOST_DESCRIPTIONS = 500;
const LONGEST_TOKEN = 16 * 1024;
/** Longest identity token given back to the provider in an address: beside the rest it must fit in a cookie. */
const LONGEST_HINT = 2_000;

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
    const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
    return withParameters(authorizationEndpoint, {
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid email profile',
      state,
      nonce,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
  }

  /** Where the provider ends its own session and sends back; null when it does not (RP-Initiated Logout 1.0 §2). */
  endSessionUrl(
    { endSessionEndpoint }: ProviderDescription,
    clientId: string,
    idToken: string,
    signedOut: string,
  ): string | null {
    if (endSessionEndpoint === null) return null;
    return withParameters(endSessionEndpoint, {
      client_id: clientId,
      post_logout_redirect_uri: signedOut,
      // Without it the provider asks the person; a long one would not be kept.
      ...(idToken.length <= LONGEST_HINT ? { id_token_hint: idToken } : {}),
    });
  }

  /** Who came back, from the code they brought. @throws ProviderFault */
  async redeem(
    description: ProviderDescription,
    client: ProviderCredentials,
    trip: Pick<SignInTrip, 'nonce' | 'codeVerifier' | 'redirectUri'>,
    code: string,
  ): Promise<Redeemed> {
    const request = tokenRequest(description, client, trip, code);
    const { id_token: idToken } = await fetchObject(this.fetch, request, 'answerRefused');
    if (typeof idToken !== 'string' || idToken.length > LONGEST_TOKEN) throw refusing('no identity token');
    // OpenID Connect Core 1.0 §3.1.3.7.
    const { payload } = await this.#verified(description, client.clientId, idToken, [
      ...['iss', 'sub', 'aud', 'exp', 'iat', 'nonce'],
    ]);
    return { proven: readIdToken(payload, client.clientId, trip.nonce, description.issuer), idToken };
  }

  /** Whether the provider knows our name and secret, asked with a code of nobody (RFC 6749 §5.2). @throws ProviderFault */
  async tryCredentials(
    description: ProviderDescription,
    client: ProviderCredentials,
    redirectUri: string,
  ): Promise<void> {
    const trip = { codeVerifier: 'essai-'.repeat(8), redirectUri };
    const { status, body } = await askProvider(this.fetch, tokenRequest(description, client, trip, 'essai'));
    const error = objectIn(body)?.error;
    if (status === 401 || error === 'invalid_client' || error === 'unauthorized_client')
      throw new ProviderFault('clientRefused', `HTTP ${status}`);
  }

  /** What a notice of logout tells (Back-Channel Logout 1.0 §2.6). @throws ProviderFault */
  async readNotice(description: ProviderDescription, clientId: string, token: string): Promise<LogoutNotice> {
    if (token.length > LONGEST_TOKEN || issuerIn(token) !== description.issuer)
      throw refusing('another issuer');
    const claims = ['iss', 'aud', 'iat', 'jti', 'events'];
    const { payload, protectedHeader } = await this.#verified(description, clientId, token, claims);
    try {
      return readLogoutTokenClaims(protectedHeader, payload, this.clock());
    } catch (error) {
      if (error instanceof TokenRefused) throw refusing(error.objection);
      throw error;
    }
  }

  async #verified(
    { jwksUri, algorithms, issuer }: ProviderDescription,
    audience: string,
    token: string,
    requiredClaims: string[],
  ) {
    const keys = await fetchObject(this.fetch, { url: jwksUri }, 'answerRefused');
    const rules: JWTVerifyOptions = {
      algorithms: [...algorithms],
      issuer,
      audience,
      clockTolerance: LEEWAY_SECONDS,
      currentDate: this.clock(),
      requiredClaims,
    };
    try {
      return await jwtVerify(token, createLocalJWKSet(keys as unknown as JSONWebKeySet), rules);
    } catch (error) {
      if (error instanceof errors.JOSEError) throw refusing(error.code);
      throw error;
    }
  }
}

function refusing(message: string): ProviderFault {
  return new ProviderFault('answerRefused', message);
}

function withParameters(address: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** Read before anything is fetched for it. */
function issuerIn(token: string): string | null {
  try {
    return decodeJwt(token).iss ?? null;
  } catch {
    return null;
  }
}

function readIdToken(payload: JWTPayload, clientId: string, nonce: string, issuer: string): ProvenLocally {
  const { sub, aud, azp, acr, sid, email, email_verified: verified } = payload;
  if (payload.nonce !== nonce) throw refusing('another nonce');
  if ((Array.isArray(aud) && aud.length > 1 && azp !== clientId) || (azp !== undefined && azp !== clientId))
    throw refusing('another client');
  if (typeof sub !== 'string' || sub === '' || sub.length > 255) throw refusing('no subject');
  return {
    issuer,
    subject: sub,
    verifiedEmail: typeof email === 'string' && verified === true ? email : null,
    acr: typeof acr === 'string' ? acr.slice(0, 200) : null,
    sid: typeof sid === 'string' && sid.length <= 256 ? sid : null,
  };
}
