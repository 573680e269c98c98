import { randomUUID } from 'node:crypto';
import { type IdNat, idNatOfRpps, type MssAddress, parseMssAddress } from '@cachet/mss-core';

let count = 0;

/** A number that grows with each call in this process. */
export function nextNumber(): number {
  count += 1;
  return count;
}

export function fictionalId(): string {
  return randomUUID();
}

/** RPPS numbers beginning with 999 are given to nobody. */
export function fictionalIdNat(): IdNat {
  const idNat = idNatOfRpps(`999${String(nextNumber()).padStart(8, '0')}`);
  if (idNat === null) throw new Error('an RPPS was expected');
  return idNat;
}

/** @throws Error when the text is not an address: the test is wrong. */
export function address(text: string): MssAddress {
  const parsed = parseMssAddress(text);
  if (parsed === null) throw new Error(`not an MSSanté address: ${text}`);
  return parsed;
}
