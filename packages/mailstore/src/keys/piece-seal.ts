import type { Buffer } from 'node:buffer';
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { KEY_BYTES } from './master-key.js';
import { openRecord, sealRecord } from './sealed-record.js';

/** How one thing that comes in pieces is sealed before its bytes leave the process: destroyed, its row takes the key along. */
export interface PieceSeal {
  /** Its key, wrapped. */
  readonly sealedKey: Buffer;
  /** Its pieces, from 0 on. */
  seal(seq: number, piece: Uint8Array): Buffer;
}

/** A new key under `wrapping`. `about` says what the thing is, and whose. */
export function pieceSeal(wrapping: KeyObject, about: string): PieceSeal {
  const bytes = randomBytes(KEY_BYTES);
  const key = createSecretKey(bytes);
  return {
    sealedKey: sealRecord(wrapping, about, bytes),
    seal: (seq, piece) => sealRecord(key, pieceOf(about, seq), piece),
  };
}

/** Opens its pieces, for whoever was given them. @throws StoreDamaged */
export function pieceOpener(
  wrapping: KeyObject,
  about: string,
  sealedKey: Uint8Array,
): (seq: number, sealed: Uint8Array) => Buffer {
  const key = createSecretKey(openRecord(wrapping, about, sealedKey));
  return (seq, sealed) => openRecord(key, pieceOf(about, seq), sealed);
}

function pieceOf(about: string, seq: number): string {
  return `${about}, piece ${seq}`;
}
