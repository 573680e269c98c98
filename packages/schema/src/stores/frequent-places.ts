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

  /** What was read of these words: held where it is all of one that has many. */
  hold(words: readonly LexiconWord[], read: readonly WordEntries[]): void {
    const counts = new Map(words.map((word) => [keyOf(word), word.count]));
    for (const each of read) {
      const count = counts.get(keyOf(each)) ?? 0;
      if (count >= FREQUENT_FROM && each.entries.length >= count) this.#hold(keyOf(each), each.entries);
    }
  }

  #hold(key: string, entries: Uint32Array): void {
    if (this.#held.has(key)) return;
    this.#held.set(key, entries);
    this.#octets += entries.byteLength;
    for (const [oldest, { byteLength }] of this.#held) {
      if (this.#octets <= this.mostOctets) break;
      this.#held.delete(oldest);
      this.#octets -= byteLength;
    }
  }
}

const keyOf = ({ word, field }: Pick<LexiconWord, 'word' | 'field'>) => `${word}\t${field}`;
