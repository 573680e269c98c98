import type { LexiconWord, WordEntries } from '@cachet/mss-core';

/** Words of fewer entries are read in a moment. */
const FREQUENT_FROM = 5_000;
const MOST_OCTETS = 24 * 2 ** 20;

/**
 * Where the most frequent words of a copy stand (« médecin », « saint », « hospitalier »): some dozens, which every other question has, and whose places
 * are hundreds of kilobytes each. Those asked for last are held, so many octets in all.
 */
export class FrequentPlaces {
  readonly #held = new Map<string, Uint32Array>();
  #octets = 0;

  constructor(private readonly mostOctets = MOST_OCTETS) {}

  /** The first so many of them; null where they are not held. */
  of(word: LexiconWord, most: number): WordEntries | null {
    const key = keyOf(word);
    const entries = this.#held.get(key);
    if (!entries) return null;
    // Behind the others: it is the last to be let go.
    this.#held.delete(key);
    this.#held.set(key, entries);
    return { word: word.word, field: word.field, entries: entries.subarray(0, most) };
  }

  /** What was read of these words, segment by segment: held where it is all of a word that has many. */
  hold(words: readonly LexiconWord[], read: readonly WordEntries[]): void {
    for (const word of words) if (word.count >= FREQUENT_FROM) this.#hold(word, wholeOf(word, read));
  }

  #hold(word: LexiconWord, entries: Uint32Array): void {
    const key = keyOf(word);
    if (entries.length < word.count || this.#held.has(key)) return;
    this.#held.set(key, entries);
    this.#octets += entries.byteLength;
    for (const [oldest, { byteLength }] of this.#held) {
      if (this.#octets <= this.mostOctets) break;
      this.#held.delete(oldest);
      this.#octets -= byteLength;
    }
  }
}

/** Numbers rise from one segment to the next. */
function wholeOf(word: LexiconWord, read: readonly WordEntries[]): Uint32Array {
  const parts = read
    .filter((each) => each.word === word.word && each.field === word.field)
    .map(({ entries }) => entries)
    .sort(([one = 0], [other = 0]) => one - other);
  const whole = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const keyOf = ({ word, field }: Pick<LexiconWord, 'word' | 'field'>) => `${word}\t${field}`;
