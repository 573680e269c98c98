import { distanceFrom, LONGEST_MEASURED } from './edit-distance.js';
import type { WordField } from './word-fields.js';

/** A word of a copy, of one field, and how many entries have it. */
export interface LexiconWord {
  readonly word: string;
  readonly field: WordField;
  readonly count: number;
}

const CHAR_AFTER = '{';
/** Words this long may differ by one letter, and by two where they begin right. */
const ONE_LETTER_FROM = 4;
const TWO_LETTERS_FROM = 8;
/** Each letter of a word is some sixty other words to look for. */
const LONGEST_CLOSE = LONGEST_MEASURED - 1;
const CONTAINS_FROM = 3;
/** Words that have it inside: who finds more is to tell more. */
const MOST_CONTAINING = 400;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Every word of one copy of a directory, in one text in order: `word TAB field TAB count LF`. Half a million words are some ten megabytes,
 * and are asked without the database.
 */
export class Lexicon {
  /** `lines`: where each line begins, and where the last ends. */
  private constructor(
    private readonly text: string,
    private readonly lines: Int32Array,
  ) {}

  /** Of a text in pieces, whole lines each. Between two of them others have their turn: no piece takes longer than a search. */
  static async read(pieces: AsyncIterable<string> | Iterable<string>): Promise<Lexicon> {
    const read: string[] = [];
    const lines = new LineStarts();
    for await (const piece of pieces) {
      read.push(piece);
      lines.add(piece);
    }
    return new Lexicon(read.join(''), lines.all());
  }

  get size(): number {
    return this.lines.length - 1;
  }

  exact(word: string, fields: readonly WordField[]): readonly LexiconWord[] {
    const head = `${word}\t`;
    const found: LexiconWord[] = [];
    for (let line = this.#first(head); this.text.startsWith(head, this.#start(line)); line += 1) {
      const told = this.#read(line);
      if (fields.includes(told.field)) found.push(told);
    }
    return found;
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
    // Those that begin with it stand together, and are passed over at once.
    const begun = this.#start(this.#first(part));
    const beyond = this.#start(this.#first(`${part}${CHAR_AFTER}`));
    let at = this.text.indexOf(part);
    while (at !== -1 && found.length < MOST_CONTAINING) {
      const isBegun = at >= begun && at < beyond;
      const next = isBegun ? beyond : this.#keepIfInside(at, part, fields, found);
      at = this.text.indexOf(part, next);
    }
    return found;
  }

  /** Where to look on. */
  #keepIfInside(at: number, part: string, fields: readonly WordField[], found: LexiconWord[]): number {
    const line = this.#lineAt(at);
    const end = this.text.indexOf('\t', this.#start(line));
    // Digits may stand in the count.
    const isInside = at > this.#start(line) && at + part.length <= end;
    if (isInside && fields.includes(this.text[end + 1] as WordField)) found.push(this.#read(line));
    return this.#start(line + 1);
  }

  /** Words that differ by a letter: added, lost, another, or two in each other’s place; by two in long words. */
  close(word: string, fields: readonly WordField[]): readonly LexiconWord[] {
    if (word.length < ONE_LETTER_FROM || word.length > LONGEST_CLOSE || /\d/.test(word)) return [];
    const near = new Map<string, LexiconWord>();
    const keep = (told: readonly LexiconWord[]) => {
      for (const each of told) near.set(`${each.word}\t${each.field}`, each);
    };
    for (const other of oneLetterAway(word)) keep(this.exact(other, fields));
    if (word.length >= TWO_LETTERS_FROM) keep(this.#twoLettersAway(word, fields));
    return [...near.values()];
  }

  // Whoever mistypes twice seldom does within the first three letters, and nobody has to be found by the whole alphabet.
  #twoLettersAway(word: string, fields: readonly WordField[]): readonly LexiconWord[] {
    const begun = word.slice(0, 3);
    const [from, to] = [this.#first(begun), this.#first(`${begun}${CHAR_AFTER}`)];
    const distance = distanceFrom(word);
    const found: LexiconWord[] = [];
    for (let line = from; line < to; line += 1) {
      const start = this.#start(line);
      const end = this.text.indexOf('\t', start);
      if (Math.abs(end - start - word.length) > 2) continue;
      if (!fields.includes(this.text[end + 1] as WordField)) continue;
      if (distance(this.text, start, end) <= 2) found.push(this.#read(line));
    }
    return found.filter((each) => each.word !== word);
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
    return this.lines[line] ?? this.text.length;
  }

  #read(line: number): LexiconWord {
    const [word = '', field, count] = this.text
      .slice(this.#start(line), this.#start(line + 1) - 1)
      .split('\t');
    return { word, field: field as WordField, count: Number(count) };
  }
}

const FIRST_LINES = 1 << 12;

/** Where the lines of a text that comes in pieces begin. */
class LineStarts {
  #starts = new Int32Array(FIRST_LINES);
  #count = 1;
  #length = 0;

  add(piece: string): void {
    for (let at = piece.indexOf('\n'); at !== -1; at = piece.indexOf('\n', at + 1)) {
      if (this.#count === this.#starts.length) this.#widen();
      this.#starts[this.#count++] = this.#length + at + 1;
    }
    this.#length += piece.length;
  }

  all(): Int32Array {
    return this.#starts.slice(0, this.#count);
  }

  #widen(): void {
    const wider = new Int32Array(this.#starts.length * 2);
    wider.set(this.#starts);
    this.#starts = wider;
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
