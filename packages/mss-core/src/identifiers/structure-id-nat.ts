import type { Sentence } from './explain-number.js';
import { FINESS, type Finess } from './finess.js';
import { SIREN, SIRET, type Siren, type Siret } from './siret.js';

declare const structureIdNat: unique symbol;
/** National identifier of a structure: `1`+FINESS, `3`+SIRET, or one of the ANS's test identities, which hold letters. */
export type StructureIdNat = string & { readonly [structureIdNat]: true };

const STRUCTURE_ID_NAT = /^\d[0-9A-Z]{8,19}$/;

/** Reads what stands in a certificate or was typed; letters are folded to upper case. Null when it is not one. */
export function parseStructureIdNat(text: string): StructureIdNat | null {
  const upper = text.trim().toUpperCase();
  return STRUCTURE_ID_NAT.test(upper) ? (upper as StructureIdNat) : null;
}

/** What a structure's idNat says: its first digit is the type of identifier (NOS table G07). */
export type StructureForm =
  | { readonly kind: 'finess'; readonly number: Finess }
  | { readonly kind: 'siren'; readonly number: Siren }
  | { readonly kind: 'siret'; readonly number: Siret }
  | { readonly kind: 'other' };

/** Reads what a certificate vouches for: forms are told apart, keys are believed. */
export function structureFormOf(id: StructureIdNat): StructureForm {
  const [type, number] = [id.charAt(0), id.slice(1)];
  if (type === '1' && FINESS.form.test(number)) return { kind: 'finess', number: number as Finess };
  if (type === '2' && SIREN.form.test(number)) return { kind: 'siren', number: number as Siren };
  if (type === '3' && SIRET.form.test(number)) return { kind: 'siret', number: number as Siret };
  return { kind: 'other' };
}

/** The idNat of a structure known by its FINESS number: the digit 1 tells the type of identifier. */
export function structureIdNatOfFiness(finess: string): StructureIdNat | null {
  return parseStructureIdNat(`1${finess}`);
}

/** What a structure's idNat says, in words. */
export function explainStructureIdNat(id: StructureIdNat): Sentence {
  const form = structureFormOf(id);
  if (form.kind === 'other') return { fr: `identifiant ${id}`, en: `identifier ${id}` };
  const name = form.kind.toUpperCase();
  return { fr: `${name} ${form.number}`, en: `${name} ${form.number}` };
}
