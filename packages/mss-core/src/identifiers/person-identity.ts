import { parseAdeli } from './adeli.js';
import { flawOf } from './explain-number.js';
import { FINESS } from './finess.js';
import { formOf, type IdNat, idNatOfAdeli, idNatOfRpps, parseIdNat } from './id-nat.js';
import type { NumberFlaw } from './number-flaw.js';
import { parseRpps } from './rpps.js';

/** By which number a person is known: RPPS, ADELI, or one that their structure gave them. */
export type IdentityKind = 'rpps' | 'adeli' | 'local';

/** A number as it was typed. */
export interface TypedIdentity {
  readonly kind: IdentityKind;
  readonly number: string;
}

const GIVEN = /^[0-9A-Za-z._-]{1,40}$/;

/**
 * The idNat of a person as Pro Santé Connect will give it. A number given by a structure is told apart by that structure's own: by the FINESS
 * number it has, or written whole. Null when the number is not one of that kind.
 */
// EX_PBA_5090: the national identifier of whoever has one, else one that the structure gave.
export function identify({ kind, number }: TypedIdentity, finess: string | null): IdNat | null {
  switch (kind) {
    case 'rpps':
      return idNatOfRpps(parseRpps(number) ?? '');
    case 'adeli': {
      const adeli = parseAdeli(number);
      return adeli && idNatOfAdeli(adeli);
    }
    case 'local':
      return identifyLocal(number.replace(/\s/g, ''), finess);
  }
}

function identifyLocal(typed: string, finess: string | null): IdNat | null {
  const whole = parseIdNat(typed);
  const form = whole && formOf(whole);
  if (form?.kind === 'employee' && form.employer.kind !== 'practice' && GIVEN.test(form.number)) return whole;
  if (finess === null || !FINESS.form.test(finess)) return null;
  return GIVEN.test(typed) ? parseIdNat(`3${finess}/${typed}`) : null;
}

/** What stands against that number; null when nothing does, or when a structure gave it in a way of its own. */
export function flawOfIdentity({ kind, number }: TypedIdentity): NumberFlaw | null {
  return kind === 'local' ? null : flawOf(kind, number);
}
