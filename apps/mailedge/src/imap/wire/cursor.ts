import { NESTING_LIMIT } from './limits.js';

/** A stretch of command text (latin1), or the octets of one literal. */
export type Piece = string | Buffer;

/**
 * The arguments do not follow the grammar. Thrown by the cursor and caught in one place, where the command is
 * answered BAD: in a recursive descent, a refusal carried by hand through every step hides the grammar.
 */
export class SyntaxProblem extends Error {}

/** Walks over a command's arguments. Texts come out as latin1, one character per octet. */
export class Cursor {
  #piece = 0;
  #offset = 0;
  #depth = 0;

  constructor(private readonly pieces: readonly Piece[]) {}

  get atEnd(): boolean {
    const current = this.pieces[this.#piece];
    return (
      typeof current !== 'object' &&
      this.#offset >= (current?.length ?? 0) &&
      this.#piece >= this.pieces.length - 1
    );
  }

  /** Everything must have been read. */
  end(): void {
    if (!this.atEnd) throw new SyntaxProblem('Unexpected text after the arguments');
  }

  /** The text up to the next literal. */
  #text(): string {
    const current = this.pieces[this.#piece];
    return typeof current === 'string' ? current : '';
  }

  /** The next character, or an empty string at the end or before a literal. */
  peek(): string {
    return this.#text().charAt(this.#offset);
  }

  /** Takes what the sticky expression matches here. */
  tryMatch(expression: RegExp): string | null {
    expression.lastIndex = this.#offset;
    const match = expression.exec(this.#text());
    if (!match) return null;
    this.#offset += match[0].length;
    return match[0];
  }

  match(expression: RegExp, what: string): string {
    const found = this.tryMatch(expression);
    if (found === null) throw new SyntaxProblem(`Expected ${what}`);
    return found;
  }

  /** Takes this text when it comes next, whatever its case. */
  tryTake(text: string): boolean {
    const here = this.#text().slice(this.#offset, this.#offset + text.length);
    if (here.toUpperCase() !== text.toUpperCase()) return false;
    this.#offset += text.length;
    return true;
  }

  take(text: string): void {
    if (!this.tryTake(text)) throw new SyntaxProblem(`Expected ${text === ' ' ? 'a space' : text}`);
  }

  space(): void {
    this.take(' ');
  }

  atom(what = 'an atom'): string {
    return this.match(ATOM, what);
  }

  number(): number {
    const digits = this.match(DIGITS, 'a number');
    if (digits.length > 16) throw new SyntaxProblem('Number too large');
    return Number(digits);
  }

  /** RFC 3501 §9 `string`: quoted or literal. */
  string(): string {
    const text = this.tryString();
    if (text === null) throw new SyntaxProblem('Expected a string');
    return text;
  }

  tryString(): string | null {
    if (this.peek() === '"') return this.#quoted();
    const next = this.pieces[this.#piece + 1];
    if (this.#offset < this.#text().length || !(next instanceof Buffer)) return null;
    this.#piece += 2;
    this.#offset = 0;
    return next.toString('latin1');
  }

  /** RFC 3501 §9 `astring`: an atom in which `]` is allowed, or a string. */
  astring(): string {
    return this.tryString() ?? this.match(ASTRING, 'a name or a string');
  }

  /** A parenthesised list; parentheses inside parentheses are counted. */
  list<T>(item: () => T): T[] {
    this.take('(');
    this.nest();
    const items: T[] = [];
    while (!this.tryTake(')')) {
      if (items.length > 0) this.space();
      items.push(item());
    }
    this.unnest();
    return items;
  }

  /** Entering a construct that may hold itself; unbounded nesting would exhaust the stack. */
  nest(): void {
    this.#depth += 1;
    if (this.#depth > NESTING_LIMIT) throw new SyntaxProblem('Too deeply nested');
  }

  unnest(): void {
    this.#depth -= 1;
  }

  #quoted(): string {
    const raw = this.match(QUOTED, 'a closing quote');
    return raw.slice(1, -1).replace(/\\(["\\])/g, '$1');
  }
}

/** Sticky: they match where the cursor stands. */
const ATOM = /[!#$&'+,\-./0-9:;<=>?@A-Z[^_`a-z|}~]+/y;
const ASTRING = /[!#$&'+,\-./0-9:;<=>?@A-Z[\]^_`a-z|}~]+/y;
const DIGITS = /\d+/y;
const QUOTED = /"(?:[^"\\]|\\["\\])*"/y;
