import type { CopiedEntry } from './copied-entry.js';
import { rememberingFold } from './directory-query.js';
import { WORD_FIELDS, type WordField, wordListsOf } from './word-fields.js';

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
  /** Words by number, and where the last place of each is. */
  #words: ReadonlyMap<WordField, Map<string, number>> = mapsByField();
  #last: number[] = [];
  #entries = new Int32Array(FIRST_ROOM);
  #before = new Int32Array(FIRST_ROOM);
  #count = 0;

  add(id: number, entry: CopiedEntry): void {
    for (const [field, words] of wordListsOf(entry, this.#fold)) {
      const known = this.#words.get(field);
      for (const word of words) {
        let number = known?.get(word);
        if (number === undefined) {
          number = this.#last.push(NONE) - 1;
          known?.set(word, number);
        }
        this.#place(number, id);
      }
    }
  }

  /** Field by field, in order of word; the segment is empty afterwards. */
  *drain(): Generator<WordPlaces> {
    const [words, last] = [this.#words, this.#last];
    [this.#words, this.#last, this.#count] = [mapsByField(), [], 0];
    for (const field of WORD_FIELDS) {
      const of = words.get(field) ?? new Map<string, number>();
      for (const word of [...of.keys()].sort())
        yield { word, field, entries: this.#chain(last[of.get(word) ?? NONE] ?? NONE) };
    }
  }

  #place(word: number, id: number): void {
    const before = this.#last[word] ?? NONE;
    if (before !== NONE && this.#entries[before] === id) return;
    if (this.#count === this.#entries.length) this.#widen();
    this.#entries[this.#count] = id;
    this.#before[this.#count] = before;
    this.#last[word] = this.#count;
    this.#count += 1;
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
