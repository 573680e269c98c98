import { type DirectoryMatch, MATCHES } from './directory-entry.js';
import { DIRECTORY_CRITERIA, type FoldedQuery } from './directory-query.js';
import type { Lexicon, LexiconWord } from './lexicon.js';
import { FIELDS_OF, isCommonWord, type WordField } from './word-fields.js';

/** One copy of a directory that can be asked by words. */
export interface DirectoryIndex {
  readonly lexicon: Lexicon;
  /** How many entries there are; they are numbered from nought. */
  readonly size: number;
  /** In which entries these words stand: their numbers, rising. */
  places(
    words: readonly LexiconWord[],
  ): Promise<readonly (LexiconWord & { readonly entries: Uint32Array })[]>;
}

/** Entries that answer, best first. */
export interface IndexAnswer {
  readonly found: readonly { readonly entry: number; readonly match: DirectoryMatch }[];
  readonly isTooMany: boolean;
}

interface Term {
  readonly word: string;
  /** Most telling first. */
  readonly fields: readonly WordField[];
}

/** Longer words that are looked for when little was typed: the most frequent first. */
const MOST_WORDS = 300;
/** A place in a field outweighs any other field behind it, and a match any field. */
const WEIGHTS = 8;

/**
 * The entries that answer every word of the question, each by itself or by its beginning; when these are too few, those that have it
 * inside; and when there is none at all, those that have it but for a letter.
 */
export async function searchIndex(
  query: FoldedQuery,
  limit: number,
  index: DirectoryIndex,
  signal: AbortSignal,
): Promise<IndexAnswer> {
  const terms = termsOf(query);
  const plain = await answerOf(terms, ['exact', 'prefix'], limit, index);
  if (plain.found.length >= limit || signal.aborted) return plain;
  const wider = await answerOf(terms, ['exact', 'prefix', 'contains'], limit, index);
  return wider.found.length > 0 || signal.aborted ? wider : answerOf(terms, MATCHES, limit, index);
}

function termsOf(query: FoldedQuery): readonly Term[] {
  const terms = DIRECTORY_CRITERIA.flatMap((criterion) =>
    (query.get(criterion) ?? []).map((word) => ({ word, fields: FIELDS_OF[criterion] })),
  );
  const telling = terms.filter(({ word }) => !isCommonWord(word));
  return telling.length > 0 ? telling : terms;
}

async function answerOf(
  terms: readonly Term[],
  matches: readonly DirectoryMatch[],
  limit: number,
  index: DirectoryIndex,
): Promise<IndexAnswer> {
  const asked = terms.map((term) => alternatives(term, matches, index.lexicon));
  if (asked.some(({ words }) => words.length === 0)) return { found: [], isTooMany: false };
  const scores = await Promise.all(
    asked.map(async ({ words, term }) => scored(term, words, await index.places(words.map(told)), index)),
  );
  const chosen = choose(scores, limit);
  return { ...chosen, isTooMany: chosen.isTooMany || asked.some(({ isCut }) => isCut) };
}

interface Alternative {
  readonly told: LexiconWord;
  readonly match: DirectoryMatch;
}

const told = (alternative: Alternative): LexiconWord => alternative.told;
const keyOf = ({ word, field }: LexiconWord): string => `${word}\t${field}`;

function alternatives(term: Term, matches: readonly DirectoryMatch[], lexicon: Lexicon) {
  const { word, fields } = term;
  const read: Record<DirectoryMatch, () => readonly LexiconWord[]> = {
    exact: () => lexicon.exact(word, fields),
    prefix: () => lexicon.beginning(word, fields),
    contains: () => lexicon.containing(word, fields),
    close: () => lexicon.close(word, fields),
  };
  const words = new Map<string, Alternative>();
  let isCut = false;
  for (const match of matches) {
    // A word keeps its best match.
    const found = read[match]().filter((each) => !words.has(keyOf(each)));
    const most = Math.max(0, MOST_WORDS - words.size);
    isCut ||= found.length > most;
    const frequent = found.length > most ? found.toSorted((one, other) => other.count - one.count) : found;
    for (const each of frequent.slice(0, most)) words.set(keyOf(each), { told: each, match });
  }
  return { term, words: [...words.values()], isCut };
}

/** What one word of the question is worth in each entry; nought where it does not stand. */
interface Scores {
  readonly worth: Uint8Array;
  /** Entries where it stands, some of them more than once. */
  readonly lists: readonly Uint32Array[];
  readonly total: number;
}

function scored(
  { fields }: Term,
  words: readonly Alternative[],
  places: readonly (LexiconWord & { readonly entries: Uint32Array })[],
  { size }: DirectoryIndex,
): Scores {
  const matchOf = new Map(words.map(({ told: each, match }) => [keyOf(each), match]));
  const worth = new Uint8Array(size);
  for (const place of places) {
    const worse = MATCHES.length - 1 - MATCHES.indexOf(matchOf.get(keyOf(place)) ?? 'close');
    const value = worse * WEIGHTS + fields.length - fields.indexOf(place.field);
    for (const entry of place.entries) if (value > (worth[entry] ?? 0)) worth[entry] = value;
  }
  const lists = places.map(({ entries }) => entries);
  return { worth, lists, total: lists.reduce((sum, list) => sum + list.length, 0) };
}

/** Those where every word stands: by their worst match, then by what all are worth, then as the copy has them. */
function choose(scores: readonly Scores[], limit: number): IndexAnswer {
  const [rarest, ...others] = scores.toSorted((one, other) => one.total - other.total);
  if (!rarest) return { found: [], isTooMany: false };
  const byRank = new Map<number, number[]>();
  const seen = new Uint8Array(rarest.worth.length);
  let count = 0;
  for (const list of rarest.lists) {
    for (const entry of list) {
      if (seen[entry] === 1) continue;
      seen[entry] = 1;
      const rank = rankOf(entry, rarest, others);
      if (rank === null) continue;
      count += 1;
      const same = byRank.get(rank);
      if (same) same.push(entry);
      else byRank.set(rank, [entry]);
    }
  }
  const found: { entry: number; match: DirectoryMatch }[] = [];
  for (const rank of [...byRank.keys()].sort((one, other) => other - one)) {
    const match = MATCHES[MATCHES.length - 1 - Math.floor(rank / RANKS)] ?? 'close';
    const entries = (byRank.get(rank) ?? []).toSorted((one, other) => one - other);
    found.push(...entries.slice(0, limit - found.length).map((entry) => ({ entry, match })));
    if (found.length >= limit) break;
  }
  return { found, isTooMany: count > found.length };
}

const RANKS = 1024;

function rankOf(entry: number, rarest: Scores, others: readonly Scores[]): number | null {
  const first = rarest.worth[entry] ?? 0;
  let [sum, worst] = [first, first];
  for (const { worth } of others) {
    const value = worth[entry] ?? 0;
    if (value === 0) return null;
    sum += value;
    worst = Math.min(worst, value);
  }
  // A field is worth one to six: the match is what stands above.
  return Math.floor((worst - 1) / WEIGHTS) * RANKS + sum;
}
