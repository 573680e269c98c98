import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  type webcrypto,
} from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/** An RSA key pair kept in a PEM file that only its owner reads. */
export class KeyFile {
  private constructor(
    readonly path: string,
    readonly privateKey: KeyObject,
  ) {}

  /** Reads the key, or makes one of `bits` bits at the first start. */
  static async open(path: string, bits = 2048): Promise<KeyFile> {
    if (existsSync(path)) return new KeyFile(path, createPrivateKey(readFileSync(path, 'utf8')));
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: bits });
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    return new KeyFile(path, privateKey);
  }

  get publicKey(): KeyObject {
    return createPublicKey(this.privateKey);
  }

  signingKey(): webcrypto.CryptoKey {
    return this.privateKey.toCryptoKey(RS256, false, ['sign']);
  }

  verifyingKey(): webcrypto.CryptoKey {
    return this.publicKey.toCryptoKey(RS256, true, ['verify']);
  }
}
