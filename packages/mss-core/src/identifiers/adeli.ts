import { flawUnder, type NumberRule, tidyNumber } from './number-flaw.js';

declare const adeli: unique symbol;
/** A professional's former number in ADELI: nine characters, the department first. The RPPS takes the place of each. */
export type Adeli = string & { readonly [adeli]: true };

export const ADELI: NumberRule = {
  // Departments: digits, 2A and 2B of Corsica, 9A to 9F overseas; 0B is the ANS's test range.
  form: /^(?:\d{2}|2[AB]|9[A-F]|0B)\d{7}$/,
  // How its key is reckoned is published nowhere: form alone is judged.
  hasKey: () => true,
  isTest: (number) => number.startsWith('0B'),
};

/** Reads what was typed, spaces left out. Null when it is none. */
export function parseAdeli(text: string): Adeli | null {
  return flawUnder(ADELI, text) === null ? (tidyNumber(text) as Adeli) : null;
}
