import type { CopiedEntry } from './copied-entry.js';
import { rememberingFold } from './directory-query.js';
import { WORD_FIELDS, type WordField, wordsOfEntry } from './word-fields.js';

/** In which entries of one segment a word stands. */
export interface WordPlaces {
  readonly word: string;
  readonly field: WordField;
  /** Entries by number, rising. */
  readonly entries: readonly number[];
}

const FIRST_ROOM = 1 << 16;
const NONE = -1;

/**
 * The words of some hundred thousand entries, gathered while these are written: what is held in memory never grows with the copy. Each
 * place of a word is eight octets: the number of the entry, and where the word’s place before it is.
 */
export class WordSegment {
  readonly #fold = rememberingFold();
  /** Where the last place of each word is. */
  #last: ReadonlyMap<WordField, Map<string, number>> = mapsByField();
  #entries = new Int32Array(FIRST_ROOM);
  #before = new Int32Array(FIRST_ROOM);
  #count = 0;

  add(id: number, entry: CopiedEntry): void {
    for (const [field, words] of wordsOfEntry(entry, this.#fold)) {
      const last = this.#last.get(field);
      for (const word of words) {
        if (this.#count === this.#entries.length) this.#widen();
        this.#entries[this.#count] = id;
        this.#before[this.#count] = last?.get(word) ?? NONE;
        last?.set(word, this.#count);
        this.#count += 1;
      }
    }
  }

  /** Field by field, in order of word; the segment is empty afterwards. */
  *drain(): Generator<WordPlaces> {
    const last = this.#last;
    this.#last = mapsByField();
    this.#count = 0;
    for (const field of WORD_FIELDS) {
      const of = last.get(field) ?? new Map<string, number>();
      for (const word of [...of.keys()].sort())
        yield { word, field, entries: this.#chain(of.get(word) ?? NONE) };
    }
  }

  #chain(from: number): readonly number[] {
    const entries: number[] = [];
    for (let at = from; at !== NONE; at = this.#before[at] ?? NONE) entries.push(this.#entries[at] ?? 0);
    return entries.reverse();
  }

  #widen(): void {
    const [entries, before] = [new Int32Array(this.#count * 2), new Int32Array(this.#count * 2)];
    entries.set(this.#entries);
    before.set(this.#before);
    [this.#entries, this.#before] = [entries, before];
  }
}

function mapsByField(): ReadonlyMap<WordField, Map<string, number>> {
  return new Map(WORD_FIELDS.map((field) => [field, new Map<string, number>()]));
}
