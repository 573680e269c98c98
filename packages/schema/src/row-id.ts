import { randomFillSync } from 'node:crypto';

let lastMillisecond = 0;
let sequence = 0;

/**
 * A UUID version 7 (RFC 9562 §5.7, its §6.2 counter in rand_a) for rows that only stores name: traces, steps of a delivery.
 * Within this process each is greater than the one before, so that rows of one moment keep their order.
 */
export function newRowId(): string {
  tick();
  const bytes = randomFillSync(Buffer.alloc(16));
  bytes.writeUIntBE(lastMillisecond, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

// The clock may stand still or go back: the counter goes on, borrowing from the milliseconds to come.
function tick(): void {
  const now = Date.now();
  if (now > lastMillisecond) [lastMillisecond, sequence] = [now, 0];
  else if (sequence < 0xfff) sequence += 1;
  else [lastMillisecond, sequence] = [lastMillisecond + 1, 0];
}
