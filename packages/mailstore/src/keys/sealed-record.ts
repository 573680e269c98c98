import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { StoreDamaged } from '../store-faults.js';

export const CIPHER = 'aes-256-gcm';
export const TAG_BYTES = 16;
const NONCE_BYTES = 12;

/**
 * A small record, sealed with AES-256-GCM under a nonce drawn for it: nonce, ciphertext, tag. `about` says what it is (tenant, table,
 * key of the row…): anywhere else, it opens no more. One key seals up to 2^32 records (NIST SP 800-38D §8.3).
 */
export function sealRecord(key: KeyObject, about: string, record: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(record), cipher.final(), cipher.getAuthTag()]);
}

/** @throws StoreDamaged when it was sealed under another key, about something else, or altered. */
export function openRecord(key: KeyObject, about: string, sealed: Uint8Array): Buffer {
  const end = sealed.length - TAG_BYTES;
  if (end < NONCE_BYTES) throw new StoreDamaged('a sealed record is cut');
  try {
    const cipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    cipher.setAAD(Buffer.from(about)).setAuthTag(sealed.subarray(end));
    return Buffer.concat([cipher.update(sealed.subarray(NONCE_BYTES, end)), cipher.final()]);
  } catch (cause) {
    throw new StoreDamaged('a sealed record does not open', { cause });
  }
}
