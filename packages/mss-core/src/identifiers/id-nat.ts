declare const idNat: unique symbol;
/**
 * National identifier of a person as Pro Santé Connect gives it in SubjectNameID: `8`+RPPS, `0`+ADELI,
 * or a structure's employee (`500000001815646/CPAT00045`). Kept whole as text, up to 64 characters.
 */
export type IdNat = string & { readonly [idNat]: true };

const ID_NAT = /^[0-9A-Za-z][0-9A-Za-z/._-]{1,63}$/;
const RPPS = /^\d{11}$/;

export function parseIdNat(text: string): IdNat | null {
  return ID_NAT.test(text) ? (text as IdNat) : null;
}

/** What kind of number an idNat holds; of a structure's employee, the structure gave it. */
export function identityOf(id: IdNat): 'rpps' | 'adeli' | 'local' {
  if (rppsOf(id) !== null) return 'rpps';
  return /^0[0-9A-Z]{9}$/.test(id) ? 'adeli' : 'local';
}

/** The idNat of an RPPS number (11 digits): the digit 8 tells the Annuaire's identifier type. */
export function idNatOfRpps(rpps: string): IdNat | null {
  return RPPS.test(rpps) ? (`8${rpps}` as IdNat) : null;
}

/** The RPPS inside an idNat, when it holds one. */
export function rppsOf(id: IdNat): string | null {
  return id.length === 12 && id.startsWith('8') && RPPS.test(id.slice(1)) ? id.slice(1) : null;
}
