import type { TenantId } from '@cachet/mss-core';
import type { ChangeEvent, ChangeFeed } from '@cachet/schema';

/** What a watcher of a BAL hears: a folder to look at, or all of them. */
export type MailHeard = { readonly folderId: string } | 'folders';

/**
 * Announcements of one BAL, those of one folder told once however many they are: a watcher too slow to follow holds no more than a BAL has
 * folders.
 */
export class MailSource implements AsyncIterableIterator<MailHeard> {
  readonly #dirty = new Set<string>();
  readonly #heard = new Map<string, () => void>();
  readonly #stop: readonly (() => void)[];
  #tree = false;
  #ended = false;
  #wake: (() => void) | null = null;

  constructor(
    private readonly feed: ChangeFeed,
    private readonly tenant: TenantId,
    balId: string,
    /** Hears that the BAL itself changed, accesses to it among others. */
    onBal: () => void,
  ) {
    this.#stop = [
      feed.subscribe({ topic: 'folders', tenant, id: balId }, (event) => this.#noteTree(event)),
      feed.subscribe({ topic: 'bal', tenant, id: balId }, onBal),
    ];
  }

  /** Follows these folders, and no others any more. */
  follow(folderIds: Iterable<string>): void {
    const wanted = new Set(folderIds);
    for (const [id, stop] of this.#heard) {
      if (wanted.has(id)) continue;
      stop();
      this.#heard.delete(id);
      this.#dirty.delete(id);
    }
    for (const id of wanted) {
      if (this.#heard.has(id) || this.#ended) continue;
      const filter = { topic: 'folder', tenant: this.tenant, id } as const;
      this.#heard.set(
        id,
        this.feed.subscribe(filter, () => this.look(id)),
      );
    }
  }

  /** There is something to read in that folder. */
  look(folderId: string): void {
    this.#dirty.add(folderId);
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<MailHeard>> {
    for (;;) {
      if (this.#ended) return { done: true, value: undefined };
      if (this.#tree) {
        this.#tree = false;
        return { done: false, value: 'folders' };
      }
      const [folderId] = this.#dirty;
      if (folderId !== undefined) {
        this.#dirty.delete(folderId);
        return { done: false, value: { folderId } };
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }

  async return(): Promise<IteratorResult<MailHeard>> {
    this.#ended = true;
    for (const stop of [...this.#stop, ...this.#heard.values()]) stop();
    this.#wake?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #noteTree({ kind }: ChangeEvent): void {
    if (kind === 'resync') for (const id of this.#heard.keys()) this.#dirty.add(id);
    this.#tree = true;
    this.#wake?.();
  }
}
