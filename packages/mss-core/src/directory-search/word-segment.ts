import type { CopiedEntry } from './copied-entry.js';
import { type WordField, wordsOfEntry } from './word-fields.js';

/** In which entries of one segment a word stands. */
export interface WordPlaces {
  readonly word: string;
  readonly field: WordField;
  /** Entries by number, rising. */
  readonly entries: readonly number[];
}

/** The words of some hundred thousand entries, gathered while these are written: what is held in memory never grows with the copy. */
export class WordSegment {
  #places = new Map<string, number[]>();

  add(id: number, entry: CopiedEntry): void {
    for (const [field, words] of wordsOfEntry(entry)) {
      for (const word of words) {
        const key = `${word}\t${field}`;
        const places = this.#places.get(key);
        if (places) places.push(id);
        else this.#places.set(key, [id]);
      }
    }
  }

  /** In order of word, which is that of the table; the segment is empty afterwards. */
  *drain(): Generator<WordPlaces> {
    const places = this.#places;
    this.#places = new Map();
    for (const key of [...places.keys()].sort()) {
      const [word = '', field] = key.split('\t');
      yield { word, field: field as WordField, entries: places.get(key) ?? [] };
    }
  }
}
