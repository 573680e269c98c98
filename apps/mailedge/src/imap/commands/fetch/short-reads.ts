import type { MessageBytes, MessageRange, StructuresInTurn } from '@cachet/mss-core/messaging';
import type { FetchItem } from './items.js';
import { shortRanges } from './show.js';

/** Messages whose short ranges are read in one trip: they are held until they were shown. */
const AT_ONE_TIME = 64;
/** Octets of a range that is held; a longer header is read when its turn comes. */
const SHORT = 32 * 1024;

/** Bytes of messages shown one after the other, whose previews (RFC 8970) and header fields are read many at a time. */
export class ShortReads {
  #ahead: MessageBytes;
  #read: ReadonlySet<string> = new Set();

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
    const ids = this.messageIds.slice(from, from + AT_ONE_TIME);
    const known = ids.filter((id) => this.structures.atHand(id));
    const ranges = known.flatMap((id) => this.#rangesOf(id));
    this.#read = new Set(known);
    this.#ahead = ranges.length > 1 ? await this.bytes.ahead(ranges) : this.bytes;
    return this.#ahead;
  }

  #rangesOf(messageId: string): readonly MessageRange[] {
    const structure = this.structures.atHand(messageId);
    const ranges = structure ? shortRanges(structure, this.items) : [];
    return ranges
      .filter(({ start, end }) => end - start <= SHORT)
      .map(({ start, end }) => ({ messageId, start, end }));
  }
}
