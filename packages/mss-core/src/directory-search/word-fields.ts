import type { CopiedEntry } from './copied-entry.js';
import { type DirectoryCriterion, foldWords } from './directory-query.js';

/** Where in an entry a word stands, by one letter: name, speciality, profession, town, structure, BAL. */
export const WORD_FIELDS = ['n', 'q', 'p', 't', 's', 'b'] as const;
export type WordField = (typeof WORD_FIELDS)[number];

/** In which fields a criterion is looked for, most telling first. */
export const FIELDS_OF: Readonly<Record<DirectoryCriterion, readonly WordField[]>> = {
  name: ['n'],
  speciality: ['q'],
  profession: ['p'],
  town: ['t'],
  structure: ['s'],
  bal: ['b'],
  text: ['n', 's', 't', 'q', 'b', 'p'],
};

/** In every address, or in nearly every name of a structure: they tell nothing. */
const COMMON = {
  b: new Set(['mssante', 'fr']),
  s: new Set(['de', 'du', 'des', 'd', 'la', 'le', 'les', 'l', 'et', 'en', 'au', 'aux', 'a']),
};

/** What of a question tells nothing, where anything else is asked. */
export function isCommonWord(word: string): boolean {
  return COMMON.b.has(word) || COMMON.s.has(word);
}

/** The words by which an entry is found, of each field. */
export function wordsOfEntry(entry: CopiedEntry): readonly (readonly [WordField, ReadonlySet<string>])[] {
  return wordListsOf(entry).map(([field, words]) => [field, new Set(words)]);
}

/** The same as they stand there: some come twice. */
export function wordListsOf(
  entry: CopiedEntry,
  fold: (text: string) => readonly string[] = foldWords,
): readonly (readonly [WordField, readonly string[]])[] {
  const { familyName, givenName, people, postalCode, town, department } = entry;
  const of = (...texts: readonly (string | null)[]) =>
    texts.flatMap((text) => (text ? fold(text).filter(isIndexed) : []));
  const structure = of(entry.structureName, entry.signName, entry.service, entry.description);
  return [
    ['n', of(familyName, givenName, people)],
    ['q', of(entry.specialityLabel)],
    ['p', of(entry.professionLabel)],
    ['t', of(postalCode, town, department)],
    ['s', structure.filter((word) => !COMMON.s.has(word))],
    // No address comes twice: nothing of it is worth remembering.
    ['b', foldWords(entry.address).filter((word) => isIndexed(word) && !COMMON.b.has(word))],
  ];
}

/** Nobody types a longer one, and PostgreSQL indexes none of thousands of letters: one line would keep the whole copy out. */
const LONGEST_WORD = 64;

function isIndexed(word: string): boolean {
  return word.length <= LONGEST_WORD;
}
