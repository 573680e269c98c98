import { type IdNat, parseIdNat } from '@cachet/mss-core/identifiers';
import type { TokenIdentity } from './access-token-claims.js';
import { TokenRefused } from './psc-objection.js';

/** Who holds the token, as UserInfo says. */
export interface PscIdentity {
  readonly idNat: IdNat;
  readonly name: string;
  /** Level of assurance of the authentication, when the token tells it. */
  readonly acr: string | null;
  /** The session at Pro Santé Connect, as its notices of logout will name it. */
  readonly psc: { readonly sub: string; readonly sid: string | null };
}

/** Reads UserInfo's answer and compares it with the token: both must speak of the same person. */
export function readPscIdentity(
  userinfo: Readonly<Record<string, unknown>>,
  token: TokenIdentity,
): PscIdentity {
  const subject = userinfo.SubjectNameID;
  const idNat = typeof subject === 'string' ? parseIdNat(subject) : null;
  if (!idNat) throw new TokenRefused('identityUnreadable');
  if (!isSamePerson(userinfo, idNat, token)) throw new TokenRefused('identityMismatch');
  return { idNat, name: nameIn(userinfo, idNat), acr: token.acr, psc: { sub: token.sub, sid: token.sid } };
}

/**
 * UserInfo must repeat `sub` (OpenID Connect §5.3.2), but Pro Santé Connect's shortest answers leave it out. The identifier is
 * then recognised in the token itself: in `preferred_username`, or at the end of `f:<uuid>:<idNat>`.
 */
function isSamePerson(
  userinfo: Readonly<Record<string, unknown>>,
  idNat: IdNat,
  { sub, preferredUsername }: TokenIdentity,
): boolean {
  const named = [preferredUsername, /^f:[^:]+:(.+)$/.exec(sub)?.[1]].filter(
    (name) => typeof name === 'string',
  );
  if (named.some((name) => name !== idNat)) return false;
  return userinfo.sub === undefined ? named.length > 0 || sub === idNat : userinfo.sub === sub;
}

function nameIn(userinfo: Readonly<Record<string, unknown>>, idNat: IdNat): string {
  const parts = [userinfo.given_name, userinfo.family_name].filter((part) => typeof part === 'string');
  const name = parts
    .join(' ')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return name.slice(0, 200) || idNat;
}
