import type { FolderItem, MessageSummary, SearchKey } from '@cachet/mss-core';
import { judge, readsEnvelope, readsFields, wordsIn } from './matches.js';
import type { MessageText } from './message-text.js';

/** What was learnt of a message; null what was not looked at. */
export interface Learnt {
  readonly summary: MessageSummary | null;
  readonly text: MessageText | null;
}

/** A question put to the items of a folder, message by message: those decided, and those of which more must be known. */
export class Judgement {
  readonly readsEnvelope: boolean;
  /** Different texts that are looked for, folded. */
  readonly words: readonly string[];
  /** Whether the header is read field by field. */
  readonly readsFields: boolean;
  readonly #undecided = new Map<string, FolderItem[]>();
  readonly #matching: number[] = [];

  /** What items alone decide is decided at once. */
  constructor(
    private readonly key: SearchKey,
    items: Iterable<FolderItem>,
  ) {
    this.readsEnvelope = readsEnvelope(key);
    this.words = [...new Set(wordsIn(key))];
    this.readsFields = readsFields(key);
    for (const item of items) {
      const verdict = judge(key, { item, summary: null, text: null });
      if (verdict === true) this.#matching.push(item.uid);
      if (verdict === null) this.#ask(item);
    }
  }

  /** Messages of which more must be known. */
  get undecided(): readonly string[] {
    return [...this.#undecided.keys()];
  }

  /** One item for each of these messages, as long as it is undecided. */
  itemsOf(messageIds: readonly string[]): readonly FolderItem[] {
    return messageIds.flatMap((id) => this.#undecided.get(id)?.slice(0, 1) ?? []);
  }

  /** Decides the items of that message, where what was learnt decides. */
  learn(messageId: string, { summary, text }: Learnt): void {
    const open: FolderItem[] = [];
    for (const item of this.#undecided.get(messageId) ?? []) {
      const verdict = judge(this.key, { item, summary, text });
      if (verdict === true) this.#matching.push(item.uid);
      // With its text known nothing more can be learnt.
      if (verdict === null && text === null) open.push(item);
    }
    if (open.length > 0) this.#undecided.set(messageId, open);
    else this.#undecided.delete(messageId);
  }

  /** Uids, ascending. */
  matching(): readonly number[] {
    return this.#matching.sort((a, b) => a - b);
  }

  #ask(item: FolderItem): void {
    const siblings = this.#undecided.get(item.messageId);
    if (siblings) siblings.push(item);
    else this.#undecided.set(item.messageId, [item]);
  }
}
