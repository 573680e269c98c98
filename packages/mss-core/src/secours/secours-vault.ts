import { createCipheriv, createDecipheriv, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** 80 random bits stand behind the hash; this cost is for whoever steals both the database and the key. */
const COST: ScryptOptions = { N: 16_384, r: 8, p: 1 };
const HASH_BYTES = 32;
const hashed = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt);

export const SECOURS_KEY_BYTES = 32;

/** How the two proofs of an access de secours are kept: the secret sealed under the operator's key, the passphrase hashed. */
export class SecoursVault {
  constructor(
    /** 32 bytes, from the configuration and never in the database. */
    private readonly key: Uint8Array,
    private readonly random: (size: number) => Uint8Array,
  ) {
    if (key.length !== SECOURS_KEY_BYTES)
      throw new RangeError(`the key of access de secours has ${SECOURS_KEY_BYTES} bytes`);
  }

  newSecret(size: number): Uint8Array {
    return this.random(size);
  }

  /** Sealed for one owner: moved to another's row, it opens no more. */
  seal(secret: Uint8Array, owner: string): Uint8Array {
    const iv = this.random(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, iv).setAAD(Buffer.from(owner));
    const body = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]);
  }

  /** Null when it was sealed under another key, for another owner, or altered. */
  open(sealed: Uint8Array, owner: string): Uint8Array | null {
    const bytes = Buffer.from(sealed);
    const [iv, tag] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)];
    try {
      const cipher = createDecipheriv(CIPHER, this.key, iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(owner)).setAuthTag(tag);
      return Buffer.concat([cipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), cipher.final()]);
    } catch {
      return null;
    }
  }

  async hash(passphrase: string): Promise<string> {
    const salt = this.random(16);
    const hash = await hashed(passphrase, salt, HASH_BYTES, COST);
    return `scrypt$${Buffer.from(salt).toString('base64')}$${hash.toString('base64')}`;
  }

  async matches(passphrase: string, kept: string): Promise<boolean> {
    const [, salt = '', hash = ''] = kept.split('$');
    const expected = Buffer.from(hash, 'base64');
    const found = await hashed(passphrase, Buffer.from(salt, 'base64'), HASH_BYTES, COST);
    return expected.length === found.length && timingSafeEqual(expected, found);
  }
}
