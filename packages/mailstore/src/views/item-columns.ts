import { Buffer } from 'node:buffer';
import type { Flag, FolderItem, UidSet } from '@cachet/mss-core';
import { FlagSets } from './flag-sets.js';

/** One item as the database tells it; times in milliseconds. */
export interface ItemRow {
  readonly uid: number;
  readonly messageId: string;
  readonly flags: string;
  readonly internalMs: number;
  readonly savedMs: number;
  readonly modseq: number;
  readonly size: number;
}

/** Columns whose facts about one item never change where they stand. */
interface Lasting {
  readonly messages: Buffer;
  readonly internal: Float64Array;
  readonly saved: Float64Array;
}

/** One item; what few ask of it is made when it is asked. */
class ViewedItem implements FolderItem {
  #messageId: string | null = null;

  constructor(
    readonly uid: number,
    readonly flags: readonly Flag[],
    readonly modseq: number,
    readonly size: number,
    private readonly lasting: Lasting,
    private readonly index: number,
  ) {}

  get messageId(): string {
    this.#messageId ??= uuidAt(this.lasting.messages, this.index * 16);
    return this.#messageId;
  }

  get internalDate(): Date {
    return new Date(this.lasting.internal[this.index] ?? 0);
  }

  get savedAt(): Date {
    return new Date(this.lasting.saved[this.index] ?? 0);
  }
}

function uuidAt(octets: Buffer, at: number): string {
  const hex = octets.toString('hex', at, at + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

type Column = Buffer | Uint32Array | Float64Array;

/** Items that stand together: their indexes, from the first to before `to`. */
interface Run {
  readonly from: number;
  readonly to: number;
}

/** Octets of one item in all columns. */
const ITEM = 4 + 4 + 8 * 4 + 16;
const FIRST_ROOM = 16;

/**
 * The items of a folder in ascending uid, a typed array for each fact. Uids are only ever written after the last or into new arrays, so
 * that who was shown `uids` keeps what was shown.
 */
export class ItemColumns {
  #count = 0;
  #uids = new Uint32Array(FIRST_ROOM);
  #flags = new Uint32Array(FIRST_ROOM);
  #modseqs = new Float64Array(FIRST_ROOM);
  #sizes = new Float64Array(FIRST_ROOM);
  #internal = new Float64Array(FIRST_ROOM);
  #saved = new Float64Array(FIRST_ROOM);
  #messages = Buffer.alloc(FIRST_ROOM * 16);
  readonly #sets = new FlagSets();
  #lasting: Lasting = { messages: this.#messages, internal: this.#internal, saved: this.#saved };

  get count(): number {
    return this.#count;
  }

  /** Octets held. */
  get size(): number {
    return this.#uids.length * ITEM + this.#sets.size;
  }

  get uids(): Uint32Array {
    return this.#uids.subarray(0, this.#count);
  }

  /** Every different flag that some item bears. */
  get flagsBorne(): ReadonlySet<Flag> {
    const borne = new Uint8Array(this.#sets.count);
    for (let index = 0; index < this.#count; index++) borne[this.#flags[index] ?? 0] = 1;
    return new Set([...borne.keys()].flatMap((number) => (borne[number] ? this.#sets.at(number) : [])));
  }

  /** Index of the first item without that flag; -1 when all bear it. */
  firstWithout(flag: Flag): number {
    const bearing = Array.from({ length: this.#sets.count }, (_, number) =>
      this.#sets.at(number).includes(flag),
    );
    for (let index = 0; index < this.#count; index++) if (!bearing[this.#flags[index] ?? 0]) return index;
    return -1;
  }

  /** Makes room for that many more items. */
  reserve(more: number): void {
    const wanted = this.#count + more;
    if (wanted <= this.#uids.length) return;
    this.#rebuild(Math.max(wanted, Math.ceil(this.#uids.length * 1.5)), [{ from: 0, to: this.#count }]);
  }

  /** Adds an item above all others, or writes over the one of its uid. @throws RangeError for a new uid below others: uids only grow. */
  put(row: ItemRow): void {
    const index = this.indexFrom(row.uid);
    if (index === this.#count) {
      this.reserve(1);
      this.#uids[index] = row.uid;
      this.#count += 1;
    } else if (this.#uids[index] !== row.uid) throw new RangeError('a new uid lies below known ones');
    this.#flags[index] = this.#sets.numberOf(row.flags);
    this.#modseqs[index] = row.modseq;
    this.#sizes[index] = row.size;
    this.#internal[index] = row.internalMs;
    this.#saved[index] = row.savedMs;
    this.#messages.write(row.messageId.replaceAll('-', ''), index * 16, 'hex');
  }

  /** Forgets items; answers the uids of those that were there. */
  remove(uids: readonly number[]): readonly number[] {
    const gone = [...new Set(uids.filter((uid) => this.has(uid)))];
    if (gone.length === 0) return [];
    const kept: Run[] = [];
    let from = 0;
    for (const index of gone.map((uid) => this.indexFrom(uid)).sort((a, b) => a - b)) {
      if (index > from) kept.push({ from, to: index });
      from = index + 1;
    }
    kept.push({ from, to: this.#count });
    this.#rebuild(this.#uids.length, kept);
    return gone;
  }

  has(uid: number): boolean {
    const index = this.indexFrom(uid);
    return index < this.#count && this.#uids[index] === uid;
  }

  /** Index of the first item whose uid is not below this one. */
  indexFrom(uid: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#uids[middle] ?? Number.POSITIVE_INFINITY) < uid) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** All, ascending, made one after the other: of a large folder they are not held together. */
  *all(): Generator<FolderItem> {
    for (let index = 0; index < this.#count; index++) yield this.#item(index);
  }

  /** The items of a normalized set, ascending. */
  among(uids: UidSet): readonly FolderItem[] {
    const items: FolderItem[] = [];
    for (const { first, last } of uids) {
      for (let index = this.indexFrom(first); index < this.#count; index++) {
        if ((this.#uids[index] ?? 0) > last) break;
        items.push(this.#item(index));
      }
    }
    return items;
  }

  #item(index: number): FolderItem {
    return new ViewedItem(
      this.#uids[index] ?? 0,
      this.#sets.at(this.#flags[index] ?? 0),
      this.#modseqs[index] ?? 0,
      this.#sizes[index] ?? 0,
      this.#lasting,
      index,
    );
  }

  /** New arrays with the items of these runs, each copied whole: one item that leaves a folder of 100,000 costs no walk through them. */
  #rebuild(room: number, kept: readonly Run[]): void {
    const numbers = <A extends Column>(from: A, to: A, width = 1): A => {
      let place = 0;
      for (const run of kept) {
        to.set(from.subarray(run.from * width, run.to * width), place);
        place += (run.to - run.from) * width;
      }
      return to;
    };
    const messages = numbers(this.#messages, Buffer.alloc(room * 16), 16);
    this.#messages = messages;
    this.#uids = numbers(this.#uids, new Uint32Array(room));
    this.#flags = numbers(this.#flags, new Uint32Array(room));
    this.#modseqs = numbers(this.#modseqs, new Float64Array(room));
    this.#sizes = numbers(this.#sizes, new Float64Array(room));
    this.#internal = numbers(this.#internal, new Float64Array(room));
    this.#saved = numbers(this.#saved, new Float64Array(room));
    this.#lasting = { messages, internal: this.#internal, saved: this.#saved };
    this.#count = kept.reduce((count, { from, to }) => count + to - from, 0);
  }
}
