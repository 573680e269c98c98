import { type DirectoryMatch, MATCHES } from './directory-entry.js';
import { DIRECTORY_CRITERIA, type FoldedQuery } from './directory-query.js';
import type { Lexicon, LexiconWord } from './lexicon.js';
import { FIELDS_OF, isCommonWord, type WordField } from './word-fields.js';

/** One word of a question. */
export interface Term {
  readonly word: string;
  /** Most telling first. */
  readonly fields: readonly WordField[];
}

/** Longer words that are looked for when little was typed: the most frequent first. */
const MOST_WORDS = 300;
/** The words of a question that tell something; all of them when none does. */
export function termsOf(query: FoldedQuery): readonly Term[] {
  const terms = DIRECTORY_CRITERIA.flatMap((criterion) =>
    (query.get(criterion) ?? []).map((word) => ({ word, fields: FIELDS_OF[criterion] })),
  );
  const telling = terms.filter(({ word }) => !isCommonWord(word));
  return telling.length > 0 ? telling : terms;
}

/** The words of a copy that one word of the question may mean. */
export interface Alternatives {
  readonly words: readonly LexiconWord[];
  /** What each is worth, by `keyOf`. */
  readonly worth: ReadonlyMap<string, number>;
  /** Places of all of them. */
  readonly total: number;
  readonly isCut: boolean;
}

export const keyOf = ({ word, field }: Pick<LexiconWord, 'word' | 'field'>): string => `${word}\t${field}`;

export type Read = (match: DirectoryMatch) => readonly LexiconWord[];

/** Reads the lexicon once for each kind of match, however often it is asked. */
export function readerOf({ word, fields }: Term, lexicon: Lexicon): Read {
  const readers: Record<DirectoryMatch, () => readonly LexiconWord[]> = {
    exact: () => lexicon.exact(word, fields),
    prefix: () => lexicon.beginning(word, fields),
    contains: () => lexicon.containing(word, fields),
    close: () => lexicon.close(word, fields),
  };
  const known = new Map<DirectoryMatch, readonly LexiconWord[]>();
  return (match) => {
    const found = known.get(match) ?? readers[match]();
    known.set(match, found);
    return found;
  };
}

export function alternativesOf(
  { fields }: Term,
  matches: readonly DirectoryMatch[],
  read: Read,
): Alternatives {
  const words: LexiconWord[] = [];
  const worth = new Map<string, number>();
  let isCut = false;
  for (const match of matches) {
    // A word keeps its best match.
    const found = read(match).filter((each) => !worth.has(keyOf(each)));
    const most = Math.max(0, MOST_WORDS - words.length);
    isCut ||= found.length > most;
    const frequent = found.length > most ? found.toSorted((one, other) => other.count - one.count) : found;
    for (const each of frequent.slice(0, most)) {
      words.push(each);
      worth.set(keyOf(each), worthOf(match, fields.length - fields.indexOf(each.field)));
    }
  }
  return { words, worth, isCut, total: words.reduce((sum, { count }) => sum + count, 0) };
}

/** A match outweighs any field, of which there are six. */
export const FIELDS = 8;

function worthOf(match: DirectoryMatch, field: number): number {
  return (MATCHES.length - 1 - MATCHES.indexOf(match)) * FIELDS + field;
}

export function matchOf(worth: number): DirectoryMatch {
  return MATCHES[MATCHES.length - 1 - Math.floor(worth / FIELDS)] ?? 'close';
}
