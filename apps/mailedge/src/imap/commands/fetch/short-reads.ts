import { octetsHeld } from '@cachet/mailstore';
import type { MessageBytes, MessageRange, StructuresInTurn } from '@cachet/mss-core/messaging';
import type { FetchItem } from './items.js';
import { rangesShown } from './show.js';

/** Messages whose short ranges are read in one trip: they are held until they were shown. */
const AT_ONE_TIME = 64;
/** Octets of a range that is held; a longer one is read when its turn comes. */
const SHORT = 32 * 1024;
/** Octets held at one time. */
const HELD = 512 * 1024;

/** Bytes of messages shown one after the other, of which what is short is read for many at a time. */
export class ShortReads {
  #ahead: MessageBytes;
  #read: ReadonlySet<string> = new Set();
  /** Place of the first message that was never read ahead. */
  #next = 0;

  /** `messageIds` in the order in which they will be shown. */
  constructor(
    private readonly bytes: MessageBytes,
    private readonly messageIds: readonly string[],
    private readonly structures: StructuresInTurn,
    private readonly items: readonly FetchItem[],
  ) {
    this.#ahead = bytes;
  }

  /** The bytes to show a message with, whose structure is at hand. */
  async of(messageId: string): Promise<MessageBytes> {
    if (this.#read.has(messageId)) return this.#ahead;
    const from = this.messageIds.indexOf(messageId);
    // Shown a second time: alone, those after it were read already.
    if (from < this.#next) return this.bytes;
    const ids = this.#together(from);
    const ranges = ids.flatMap((id) => this.#rangesOf(id));
    this.#read = new Set(ids);
    this.#next = from + ids.length;
    this.#ahead = ranges.length > 1 ? await this.bytes.ahead(ranges) : this.bytes;
    return this.#ahead;
  }

  /** Messages from that place on whose short ranges may be held together; the first in any case. */
  #together(from: number): readonly string[] {
    const ids: string[] = [];
    let held = 0;
    for (const id of this.messageIds.slice(from, from + AT_ONE_TIME)) {
      held += this.#heldBy(this.#rangesOf(id));
      if (ids.length > 0 && (held > HELD || !this.structures.atHand(id))) break;
      ids.push(id);
    }
    return ids;
  }

  /** Each once, as far as they may be held: the rest of a message that asks for more is read in turn. */
  #rangesOf(messageId: string): readonly MessageRange[] {
    const structure = this.structures.atHand(messageId);
    if (!structure) return [];
    const short = new Map<string, MessageRange>();
    let held = 0;
    for (const range of rangesShown(structure, this.items)) {
      const { start, end } = range;
      const key = `${start} ${end}`;
      if (start >= end || end - start > SHORT || short.has(key)) continue;
      held += octetsHeld(range, structure.size);
      if (held > HELD) break;
      short.set(key, { messageId, start, end });
    }
    return [...short.values()];
  }

  #heldBy(ranges: readonly MessageRange[]): number {
    return ranges.reduce(
      (sum, range) => sum + octetsHeld(range, this.structures.atHand(range.messageId)?.size ?? 0),
      0,
    );
  }
}
