import { decodeJwt, jwtVerify } from 'jose';
import { sendJson } from '../http/exchange.js';
import type { Handler } from '../http/router.js';
import { claimsOf, type Professionals } from './professionals.js';
import type { Realm } from './realm.js';

/** Tokens and sessions Pro Santé Connect has ended before their time. */
export class Revocations {
  private readonly ended = new Set<string>();

  endToken(token: string): void {
    const { jti } = decodeJwt(token);
    if (jti) this.ended.add(jti);
  }

  endSession(sessionState: string): void {
    this.ended.add(sessionState);
  }

  covers(claims: { readonly jti?: unknown; readonly session_state?: unknown }): boolean {
    return [claims.jti, claims.session_state].some((id) => typeof id === 'string' && this.ended.has(id));
  }
}

/** The userinfo endpoint: it answers for sound tokens of this realm alone, and 401 for everything else. */
export function userinfo(realm: Realm, people: Professionals, revocations: Revocations): Handler {
  return async ({ request, response }) => {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const who = token ? await holderOf(token, realm, people, revocations) : null;
    if (who) return sendJson(response, 200, claimsOf(who));
    response.setHeader('www-authenticate', 'Bearer realm="esante-wallet", error="invalid_token"');
    return sendJson(response, 401, {
      error: 'invalid_token',
      error_description: 'Token verification failed',
    });
  };
}

async function holderOf(token: string, realm: Realm, people: Professionals, revocations: Revocations) {
  try {
    const { payload } = await jwtVerify(token, realm.publicKey, {
      issuer: realm.issuer,
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'iat', 'sub'],
    });
    if (payload.typ !== 'Bearer' || revocations.covers(payload)) return null;
    return people.bySubject(payload.sub ?? '');
  } catch {
    return null;
  }
}
