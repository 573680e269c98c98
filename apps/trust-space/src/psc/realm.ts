import { createHash, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import { KeyFile } from '../pki/key-file.js';

export const REALM_PATH = '/auth/realms/esante-wallet';

/** The simulated Pro Santé Connect's issuer and its one RS256 signing key, kept from one start to the next. */
export interface Realm {
  readonly issuer: string;
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly privateJwk: JWK;
  /** The same key for whoever wants to forge tokens of its own. */
  readonly jwkFile: string;
  readonly cookieKey: string;
}

export async function openRealm(folder: string, origin: string): Promise<Realm> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const key = await KeyFile.open(join(folder, 'signing.key'));
  const bare = await exportJWK(key.privateKey);
  const kid = await calculateJwkThumbprint(bare);
  const privateJwk: JWK = { ...bare, kid, alg: 'RS256', use: 'sig' };
  const jwkFile = join(folder, 'private.jwk');
  writeFileSync(jwkFile, JSON.stringify(privateJwk), { mode: 0o600 });
  return {
    issuer: `${origin}${REALM_PATH}`,
    kid,
    privateKey: key.privateKey,
    publicKey: key.publicKey,
    privateJwk,
    jwkFile,
    cookieKey: cookieKey(join(folder, 'cookie.key')),
  };
}

/** What a provider signs its cookies with, kept in that file. */
export function cookieKey(path: string): string {
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return createHash('sha256').update(readFileSync(path)).digest('base64url');
}
