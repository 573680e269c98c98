import { hasLuhnKey } from './luhn.js';
import { flawUnder, type NumberRule, tidyNumber } from './number-flaw.js';

declare const rpps: unique symbol;
/** A professional's number in the RPPS: eleven digits, the last of which is the key of the others. */
export type Rpps = string & { readonly [rpps]: true };

export const RPPS: NumberRule = {
  form: /^\d{11}$/,
  // The ANS's test cards begin with 997 and have a key; our fictional people begin with 999 and have none, so that nobody's number is one of
  // theirs. Those of people begin with 1.
  hasKey: (number) => number.startsWith('999') || hasLuhnKey(number),
  isTest: (number) => number.startsWith('99'),
};

/** Reads what was typed, spaces left out. Null when it is none, or when its key shows a mistyped digit. */
export function parseRpps(text: string): Rpps | null {
  return flawUnder(RPPS, text) === null ? (tidyNumber(text) as Rpps) : null;
}
