import type { UidSet } from '@cachet/mss-core/messaging';

/** The uids a session has been told of, in order: message number n is the n-th (RFC 3501 §2.3.1.2). */
export class SequenceMap {
  readonly #uids: number[];

  /** `uids` ascending. */
  constructor(uids: readonly number[]) {
    this.#uids = [...uids];
  }

  get count(): number {
    return this.#uids.length;
  }

  get lastUid(): number {
    return this.#uids.at(-1) ?? 0;
  }

  /** The message number of a uid, or null when the session does not know it. */
  numberOf(uid: number): number | null {
    const index = this.#indexFrom(uid);
    return this.#uids[index] === uid ? index + 1 : null;
  }

  append(uid: number): void {
    this.#uids.push(uid);
  }

  /** Forgets a uid and answers the number it had. */
  remove(uid: number): number | null {
    const number = this.numberOf(uid);
    if (number !== null) this.#uids.splice(number - 1, 1);
    return number;
  }

  /** The known uids inside a set of uids. */
  among(set: UidSet): number[] {
    return set.flatMap(({ first, last }) =>
      this.#uids.slice(this.#indexFrom(first), this.#indexFrom(last + 1)),
    );
  }

  /** The uids of a set of message numbers; numbers beyond the last message name nothing. */
  atNumbers(set: UidSet): number[] {
    return set.flatMap(({ first, last }) => this.#uids.slice(first - 1, last));
  }

  /** Index of the first uid that is not below this one. */
  #indexFrom(uid: number): number {
    let low = 0;
    let high = this.#uids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#uids[middle] ?? Number.POSITIVE_INFINITY) < uid) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
