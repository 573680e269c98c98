import type { DistinguishedName } from './distinguished-name.js';

/** `3`+SIRET, `1`+FINESS, or one of the ANS's test identities, which hold letters. */
const STRUCTURE_ID_NAT = /^\d[0-9A-Z]{8,19}$/;

/** The idNat of the structure a certificate was made for. Null when its DN names none, or more than one. */
// EX_LPS_1200 (4): it is the OU of the DN; the CN is a free label and says nothing.
export function structureOfDn(dn: DistinguishedName): string | null {
  const units = dn.flat().filter(({ type }) => type === 'ou');
  const [unit, ...others] = units.map(({ value }) => value.trim().toUpperCase());
  return unit !== undefined && others.length === 0 && STRUCTURE_ID_NAT.test(unit) ? unit : null;
}
