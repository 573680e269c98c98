import type { JWTHeaderParameters, JWTPayload } from 'jose';
import { meetsAcr } from './acr.js';
import { TokenRefused } from './psc-objection.js';

/** What a token says of its bearer, before UserInfo confirms it. */
export interface TokenIdentity {
  readonly sub: string;
  readonly preferredUsername: string | null;
  readonly acr: string | null;
  /** The provider's own session, by which it may tell later that it ended. */
  readonly sid: string | null;
}

/** Difference of clocks forgiven, in seconds: tokens may live one minute only, more would multiply their life. */
export const LEEWAY_SECONDS = 30;

/** Checks what the signature does not: that it is an access token, issued in the past, with enough assurance. */
export function readAccessTokenClaims(
  header: JWTHeaderParameters,
  payload: JWTPayload,
  minAcr: string,
  now: Date,
): TokenIdentity {
  const { iat, exp, sub, acr } = payload;
  if (typeof iat !== 'number' || typeof exp !== 'number' || typeof sub !== 'string' || sub === '') {
    throw new TokenRefused('claims');
  }
  if (iat > now.getTime() / 1000 + LEEWAY_SECONDS || exp <= iat) throw new TokenRefused('notYetValid');
  if (!isAccessToken(header, payload)) throw new TokenRefused('notAnAccessToken');
  if (acr !== undefined && !(typeof acr === 'string' && meetsAcr(acr, minAcr))) throw new TokenRefused('acr');
  const preferredUsername = payload.preferred_username;
  return {
    sub,
    preferredUsername: typeof preferredUsername === 'string' ? preferredUsername : null,
    acr: typeof acr === 'string' ? acr : null,
    sid: text(payload.sid) ?? text(payload.session_state),
  };
}

/**
 * Identity and refresh tokens are signed by the same keys. Pro Santé Connect marks access tokens with the claim `typ: Bearer`;
 * RFC 9068 marks them in the header.
 */
function isAccessToken(header: JWTHeaderParameters, payload: JWTPayload): boolean {
  const written = header.typ?.toLowerCase().replace(/^application\//, '') ?? 'jwt';
  if (written !== 'jwt' && written !== 'at+jwt') return false;
  if (payload.typ !== undefined) return payload.typ === 'Bearer';
  return written === 'at+jwt';
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
