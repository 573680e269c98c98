import type { Flag } from '@cachet/mss-core';

/** Sets of flags that messages bear, each kept once: a hundred thousand messages bear a few. Grows with the different sets only. */
export class FlagSets {
  readonly #numbers = new Map<string, number>();
  readonly #sets: (readonly Flag[])[] = [];

  /** The number of a set written with spaces between its flags. */
  numberOf(words: string): number {
    const known = this.#numbers.get(words);
    if (known !== undefined) return known;
    const number = this.#sets.length;
    // Flags were parsed before they were written, and hold no space.
    this.#sets.push(words === '' ? [] : (words.split(' ') as Flag[]));
    this.#numbers.set(words, number);
    return number;
  }

  get count(): number {
    return this.#sets.length;
  }

  at(number: number): readonly Flag[] {
    return this.#sets[number] ?? [];
  }

  /** Roughly, octets. */
  get size(): number {
    return this.#sets.length * 200;
  }
}
