import { type IdNat, parseIdNat } from './id-nat.js';
import { hasLuhnKey } from './luhn.js';

/** By which number a person is known: RPPS, ADELI, or one that their structure gave them. */
export type IdentityKind = 'rpps' | 'adeli' | 'local';

/** A number as it was typed. */
export interface TypedIdentity {
  readonly kind: IdentityKind;
  readonly number: string;
}

const RPPS = /^\d{11}$/;
/** The department first, 2A and 2B for Corsica. */
const ADELI = /^(?:\d{2}|2[AB])\d{7}$/;
/** `3`+FINESS, `4`+SIREN or `5`+SIRET of who gave it, then the number they gave. */
const OF_A_STRUCTURE = /^(?:3[0-9A-Z]{9}|4\d{9}|5\d{14})\/[0-9A-Za-z._-]{1,40}$/;
const GIVEN = /^[0-9A-Za-z._-]{1,40}$/;

/**
 * The idNat of a person as Pro Santé Connect will give it. A number given by a structure is told apart by that structure's own: by the FINESS
 * number it has, or written whole. Null when the number is not one of that kind.
 */
// EX_PBA_5090: the national identifier of whoever has one, else one that the structure gave.
export function identify({ kind, number }: TypedIdentity, finess: string | null): IdNat | null {
  const typed = number.replace(/\s/g, '');
  switch (kind) {
    case 'rpps':
      return RPPS.test(typed) && hasLuhnKey(typed) ? parseIdNat(`8${typed}`) : null;
    case 'adeli':
      return ADELI.test(typed.toUpperCase()) ? parseIdNat(`0${typed.toUpperCase()}`) : null;
    case 'local':
      if (OF_A_STRUCTURE.test(typed)) return parseIdNat(typed);
      return finess !== null && GIVEN.test(typed) ? parseIdNat(`3${finess}/${typed}`) : null;
  }
}
