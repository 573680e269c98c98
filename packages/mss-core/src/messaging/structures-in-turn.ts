import type { MessageStructure } from '../mime/index.js';
import type { FolderStore } from './folder-ports.js';

type Structures = Awaited<ReturnType<FolderStore['structures']>>;

/**
 * Structures of messages looked at one after the other, of which no more are held than one answer of `FolderStore.structures` brings:
 * a few megabytes, however large each is.
 */
export class StructuresInTurn {
  #known: Structures;
  readonly #elsewhere = new Set<string>();

  /** `messageIds` in the order in which they will be looked at; `known` is what was read already of the first of them. */
  constructor(
    private readonly messageIds: readonly string[],
    private readonly ask: (messageIds: readonly string[]) => Promise<Structures>,
    known: Structures = new Map(),
  ) {
    this.#known = known;
  }

  /** Of a message that is looked at later, if it happens to be held already. */
  atHand(messageId: string): MessageStructure | null | undefined {
    return this.#known.get(messageId);
  }

  /** Undefined for a message that is elsewhere or gone, null for one that is damaged. */
  async of(messageId: string): Promise<MessageStructure | null | undefined> {
    const known = this.#known.get(messageId);
    if (known !== undefined || this.#elsewhere.has(messageId)) return known;
    const asked = this.messageIds.slice(this.messageIds.indexOf(messageId));
    this.#known = await this.ask(asked);
    const last = asked.findLastIndex((id) => this.#known.has(id));
    for (const id of last < 0 ? asked : asked.slice(0, last))
      if (!this.#known.has(id)) this.#elsewhere.add(id);
    return this.#known.get(messageId);
  }
}
