import { randomFillSync } from 'node:crypto';

const RANDOM = Buffer.alloc(16 * 256);
let used = RANDOM.length;

/** A UUID version 7 (RFC 9562 §5.7): time-ordered, so that new rows land at the end of their index. */
export function newId(now: number = Date.now()): string {
  const bytes = sixteenRandom();
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Drawn for many ids at once; none is given twice. */
function sixteenRandom(): Buffer {
  if (used === RANDOM.length) {
    randomFillSync(RANDOM);
    used = 0;
  }
  used += 16;
  return RANDOM.subarray(used - 16, used);
}
