import { hasLuhnKey } from './luhn.js';
import { flawUnder, type NumberRule, tidyNumber } from './number-flaw.js';

declare const siren: unique symbol;
declare const siret: unique symbol;
/** Number of a legal entity at INSEE: nine digits, the last of which is the key of the others. */
export type Siren = string & { readonly [siren]: true };
/** Number of one of its establishments: the SIREN, then five digits. */
export type Siret = string & { readonly [siret]: true };

const LA_POSTE = '356000000';
/** The ANS numbers its test structures within the first million, which INSEE gives to nobody. */
const isTest = (number: string) => number.startsWith('000');

export const SIREN: NumberRule = { form: /^\d{9}$/, hasKey: hasLuhnKey, isTest };

export const SIRET: NumberRule = {
  form: /^\d{14}$/,
  // The establishments of La Poste are too many for five digits under Luhn: INSEE numbers them so that their digits add up to a multiple of five.
  hasKey: (number) => hasLuhnKey(number) || (number.startsWith(LA_POSTE) && sumOf(number) % 5 === 0),
  isTest,
};

/** Reads what was typed, spaces left out. Null when it is none, or when its key shows a mistyped digit. */
export function parseSiren(text: string): Siren | null {
  return flawUnder(SIREN, text) === null ? (tidyNumber(text) as Siren) : null;
}

/** The same of an establishment's. */
export function parseSiret(text: string): Siret | null {
  return flawUnder(SIRET, text) === null ? (tidyNumber(text) as Siret) : null;
}

export function sirenOf(number: Siret): Siren {
  return number.slice(0, 9) as unknown as Siren;
}

function sumOf(digits: string): number {
  return [...digits].reduce((total, digit) => total + Number(digit), 0);
}
