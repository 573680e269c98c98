import type { JWTHeaderParameters, JWTPayload } from 'jose';
import { LEEWAY_SECONDS } from './access-token-claims.js';
import { TokenRefused } from './psc-objection.js';

/** A session that ended at Pro Santé Connect: all of a person's, or the one named. */
export interface LogoutNotice {
  readonly sub: string | null;
  readonly sid: string | null;
  /** Names the notice, which counts once. */
  readonly jti: string;
  /** Past this moment it would be refused for its age: until then its `jti` must be remembered. */
  readonly until: Date;
}

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** A notice that took longer than this to come is not believed, whatever its own end. */
const LONGEST_WAY_SECONDS = 300;
const LONGEST_NAME = 256;

/** Checks what the signature, issuer, audience and end do not: that it tells a logout, of whom, and that it is recent. */
// OpenID Connect Back-Channel Logout 1.0 §2.4 and §2.6.
export function readLogoutTokenClaims(
  header: JWTHeaderParameters,
  payload: JWTPayload,
  now: Date,
): LogoutNotice {
  if (!isLogoutToken(header, payload)) throw new TokenRefused('notALogoutToken');
  const { iat, exp, jti } = payload;
  const [sub, sid] = [nameIn(payload.sub), nameIn(payload.sid)];
  if (typeof iat !== 'number' || typeof jti !== 'string' || jti === '' || jti.length > LONGEST_NAME)
    throw new TokenRefused('claims');
  // §2.4: one or the other, or both.
  if (sub === null && sid === null) throw new TokenRefused('claims');
  const seconds = now.getTime() / 1000;
  if (iat > seconds + LEEWAY_SECONDS) throw new TokenRefused('notYetValid');
  const end = Math.min(exp ?? Number.POSITIVE_INFINITY, iat + LONGEST_WAY_SECONDS) + LEEWAY_SECONDS;
  if (end <= seconds) throw new TokenRefused('expired');
  return { sub, sid, jti, until: new Date(end * 1000) };
}

/** §2.6: the event is there, and no nonce, which would make of it an identity token. Keycloak says `typ: Logout`. */
function isLogoutToken(header: JWTHeaderParameters, payload: JWTPayload): boolean {
  const written = header.typ?.toLowerCase().replace(/^application\//, '') ?? 'jwt';
  if (written !== 'jwt' && written !== 'logout+jwt') return false;
  if (payload.typ !== undefined && payload.typ !== 'Logout') return false;
  if (payload.nonce !== undefined) return false;
  const { events } = payload;
  if (typeof events !== 'object' || events === null || !Object.hasOwn(events, LOGOUT_EVENT)) return false;
  const told: unknown = Reflect.get(events, LOGOUT_EVENT);
  return typeof told === 'object' && told !== null && !Array.isArray(told);
}

function nameIn(value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_NAME)
    throw new TokenRefused('claims');
  return value;
}
