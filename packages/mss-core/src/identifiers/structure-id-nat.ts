declare const structureIdNat: unique symbol;
/** National identifier of a structure: `1`+FINESS, `3`+SIRET, or one of the ANS's test identities, which hold letters. */
export type StructureIdNat = string & { readonly [structureIdNat]: true };

const STRUCTURE_ID_NAT = /^\d[0-9A-Z]{8,19}$/;

/** Reads what stands in a certificate or was typed; letters are folded to upper case. Null when it is not one. */
export function parseStructureIdNat(text: string): StructureIdNat | null {
  const upper = text.trim().toUpperCase();
  return STRUCTURE_ID_NAT.test(upper) ? (upper as StructureIdNat) : null;
}

/** The idNat of a structure known by its FINESS number: the digit 1 tells the type of identifier. */
export function structureIdNatOfFiness(finess: string): StructureIdNat | null {
  return parseStructureIdNat(`1${finess}`);
}
