import { parseStructureIdNat, type StructureIdNat } from '../identifiers/index.js';
import type { DistinguishedName } from './distinguished-name.js';

/** The idNat of the structure a certificate was made for. Null when its DN names none, or more than one. */
// EX_LPS_1200 (4): it is the OU of the DN; the CN is a free label and says nothing.
export function structureOfDn(dn: DistinguishedName): StructureIdNat | null {
  const units = dn.flat().filter(({ type }) => type === 'ou');
  const [unit, ...others] = units;
  return unit !== undefined && others.length === 0 ? parseStructureIdNat(unit.value) : null;
}
