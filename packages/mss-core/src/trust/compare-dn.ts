import type { DistinguishedName, DnAttribute } from './distinguished-name.js';

/**
 * A value as RFC 5280 §7.1 compares it: composed, spaces of all kinds alike, trimmed and collapsed, case set aside. Characters
 * that only look alike stay different.
 */
export function normaliseDnValue(value: string): string {
  return value.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase().normalize('NFC');
}

/** One text per DN: equal for DNs that compare equal and for no others. To index by, never to show. */
export function dnKey(dn: DistinguishedName): string {
  const known = KEYS.get(dn);
  if (known !== undefined) return known;
  const key = JSON.stringify(dn.map(relativeNameKey));
  KEYS.set(dn, key);
  return key;
}

/** A DN is never changed once read: its key is computed once. */
const KEYS = new WeakMap<DistinguishedName, string>();

function relativeNameKey(attributes: readonly DnAttribute[]): string[] {
  return attributes.map(({ type, value }) => `${type}=${normaliseDnValue(value)}`).sort();
}

export function sameDn(a: DistinguishedName, b: DistinguishedName): boolean {
  return dnKey(a) === dnKey(b);
}
