import { foldName } from '../bal/fold-name.js';
import type { Person } from './ports.js';

/** By which people stand in a list: family name, then given name, in small letters without accents. */
export function sortNameOf({ familyName, givenName }: Pick<Person, 'familyName' | 'givenName'>): string {
  return wordsOf(`${familyName} ${givenName}`).join(' ');
}

/** The words by which a person is found. */
export function findWordsOf({
  familyName,
  givenName,
  idNat,
}: Pick<Person, 'familyName' | 'givenName' | 'idNat'>) {
  return [...new Set(wordsOf(`${familyName} ${givenName} ${idNat}`))];
}

const MOST_WORDS = 5;
const ONLY_DIGITS = /^\d{6,}$/;

/** The words somebody looks for, each with what it may be the beginning of: a number is also found without the digit of its kind. */
export function soughtWordsOf(search: string): readonly (readonly string[])[] {
  return wordsOf(search)
    .slice(0, MOST_WORDS)
    .map((word) => (ONLY_DIGITS.test(word) ? [word, `8${word}`, `0${word}`] : [word]));
}

function wordsOf(text: string): readonly string[] {
  return foldName(text.slice(0, 400)).split('-').filter(Boolean);
}
