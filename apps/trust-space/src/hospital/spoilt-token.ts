import { decodeJwt, importJWK, type JWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { newKey } from './signing-keys.js';

export const TOKEN_FAULTS = [
  'expired',
  'otherIssuer',
  'otherAudience',
  'otherNonce',
  'otherKey',
  'unsigned',
] as const;
export type TokenFault = (typeof TOKEN_FAULTS)[number];

/** The identity token, spoilt: signed as before unless the signature is what is wrong. */
export async function spoilt(idToken: string, fault: TokenFault, key: JWK): Promise<string> {
  const claims = { ...decodeJwt(idToken), ...changeOf(fault) };
  if (fault === 'unsigned') return new UnsecuredJWT(claims).encode();
  // Under the published key’s name all the same.
  const signer = fault === 'otherKey' ? await newKey() : key;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid ?? '' })
    .sign(await importJWK(signer, 'RS256'));
}

function changeOf(fault: TokenFault): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  switch (fault) {
    case 'expired':
      return { iat: now - 3600, exp: now - 3000 };
    case 'otherIssuer':
      return { iss: 'http://localhost:9/ailleurs' };
    case 'otherAudience':
      return { aud: 'autre-portail', azp: 'autre-portail' };
    case 'otherNonce':
      return { nonce: 'autre' };
    case 'otherKey':
    case 'unsigned':
      return {};
  }
}
