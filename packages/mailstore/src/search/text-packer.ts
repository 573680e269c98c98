import { MOST_CHARACTERS, MOST_TOGETHER, type PgSearchPacks } from './pg-search-packs.js';
import type { SearchedMessage } from './search-pack.js';

/** Fewer messages than this are not worth a pack of their own: they are read as they are until more have come. */
export const WORTH_PACKING = 32;

/** Gathers messages that were read, and packs them as soon as they make a pack; holds the text of one pack at most. */
export class TextPacker {
  #gathered: SearchedMessage[] = [];
  #characters = 0;
  packed = 0;

  constructor(
    private readonly packs: PgSearchPacks,
    private readonly worthPacking = WORTH_PACKING,
  ) {}

  async add(message: SearchedMessage): Promise<void> {
    this.#gathered.push(message);
    this.#characters += message.text.length;
    if (this.#gathered.length >= MOST_TOGETHER || this.#characters >= MOST_CHARACTERS) await this.#pack();
  }

  /** Packs what is left, when it is worth it. */
  async end(): Promise<void> {
    if (this.#gathered.length >= this.worthPacking) await this.#pack();
    this.#forget();
  }

  async #pack(): Promise<void> {
    this.packed += await this.packs.keep(this.#gathered);
    this.#forget();
  }

  #forget(): void {
    this.#gathered = [];
    this.#characters = 0;
  }
}
