import { hasLuhnKey } from './luhn.js';
import { flawUnder, type NumberRule, tidyNumber } from './number-flaw.js';

declare const finess: unique symbol;
/**
 * FINESS number of a legal entity or of a place of care: nine characters, the department first. Which of both it is, the number itself
 * does not tell; whoever uses it knows (a structure's own, or one of its places).
 */
export type Finess = string & { readonly [finess]: true };

export const FINESS: NumberRule = {
  // 2A and 2B are Corsica; 0B (places) and 1B (legal entities) are the ANS's test range.
  form: /^(?:\d{2}|2[AB]|[01]B)\d{7}$/,
  // Numbers that hold a letter are believed: how their key is reckoned is published nowhere.
  hasKey: (number) => !/^\d+$/.test(number) || hasLuhnKey(number),
  isTest: (number) => /^[01]B/.test(number),
};

/** Reads what was typed, spaces left out and letters folded to upper case; its key is not judged. Null when it is not one. */
export function parseFiness(text: string): Finess | null {
  const number = tidyNumber(text);
  return FINESS.form.test(number) ? (number as Finess) : null;
}

/** Whether its last digit is the Luhn key of the eight before: a typing mistake shows. */
export function hasFinessKey(number: Finess): boolean {
  return flawUnder(FINESS, number) === null;
}
