import { generateKeyPair } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import { KeyFile } from '../pki/key-file.js';

/** The provider’s keys: the one that signs comes first, and those it signed with before are published still. */
export class SigningKeys {
  private constructor(private keys: readonly JWK[]) {}

  /** The first is kept from one start to the next. */
  static async open(folder: string): Promise<SigningKeys> {
    const { privateKey } = await KeyFile.open(join(folder, 'signing.key'));
    return new SigningKeys([await named(await exportJWK(privateKey))]);
  }

  get all(): readonly JWK[] {
    return this.keys;
  }

  get current(): JWK {
    const [first] = this.keys;
    if (!first) throw new Error('a provider has a key');
    return first;
  }

  /** Signs with a new key from now on. */
  async rotate(): Promise<void> {
    this.keys = [await named(await newKey()), ...this.keys];
  }
}

/** A key that nobody published. */
export async function newKey(): Promise<JWK> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return exportJWK(privateKey);
}

async function named(jwk: JWK): Promise<JWK> {
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'RS256', use: 'sig' };
}
