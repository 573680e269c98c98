import { createHash } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 62^43 exceeds 2^256. */
const LENGTH = 43;
const API_KEY = /^mss_(?:live|test)_[0-9A-Za-z]{43}$/;

export type ApiKeyUse = 'live' | 'test';

/** A key in clear is shown once to whoever asked for it, then exists with them alone. */
export interface MintedApiKey {
  readonly key: string;
  readonly prefix: string;
  readonly keyHash: Uint8Array;
}

/** Writes 32 random bytes as a key. @throws RangeError for another number of bytes. */
export function mintApiKey(use: ApiKeyUse, secret: Uint8Array): MintedApiKey {
  if (secret.length !== 32) throw new RangeError('an API key is made of 32 bytes');
  const key = `mss_${use}_${base62(secret)}`;
  return { key, prefix: key.slice(0, 13), keyHash: hashApiKey(key) };
}

/** True for what has the shape of a key, so that nothing else is looked up. */
export function looksLikeApiKey(text: string): boolean {
  return API_KEY.test(text);
}

/** SHA-256 of the whole key: its 256 random bits need no salt and no slow hash. */
export function hashApiKey(key: string): Uint8Array {
  return createHash('sha256').update(key, 'ascii').digest();
}

function base62(bytes: Uint8Array): string {
  let rest = bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  let text = '';
  while (text.length < LENGTH) {
    text = BASE62.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}
