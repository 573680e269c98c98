import { randomUUID } from 'node:crypto';
import { importJWK, type JWK, SignJWT } from 'jose';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

interface Signer {
  readonly issuer: string;
  readonly key: JWK;
  readonly clientId: string;
}

/** A notice that all of somebody’s sessions ended (OpenID Connect Back-Channel Logout 1.0 §2.4). */
export async function logoutNotice(
  { issuer, key, clientId }: Signer,
  sub: string,
  jti: string = randomUUID(),
): Promise<string> {
  return new SignJWT({ sub, jti, events: { [EVENT]: {} } })
    .setProtectedHeader({ alg: 'RS256', typ: 'logout+jwt', kid: key.kid ?? '' })
    .setIssuer(issuer)
    .setAudience(clientId)
    .setIssuedAt()
    .setExpirationTime('2m')
    .sign(await importJWK(key, 'RS256'));
}
