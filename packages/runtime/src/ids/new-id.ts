import { randomFillSync } from 'node:crypto';

const RANDOM = Buffer.alloc(16 * 256);
let used = RANDOM.length;
let lastMillisecond = 0;
let sequence = 0;

/**
 * A UUID version 7 (RFC 9562 §5.7, its §6.2 counter in rand_a): time-ordered, so that new rows land at the end of their index. Within this
 * process each is greater than the one before, so that rows of one moment keep their order.
 */
export function newId(): string {
  tick();
  const bytes = sixteenRandom();
  bytes.writeUIntBE(lastMillisecond, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
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

// The clock may stand still or go back: the counter goes on, borrowing from the milliseconds to come.
function tick(): void {
  const now = Date.now();
  if (now > lastMillisecond) [lastMillisecond, sequence] = [now, 0];
  else if (sequence < 0xfff) sequence += 1;
  else [lastMillisecond, sequence] = [lastMillisecond + 1, 0];
}
