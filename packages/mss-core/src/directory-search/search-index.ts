import type { CopiedEntry } from './copied-entry.js';
import { type DirectoryMatch, MATCHES } from './directory-entry.js';
import type { FoldedQuery } from './directory-query.js';
import type { Lexicon, LexiconWord } from './lexicon.js';
import {
  type Alternatives,
  alternativesOf,
  FIELDS,
  keyOf,
  matchOf,
  readerOf,
  termsOf,
} from './word-alternatives.js';
import { type WordField, wordListsOf } from './word-fields.js';

/** One copy of a directory that can be asked by words. */
export interface DirectoryIndex {
  readonly lexicon: Lexicon;
  /** In which entries these words stand: their numbers, rising; the first so many of each. */
  places(words: readonly LexiconWord[], most: number): Promise<readonly WordEntries[]>;
  /** In the order asked for. */
  entries(numbers: readonly number[]): Promise<readonly CopiedEntry[]>;
}

export interface WordEntries extends Pick<LexiconWord, 'word' | 'field'> {
  readonly entries: Uint32Array;
}

/** Entries that answer, best first. */
export interface IndexAnswer {
  readonly found: readonly FoundEntry[];
  readonly isTooMany: boolean;
}

export interface FoundEntry {
  readonly entry: CopiedEntry;
  readonly match: DirectoryMatch;
}

/** Entries of the rarest word that are looked at; beyond, the question is too wide anyway. */
const MOST_CANDIDATES = 20_000;
/** Entries that are rather read than compared by the lists of frequent words. */
const MOST_READ = 400;

/**
 * The entries that answer every word of the question, each by itself or by its beginning; only when these are too few, those that have it
 * inside; and when there is none at all, those that have it but for a letter.
 */
export async function searchIndex(
  query: FoldedQuery,
  limit: number,
  index: DirectoryIndex,
  signal: AbortSignal,
): Promise<IndexAnswer> {
  const terms = termsOf(query).map((term) => ({ term, read: readerOf(term, index.lexicon) }));
  let answer: IndexAnswer = { found: [], isTooMany: false };
  for (const matches of STAGES) {
    const isEnough = matches.includes('close') ? answer.found.length > 0 : answer.found.length >= limit;
    if (isEnough || signal.aborted) break;
    answer = await answerOf(
      terms.map(({ term, read }) => alternativesOf(term, matches, read)),
      limit,
      index,
    );
  }
  return answer;
}

const STAGES: readonly (readonly DirectoryMatch[])[] = [
  ['exact', 'prefix'],
  ['exact', 'prefix', 'contains'],
  MATCHES,
];

async function answerOf(
  asked: readonly Alternatives[],
  limit: number,
  index: DirectoryIndex,
): Promise<IndexAnswer> {
  const [rarest, ...others] = asked.toSorted((one, other) => one.total - other.total);
  if (!rarest || rarest.total === 0) return { found: [], isTooMany: false };
  const isCut = asked.some((each) => each.isCut);
  // Alone, its words are in order of worth already, and more of each would only be left.
  const most = others.length === 0 ? limit + 1 : MOST_CANDIDATES;
  const begun = worthByEntry(rarest, await index.places(rarest.words, most));
  const isRead = others.length > 0 && begun.size <= MOST_READ;
  const answer = isRead
    ? await chooseByReading(begun, others, limit, index)
    : await chooseByLists(begun, others, limit, index);
  const isMore = others.length === 0 ? rarest.total > limit : rarest.total > MOST_CANDIDATES;
  return { found: answer.found, isTooMany: answer.isTooMany || isMore || isCut };
}

type Candidates = Map<number, Standing>;

interface Standing {
  readonly worst: number;
  readonly sum: number;
}

function worthByEntry({ worth }: Alternatives, places: readonly WordEntries[]): Candidates {
  const candidates: Candidates = new Map();
  for (const place of places) {
    const value = worth.get(keyOf(place)) ?? 0;
    for (const entry of place.entries)
      if (value > (candidates.get(entry)?.worst ?? -1)) candidates.set(entry, { worst: value, sum: value });
  }
  return candidates;
}

/** Few are left: their own words tell the rest. */
async function chooseByReading(
  candidates: Candidates,
  others: readonly Alternatives[],
  limit: number,
  index: DirectoryIndex,
): Promise<IndexAnswer> {
  const numbers = [...candidates.keys()].sort((one, other) => one - other);
  const entries = await index.entries(numbers);
  const standing = entries.flatMap((entry, place) => {
    const begun = candidates.get(numbers[place] ?? NOBODY);
    const own = wordListsOf(entry);
    const values = others.flatMap(({ worth }) => bestOf(own, worth) ?? []);
    return begun && values.length === others.length ? [{ entry, ...joined(begun, values) }] : [];
  });
  const best = standing.toSorted(byStanding);
  return {
    found: best.slice(0, limit).map(({ entry, worst }) => ({ entry, match: matchOf(worst) })),
    isTooMany: best.length > limit,
  };
}

const NOBODY = -1;

function bestOf(
  own: readonly (readonly [WordField, readonly string[]])[],
  worth: ReadonlyMap<string, number>,
): number | null {
  let best: number | null = null;
  for (const [field, words] of own)
    for (const word of words) {
      const value = worth.get(keyOf({ word, field }));
      if (value !== undefined && (best === null || value > best)) best = value;
    }
  return best;
}

/** Many are left: the lists of the other words are gone through. */
async function chooseByLists(
  begun: Candidates,
  others: readonly Alternatives[],
  limit: number,
  index: DirectoryIndex,
): Promise<IndexAnswer> {
  let candidates = begun;
  for (const other of others) {
    const values = new Map<number, number>();
    for (const place of await index.places(other.words, Number.MAX_SAFE_INTEGER)) {
      const value = other.worth.get(keyOf(place)) ?? 0;
      for (const entry of place.entries)
        if (candidates.has(entry) && value > (values.get(entry) ?? -1)) values.set(entry, value);
    }
    const left: Candidates = new Map();
    for (const [entry, value] of values) {
      const standing = candidates.get(entry);
      if (standing) left.set(entry, joined(standing, [value]));
    }
    candidates = left;
  }
  const best = ranked(candidates);
  const chosen = best.slice(0, limit);
  const entries = await index.entries(chosen);
  return {
    found: entries.map((entry, place) => ({
      entry,
      match: matchOf(candidates.get(chosen[place] ?? NOBODY)?.worst ?? 0),
    })),
    isTooMany: best.length > limit,
  };
}

function joined(standing: Standing, values: readonly number[]): Standing {
  return {
    worst: Math.min(standing.worst, ...values),
    sum: values.reduce((sum, value) => sum + value, standing.sum),
  };
}

/** By their worst match, then by what all are worth, then as the copy has them. */
function ranked(candidates: Candidates): readonly number[] {
  return [...candidates]
    .toSorted(([one, its], [other, others]) => byStanding(its, others) || one - other)
    .map(([entry]) => entry);
}

function byStanding(one: Standing, other: Standing): number {
  return matchRank(other) - matchRank(one) || other.sum - one.sum;
}

function matchRank({ worst }: Standing): number {
  return Math.floor(worst / FIELDS);
}
