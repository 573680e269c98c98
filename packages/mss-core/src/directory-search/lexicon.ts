import { isWithinDistance } from './edit-distance.js';
import type { WordField } from './word-fields.js';

/** A word of a copy, of one field, and how many entries have it. */
export interface LexiconWord {
  readonly word: string;
  readonly field: WordField;
  readonly count: number;
}

const CHAR_AFTER = '{';
/** Words this long may differ by one letter, and by two where their first letter is right. */
const ONE_LETTER_FROM = 4;
const TWO_LETTERS_FROM = 8;
const CONTAINS_FROM = 3;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Every word of one copy of a directory, in one text in order: `word TAB field TAB count LF`. Half a million words are some ten megabytes,
 * and are asked without the database.
 */
export class Lexicon {
  /** Where each line begins, and where the last ends. */
  readonly #lines: Int32Array;

  constructor(private readonly text: string) {
    let lines = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
    this.#lines = new Int32Array(lines + 1);
    for (let line = 1, at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1))
      this.#lines[line++] = at + 1;
  }

  get size(): number {
    return this.#lines.length - 1;
  }

  exact(word: string, fields: readonly WordField[]): readonly LexiconWord[] {
    return this.#between(this.#first(`${word}\t`), this.#first(`${word}\n`), fields);
  }

  /** Longer words that begin so. */
  beginning(prefix: string, fields: readonly WordField[]): readonly LexiconWord[] {
    return this.#between(this.#first(`${prefix}0`), this.#first(`${prefix}${CHAR_AFTER}`), fields);
  }

  /** Words that have it further in. */
  // RE_2.1_5010: « contient »
  containing(part: string, fields: readonly WordField[]): readonly LexiconWord[] {
    if (part.length < CONTAINS_FROM) return [];
    const found: LexiconWord[] = [];
    let at = this.text.indexOf(part);
    while (at !== -1) {
      const line = this.#lineAt(at);
      const told = this.#read(line);
      const place = at - this.#start(line);
      if (place > 0 && place + part.length <= told.word.length && fields.includes(told.field))
        found.push(told);
      at = this.text.indexOf(part, at + 1);
    }
    return found;
  }

  /** Words that differ by a letter: added, lost, another, or two in each other’s place; by two in long words. */
  close(word: string, fields: readonly WordField[]): readonly LexiconWord[] {
    if (word.length < ONE_LETTER_FROM || /\d/.test(word)) return [];
    const near = new Map<string, LexiconWord>();
    const keep = (told: readonly LexiconWord[]) => {
      for (const each of told) near.set(`${each.word}\t${each.field}`, each);
    };
    for (const other of oneLetterAway(word)) keep(this.exact(other, fields));
    if (word.length >= TWO_LETTERS_FROM) keep(this.#twoLettersAway(word, fields));
    return [...near.values()];
  }

  #twoLettersAway(word: string, fields: readonly WordField[]): readonly LexiconWord[] {
    const [from, to] = [this.#first(word.slice(0, 1)), this.#first(`${word.slice(0, 1)}${CHAR_AFTER}`)];
    const found: LexiconWord[] = [];
    for (let line = from; line < to; line += 1) {
      const start = this.#start(line);
      const length = this.text.indexOf('\t', start) - start;
      if (Math.abs(length - word.length) > 2) continue;
      if (!isWithinDistance(word, this.text.slice(start, start + length), 2)) continue;
      const told = this.#read(line);
      if (told.word !== word && fields.includes(told.field)) found.push(told);
    }
    return found;
  }

  #between(from: number, to: number, fields: readonly WordField[]): readonly LexiconWord[] {
    const found: LexiconWord[] = [];
    for (let line = from; line < to; line += 1) {
      const told = this.#read(line);
      if (fields.includes(told.field)) found.push(told);
    }
    return found;
  }

  /** The first line that is not before that text. */
  #first(text: string): number {
    let [low, high] = [0, this.size];
    while (low < high) {
      const middle = (low + high) >> 1;
      const start = this.#start(middle);
      if (this.text.slice(start, start + text.length) < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #lineAt(at: number): number {
    let [low, high] = [0, this.size - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#start(middle) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #start(line: number): number {
    return this.#lines[line] ?? this.text.length;
  }

  #read(line: number): LexiconWord {
    const [word = '', field, count] = this.text
      .slice(this.#start(line), this.#start(line + 1) - 1)
      .split('\t');
    return { word, field: field as WordField, count: Number(count) };
  }
}

function* oneLetterAway(word: string): Generator<string> {
  for (let at = 0; at <= word.length; at += 1) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    const [first = '', second = ''] = tail;
    if (tail) yield head + tail.slice(1);
    if (second && second !== first) yield head + second + first + tail.slice(2);
    for (const letter of ALPHABET) {
      if (tail && letter !== first) yield head + letter + tail.slice(1);
      yield head + letter + tail;
    }
  }
}
