import { Buffer } from 'node:buffer';
import type { UidSet } from '@cachet/mss-core/messaging';

/**
 * The uids a session has been told of, in order: message number n is the n-th (RFC 3501 §2.3.1.2). As long as it knows the beginning of
 * what all sessions share it holds nothing of its own; what is shared is never written to.
 */
export class SequenceMap {
  /** Uids ascending; those from `#count` on are not known yet. */
  #uids: Uint32Array;
  #count: number;
  #isShared: boolean;

  constructor(uids: Uint32Array) {
    this.#uids = uids;
    this.#count = uids.length;
    this.#isShared = true;
  }

  get count(): number {
    return this.#count;
  }

  get lastUid(): number {
    return this.#uids[this.#count - 1] ?? 0;
  }

  /** The message number of a uid, or null when the session does not know it. */
  numberOf(uid: number): number | null {
    const index = this.#indexFrom(uid);
    return index < this.#count && this.#uids[index] === uid ? index + 1 : null;
  }

  append(uid: number): void {
    if (this.#isShared && this.#follows(uid)) return;
    if (this.#isShared || this.#count === this.#uids.length) this.#own(this.#count + 16 + (this.#count >> 3));
    this.#uids[this.#count] = uid;
    this.#count += 1;
  }

  /** Forgets uids in one pass; answers the numbers they had, the highest first, so that each is right when it is told. */
  forget(uids: ReadonlySet<number>): number[] {
    const numbers: number[] = [];
    const kept = this.known.filter((uid, index) => {
      const isGone = uids.has(uid);
      if (isGone) numbers.push(index + 1);
      return !isGone;
    });
    this.#uids = kept;
    this.#count = kept.length;
    this.#isShared = false;
    return numbers.reverse();
  }

  /** Lets go of what it holds when the same is shared. */
  share(uids: Uint32Array): void {
    if (this.#isShared || uids.length !== this.#count || !octets(uids).equals(octets(this.known))) return;
    this.#uids = uids;
    this.#isShared = true;
  }

  /** The known uids inside a set of uids. */
  among(set: UidSet): number[] {
    return set.flatMap(({ first, last }) => [
      ...this.#uids.subarray(this.#indexFrom(first), this.#indexFrom(last + 1)),
    ]);
  }

  /** How many known uids lie inside a set of uids. */
  countAmong(set: UidSet): number {
    return set.reduce((sum, { first, last }) => sum + this.#indexFrom(last + 1) - this.#indexFrom(first), 0);
  }

  /** The uids of a set of message numbers; numbers beyond the last message name nothing. */
  atNumbers(set: UidSet): number[] {
    const { known } = this;
    return set.flatMap(({ first, last }) => [...known.subarray(first - 1, last)]);
  }

  private get known(): Uint32Array {
    return this.#uids.subarray(0, this.#count);
  }

  /** What comes next in what is shared may be what comes next here. */
  #follows(uid: number): boolean {
    const all = new Uint32Array(this.#uids.buffer);
    if (this.#uids.byteOffset !== 0 || all[this.#count] !== uid) return false;
    this.#uids = all;
    this.#count += 1;
    return true;
  }

  #own(room: number): void {
    const own = new Uint32Array(Math.max(room, this.#count));
    own.set(this.known);
    this.#uids = own;
    this.#isShared = false;
  }

  /** Index of the first known uid that is not below this one. */
  #indexFrom(uid: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#uids[middle] ?? Number.POSITIVE_INFINITY) < uid) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function octets({ buffer, byteOffset, byteLength }: Uint32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
