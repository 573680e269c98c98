import type { Folder, FolderName, TenantContext } from '@cachet/mss-core';
import type { ViewSource } from './folder-views.js';

export interface TreeLimits {
  /** Folders that all trees hold together. */
  readonly folders: number;
  /** A tree nobody asked for in that time is given up, milliseconds. */
  readonly idleMs: number;
}

export const TREE_LIMITS: TreeLimits = { folders: 50_000, idleMs: 10 * 60_000 };

export type FolderTree = ReadonlyMap<FolderName, Folder>;

interface Entry {
  tree: FolderTree | null;
  /** Grows whenever the tree may have changed: what was read before is not kept then. */
  version: number;
  askedAt: number;
  readonly forget: () => void;
}

/**
 * Which folders the BAL have that this process's sessions open: their names, ids and uses, not what lies in them. Each tree is of one BAL
 * of one tenant, read through that tenant's wall and answered only to who acts in that tenant on that BAL. None is answered that a change
 * this process made or heard of came after.
 */
export class FolderTrees {
  /** The one asked for last comes last. */
  readonly #entries = new Map<string, Entry>();
  readonly #ofBal = new Map<string, Set<Entry>>();
  #folders = 0;
  #sweptAt: number;

  constructor(
    private readonly changes: ViewSource['changes'],
    private readonly limits: TreeLimits = TREE_LIMITS,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#sweptAt = now();
  }

  /** Folders held. */
  get folders(): number {
    return this.#folders;
  }

  /** The tree, read by `read` when it is not known. */
  async of(
    context: TenantContext,
    balId: string,
    read: () => Promise<readonly Folder[]>,
  ): Promise<FolderTree> {
    this.#sweep();
    const key = `${context.tenantId}/${balId}`;
    const entry = this.#entries.get(key) ?? this.#enter(key, context, balId);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.askedAt = this.now();
    if (entry.tree && this.changes.isListening) return entry.tree;
    const { version } = entry;
    const tree = new Map((await read()).map((folder) => [folder.name, folder]));
    if (this.#entries.get(key) === entry && entry.version === version) this.#keep(entry, tree);
    return tree;
  }

  /** Something was committed in the tree of that BAL. */
  touch(balId: string): void {
    for (const entry of this.#ofBal.get(balId) ?? []) this.#void(entry);
  }

  #keep(entry: Entry, tree: FolderTree): void {
    this.#folders += tree.size - (entry.tree?.size ?? 0);
    entry.tree = tree;
    for (const [key, oldest] of this.#entries) {
      if (this.#folders <= this.limits.folders) return;
      this.#leave(key, oldest);
    }
  }

  #void(entry: Entry): void {
    entry.version += 1;
    this.#folders -= entry.tree?.size ?? 0;
    entry.tree = null;
  }

  #enter(key: string, { tenantId }: TenantContext, balId: string): Entry {
    const ofBal = this.#ofBal.get(balId) ?? new Set();
    this.#ofBal.set(balId, ofBal);
    const filter = { topic: 'folders', id: balId, tenant: tenantId } as const;
    const stopHearing = this.changes.subscribe(filter, () => this.#void(entry));
    const forget = () => {
      stopHearing();
      ofBal.delete(entry);
      if (ofBal.size === 0 && this.#ofBal.get(balId) === ofBal) this.#ofBal.delete(balId);
    };
    const entry: Entry = { tree: null, version: 0, askedAt: 0, forget };
    ofBal.add(entry);
    this.#entries.set(key, entry);
    return entry;
  }

  #sweep(): void {
    const now = this.now();
    if (now - this.#sweptAt < this.limits.idleMs / 4) return;
    this.#sweptAt = now;
    for (const [key, entry] of this.#entries)
      if (now - entry.askedAt > this.limits.idleMs) this.#leave(key, entry);
  }

  #leave(key: string, entry: Entry): void {
    this.#void(entry);
    entry.forget();
    this.#entries.delete(key);
  }
}
