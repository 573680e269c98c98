import { hasLuhnKey } from './luhn.js';

declare const finess: unique symbol;
/** FINESS number of a legal entity or of a place of care: nine characters, the department first (2A and 2B for Corsica). */
export type Finess = string & { readonly [finess]: true };

const FINESS = /^(?:\d{2}|2[AB])\d{7}$/;

/** Reads what was typed, spaces left out and letters folded to upper case. Null when it is not one. */
export function parseFiness(text: string): Finess | null {
  const upper = text.replace(/\s/g, '').toUpperCase();
  return FINESS.test(upper) ? (upper as Finess) : null;
}

/** Whether its last digit is the Luhn key of the eight before: a typing mistake shows. Corsican numbers hold a letter, and are believed. */
export function hasFinessKey(number: Finess): boolean {
  return !/^\d+$/.test(number) || hasLuhnKey(number);
}
