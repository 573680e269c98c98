import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  type JWTVerifyResult,
  jwtVerify,
} from 'jose';
import { type FetchBytes, FetchFailure } from '../http/fetch-bytes.js';
import { LEEWAY_SECONDS, readAccessTokenClaims, type TokenIdentity } from './access-token-claims.js';
import { type LogoutNotice, readLogoutTokenClaims } from './logout-token-claims.js';
import type { PscMetadata } from './psc-metadata.js';
import { PscUnavailable, type TokenObjection, TokenRefused } from './psc-objection.js';

const MAX_TOKEN_LENGTH = 16 * 1024;
const MAX_JWKS_BYTES = 64 * 1024;
/** A new key is looked for at most this often, however many unknown ones are presented. */
const COOLDOWN_MS = 30_000;
const KEYS_LAST_MS = 10 * 60_000;

export interface TokenRules {
  readonly issuer: string;
  readonly minAcr: string;
}

/** Verifies access tokens by the provider's published keys; one per metadata document, so that its keys stay cached. */
export class TokenVerifier {
  private readonly keys: JWTVerifyGetKey;

  constructor(
    private readonly metadata: PscMetadata,
    private readonly rules: TokenRules,
    fetch: FetchBytes,
    timeoutMs: number,
  ) {
    this.keys = createRemoteJWKSet(new URL(metadata.jwksUri), {
      cooldownDuration: COOLDOWN_MS,
      cacheMaxAge: KEYS_LAST_MS,
      timeoutDuration: timeoutMs,
      [customFetch]: (url) => fetchKeys(fetch, url, timeoutMs),
    });
  }

  /**
   * EX_LPS_0900: signature by the provider's keys, then `exp` and `iat`. `aud` and `azp` are not ours to check: each client
   * software has its own. Keys named inside the token (`jwk`, `jku`, `x5u`) are never looked at. Throws TokenRefused or PscUnavailable.
   */
  async verify(token: string, now: Date): Promise<TokenIdentity> {
    const { payload, protectedHeader } = await this.signed(token, now, {
      requiredClaims: ['exp', 'iat', 'iss', 'sub'],
    });
    return readAccessTokenClaims(protectedHeader, payload, this.rules.minAcr, now);
  }

  /** A notice of logout, which unlike an access token is for one client. Throws TokenRefused or PscUnavailable. */
  async verifyLogout(token: string, clientId: string, now: Date): Promise<LogoutNotice> {
    const { payload, protectedHeader } = await this.signed(token, now, {
      audience: clientId,
      requiredClaims: ['iss', 'aud', 'iat', 'jti', 'events'],
    });
    return readLogoutTokenClaims(protectedHeader, payload, now);
  }

  private async signed(token: string, now: Date, claims: JWTVerifyOptions): Promise<JWTVerifyResult> {
    if (token.length > MAX_TOKEN_LENGTH) throw new TokenRefused('malformed');
    try {
      return await jwtVerify(token, this.keys, {
        ...claims,
        algorithms: [...this.metadata.algorithms],
        issuer: this.rules.issuer,
        clockTolerance: LEEWAY_SECONDS,
        currentDate: now,
      });
    } catch (error) {
      throw translated(error);
    }
  }
}

async function fetchKeys(fetch: FetchBytes, url: string, timeoutMs: number): Promise<Response> {
  const { status, body } = await fetch({ url, maxBytes: MAX_JWKS_BYTES, timeoutMs });
  return new Response(status === 200 ? Uint8Array.from(body) : null, { status: status === 200 ? 200 : 503 });
}

function translated(error: unknown): Error {
  if (error instanceof TokenRefused) return error;
  if (error instanceof errors.JWKSInvalid || error instanceof errors.JWKSTimeout) return unavailable(error);
  if (error instanceof FetchFailure) return unavailable(error);
  if (error instanceof errors.JWTExpired) return new TokenRefused('expired');
  if (error instanceof errors.JWTClaimValidationFailed) return new TokenRefused(objectionOf(error.claim));
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid)
    return new TokenRefused('malformed');
  if (error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC')
    return new TokenRefused('signature');
  return unavailable(error);
}

function objectionOf(claim: string): TokenObjection {
  if (claim === 'iss') return 'otherIssuer';
  if (claim === 'aud') return 'otherAudience';
  return claim === 'nbf' ? 'notYetValid' : 'claims';
}

function unavailable(error: unknown): PscUnavailable {
  return new PscUnavailable(error instanceof Error ? error.message : 'keys unavailable');
}
