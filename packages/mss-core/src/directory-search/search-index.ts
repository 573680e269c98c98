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
  /** How many entries there are, numbered from nought. */
  readonly size: number;
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

/** Entries that are rather read than compared by the lists of frequent words. */
const MOST_READ = 400;

/**
 * The entries that answer every word of the question, each by itself or by its beginning; only when these are too few, those that have it
 * inside; and when there is none at all, those that have it but for a letter.
 */
export async function searchIndex(
  query: FoldedQuery,
  limit: number,
  copy: DirectoryIndex,
  signal: AbortSignal,
): Promise<IndexAnswer> {
  const index = new ReadOnce(copy);
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

/** One question looks further when it found little, by more words: places that it read already are not read again. */
class ReadOnce implements DirectoryIndex {
  readonly #places = new Map<string, WordEntries[]>();
  readonly #sheets: Uint8Array[] = [];

  constructor(private readonly index: DirectoryIndex) {}

  get lexicon(): Lexicon {
    return this.index.lexicon;
  }

  get size(): number {
    return this.index.size;
  }

  async places(words: readonly LexiconWord[], most: number): Promise<readonly WordEntries[]> {
    if (most !== ALL) return this.index.places(words, most);
    const unread = words.filter((word) => !this.#places.has(keyOf(word)));
    for (const word of unread) this.#places.set(keyOf(word), []);
    if (unread.length > 0)
      for (const read of await this.index.places(unread, ALL)) this.#places.get(keyOf(read))?.push(read);
    return words.flatMap((word) => this.#places.get(keyOf(word)) ?? []);
  }

  entries(numbers: readonly number[]): Promise<readonly CopiedEntry[]> {
    return this.index.entries(numbers);
  }

  /** An octet for each entry, nought. The same one for the word of that place at each step: a million octets are tidied late. */
  sheet(place: number): Uint8Array {
    const sheet = this.#sheets[place] ?? new Uint8Array(this.size);
    this.#sheets[place] = sheet;
    return sheet.fill(0);
  }
}

const ALL = Number.MAX_SAFE_INTEGER;

const STAGES: readonly (readonly DirectoryMatch[])[] = [
  ['exact', 'prefix'],
  ['exact', 'prefix', 'contains'],
  MATCHES,
];

async function answerOf(
  asked: readonly Alternatives[],
  limit: number,
  index: ReadOnce,
): Promise<IndexAnswer> {
  const [rarest, ...others] = asked.toSorted((one, other) => one.total - other.total);
  if (!rarest || rarest.total === 0) return { found: [], isTooMany: false };
  const isCut = asked.some((each) => each.isCut);
  // Alone, more of each word than is shown would only be left.
  const most = others.length === 0 ? limit + 1 : ALL;
  const places = await index.places(rarest.words, most);
  const isRead = others.length > 0 && rarest.total <= MOST_READ;
  const answer = isRead
    ? await chooseByReading(worthByEntry(rarest, places), others, limit, index)
    : await chooseByLists({ ...rarest, places }, others, limit, index);
  const isMore = others.length === 0 && rarest.total > limit;
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

/** Many are left: what each word is worth in each entry lies in one octet, and the lists are gone through. */
async function chooseByLists(
  rarest: Alternatives & { readonly places: readonly WordEntries[] },
  others: readonly Alternatives[],
  limit: number,
  index: ReadOnce,
): Promise<IndexAnswer> {
  const begun = worthOfEach(rarest, rarest.places, index.sheet(0));
  const rest: Uint8Array[] = [];
  for (const [place, other] of others.entries())
    rest.push(worthOfEach(other, await index.places(other.words, ALL), index.sheet(place + 1)));
  const byRank = new Map<number, number[]>();
  let count = 0;
  for (const { entries } of rarest.places)
    for (const entry of entries) {
      const first = begun[entry] ?? 0;
      // Seen in another list already, or lacking a word.
      if (first === 0 || rest.some((worth) => worth[entry] === 0)) continue;
      begun[entry] = 0;
      count += 1;
      const rank = rankOf(first, rest, entry);
      const same = byRank.get(rank);
      if (same) same.push(entry);
      else byRank.set(rank, [entry]);
    }
  const chosen = bestOfRanks(byRank, limit);
  const entries = await index.entries(chosen.map(({ entry }) => entry));
  return {
    found: entries.map((entry, place) => ({ entry, match: chosen[place]?.match ?? 'close' })),
    isTooMany: count > limit,
  };
}

function worthOfEach({ worth }: Alternatives, places: readonly WordEntries[], each: Uint8Array): Uint8Array {
  for (const place of places) {
    // Nought is for entries where the word does not stand.
    const value = (worth.get(keyOf(place)) ?? 0) + 1;
    for (const entry of place.entries) if (value > (each[entry] ?? 0)) each[entry] = value;
  }
  return each;
}

/** The worst match above the sum: more than any sum of ten words. */
const SUMS = 1024;

function rankOf(first: number, rest: readonly Uint8Array[], entry: number): number {
  let [worst, sum] = [first, first];
  for (const worth of rest) {
    const value = worth[entry] ?? 0;
    if (value < worst) worst = value;
    sum += value;
  }
  return matchRank({ worst: worst - 1 }) * SUMS + sum;
}

function bestOfRanks(byRank: ReadonlyMap<number, readonly number[]>, limit: number) {
  const chosen: { readonly entry: number; readonly match: DirectoryMatch }[] = [];
  for (const rank of [...byRank.keys()].sort((one, other) => other - one)) {
    if (chosen.length >= limit) break;
    const match = matchOf(Math.floor(rank / SUMS) * FIELDS);
    const entries = Uint32Array.from(byRank.get(rank) ?? []).sort();
    for (const entry of entries.subarray(0, limit - chosen.length)) chosen.push({ entry, match });
  }
  return chosen;
}

function joined(standing: Standing, values: readonly number[]): Standing {
  return {
    worst: Math.min(standing.worst, ...values),
    sum: values.reduce((sum, value) => sum + value, standing.sum),
  };
}

/** By their worst match, then by what all are worth. */
function byStanding(one: Standing, other: Standing): number {
  return matchRank(other) - matchRank(one) || other.sum - one.sum;
}

function matchRank({ worst }: Pick<Standing, 'worst'>): number {
  return Math.floor(worst / FIELDS);
}
