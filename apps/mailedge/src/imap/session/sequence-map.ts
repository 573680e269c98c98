import type { UidSet } from '@cachet/mss-core/messaging';

/** The uids a session has been told of, in order: message number n is the n-th (RFC 3501 §2.3.1.2). */
export class SequenceMap {
  #uids: number[];

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

  /** Forgets uids in one pass; answers the numbers they had, the highest first, so that each is right when it is told. */
  forget(uids: ReadonlySet<number>): number[] {
    const numbers: number[] = [];
    this.#uids.forEach((uid, index) => {
      if (uids.has(uid)) numbers.push(index + 1);
    });
    this.#uids = this.#uids.filter((uid) => !uids.has(uid));
    return numbers.reverse();
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
