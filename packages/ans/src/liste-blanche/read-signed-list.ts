import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { TextDecoder } from 'node:util';
import type { ListeBlancheRow } from '@cachet/mss-core/trust';
import { ListObjection } from './list-objection.js';
import { ListPass } from './list-pass.js';
import type { ListSignature } from './signature-element.js';

/** A list as one pass over its bytes gives it: what it says, and what its signature must be checked against. */
export interface SignedList {
  readonly rows: readonly ListeBlancheRow[];
  readonly generatedAt: Date;
  readonly signature: ListSignature;
  /** SHA-256 of the canonical document without its signature. */
  readonly contentDigest: Buffer;
  /** The canonical SignedInfo: the bytes that were signed. */
  readonly signedInfo: string;
  /** Hex SHA-256 of the bytes as received. */
  readonly sha256: string;
}

export const MAX_LIST_BYTES = 20 * 1024 * 1024;
const SLICE = 64 * 1024;

/**
 * Reads a list in slices and lets the process breathe between them, so that mail goes on meanwhile. Rows and digest come from
 * the same events of the same pass: what is read is what was signed. Throws ListObjection.
 */
export async function readSignedList(bytes: Uint8Array): Promise<SignedList> {
  if (bytes.length > MAX_LIST_BYTES) throw new ListObjection('tooLarge');
  const pass = new ListPass();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let at = 0; at < bytes.length; at += SLICE) {
    pass.write(decoded(decoder, bytes.subarray(at, at + SLICE), true));
    await nextTurn();
  }
  pass.write(decoded(decoder, new Uint8Array(), false));
  return { ...pass.end(), sha256: createHash('sha256').update(bytes).digest('hex') };
}

function decoded(decoder: TextDecoder, slice: Uint8Array, stream: boolean): string {
  try {
    return decoder.decode(slice, { stream });
  } catch {
    throw new ListObjection('malformed');
  }
}
