import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import type { ByteRange } from '@cachet/mss-core';
import { CIPHER, TAG_BYTES } from '../keys/sealed-record.js';
import { StoreDamaged } from '../store-faults.js';

/** What of a message is sealed; part of each nonce, so that one never passes for another. */
export const USES = { rows: 1, structure: 2, blob: 3 } as const;
export type Use = keyof typeof USES;

/** Whose bytes they are, and how they were cut. */
export interface Sealing {
  /** Seals this message and nothing else, and each of its segments once. */
  readonly key: KeyObject;
  /** Of which tenant and message: authenticated with each segment. */
  readonly about: string;
  readonly use: Use;
  /** Octets of a segment before it is sealed; the last one holds what is left. */
  readonly segment: number;
  /** Octets of the whole. */
  readonly size: number;
}

/** Segments of a whole of that size: one at least, so that even nothing is authenticated. */
export function segmentsOf({ size, segment }: Pick<Sealing, 'size' | 'segment'>): number {
  return Math.max(1, Math.ceil(size / segment));
}

/** Octets that a whole takes once sealed. */
export function sealedSize(sealing: Pick<Sealing, 'size' | 'segment'>): number {
  return sealing.size + segmentsOf(sealing) * TAG_BYTES;
}

/** Which sealed octets hold that range, of which segment the first, and how much of it comes before the range once it is open. */
export function sealedRange(
  { segment, size }: Pick<Sealing, 'size' | 'segment'>,
  start: number,
  end: number,
): { readonly index: number; readonly sealed: ByteRange; readonly skipped: number } {
  const index = Math.floor(start / segment);
  const after = Math.ceil(end / segment);
  const sealed = {
    start: index * (segment + TAG_BYTES),
    end: Math.min(after * segment, size) + after * TAG_BYTES,
  };
  return { index, sealed, skipped: start - index * segment };
}

/** Seals consecutive segments, the first of which is that of `index`; every piece but the last is a whole number of segments. */
export function sealSegments(sealing: Sealing, index: number, bytes: Uint8Array): Buffer {
  const count = Math.max(1, Math.ceil(bytes.length / sealing.segment));
  const sealed = Buffer.allocUnsafe(bytes.length + count * TAG_BYTES);
  let at = 0;
  for (let n = 0; n < count; n += 1) {
    const plain = bytes.subarray(n * sealing.segment, (n + 1) * sealing.segment);
    requireLength(sealing, index + n, plain.length);
    const cipher = createCipheriv(CIPHER, sealing.key, nonceOf(sealing, index + n));
    cipher.setAAD(Buffer.from(sealing.about));
    at += cipher.update(plain).copy(sealed, at);
    cipher.final();
    at += cipher.getAuthTag().copy(sealed, at);
  }
  return sealed;
}

/** Opens consecutive sealed segments, laid end to end. @throws StoreDamaged when one is cut, altered, or stands elsewhere. */
export function openSegments(sealing: Sealing, index: number, sealed: Uint8Array): Buffer {
  const step = sealing.segment + TAG_BYTES;
  const plain: Buffer[] = [];
  for (let at = 0, n = index; at < sealed.length; at += step, n += 1) {
    plain.push(openSegment(sealing, n, sealed.subarray(at, at + step)));
  }
  const [only] = plain;
  return plain.length === 1 && only ? only : Buffer.concat(plain);
}

/** Opens all of it. @throws StoreDamaged when anything is missing, too. */
export function openWhole(sealing: Sealing, sealed: Uint8Array): Buffer {
  if (sealed.length !== sealedSize(sealing))
    throw new StoreDamaged(`${sealing.about}: ${sealed.length} octets are kept, not ${sealedSize(sealing)}`);
  return openSegments(sealing, 0, sealed);
}

function openSegment(sealing: Sealing, index: number, sealed: Uint8Array): Buffer {
  const end = sealed.length - TAG_BYTES;
  try {
    requireLength(sealing, index, end);
    const cipher = createDecipheriv(CIPHER, sealing.key, nonceOf(sealing, index), {
      authTagLength: TAG_BYTES,
    });
    cipher.setAAD(Buffer.from(sealing.about)).setAuthTag(sealed.subarray(end));
    const plain = cipher.update(sealed.subarray(0, end));
    cipher.final();
    return plain;
  } catch (cause) {
    throw new StoreDamaged(`${sealing.about}: segment ${index} of its ${sealing.use} does not open`, {
      cause,
    });
  }
}

/** Which segment, of what, and whether it is the last: moved, reordered or followed by nothing, it opens no more. */
function nonceOf(sealing: Sealing, index: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce[0] = USES[sealing.use];
  nonce[1] = index === segmentsOf(sealing) - 1 ? 1 : 0;
  nonce.writeUInt32BE(index, 8);
  return nonce;
}

function requireLength(sealing: Sealing, index: number, length: number): void {
  const expected = Math.min(sealing.segment, sealing.size - index * sealing.segment);
  if (length !== expected) throw new RangeError(`a segment of ${expected} octets has ${length}`);
}
