import type { Told } from './missed.js';

/** The latest moment of which something was told. Acts change many things at one moment: which of them were told is remembered. */
export class LastTold {
  readonly #then = new Set<string>();
  #isAny = false;

  /** Nothing was told yet: what comes after that moment is to be. */
  constructor(private at: Date) {}

  note({ at, id }: Told): void {
    if (at < this.at) return;
    if (at > this.at) this.#then.clear();
    this.at = at;
    this.#isAny = true;
    if (id !== null) this.#then.add(id);
  }

  /** Behind which to read again. */
  get from(): Told {
    return { at: this.#isAny ? new Date(this.at.getTime() - 1) : this.at, id: null };
  }

  knows({ at, id }: Told): boolean {
    return id !== null && at.getTime() === this.at.getTime() && this.#then.has(id);
  }
}
