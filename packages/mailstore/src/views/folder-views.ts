import { type Folder, SEEN, type TenantContext } from '@cachet/mss-core';
import type { ChangeFeed, Database } from '@cachet/schema';
import { FolderView } from './folder-view.js';
import type { ItemRow } from './item-columns.js';
import { StructureShelf } from './structure-shelf.js';
import { type FolderNews, type NewsRow, newsOf, newsStatement } from './view-rows.js';

/** Where views come from. */
export interface ViewSource extends Pick<Database, 'atOnce'> {
  readonly changes: Pick<ChangeFeed, 'subscribe' | 'isListening'>;
}

export interface ViewLimits {
  /** Octets that views may hold together. */
  readonly octets: number;
  /** A view nobody asked for in that time is given up, milliseconds. */
  readonly idleMs: number;
}

export const VIEW_LIMITS: ViewLimits = { octets: 256 * 1024 * 1024, idleMs: 10 * 60_000 };

/** Whose folder it is. */
interface Place {
  readonly context: TenantContext;
  readonly balId: string;
  readonly folderId: string;
}

interface Entry {
  view: FolderView | null;
  /** Something may have been committed that the view does not show. */
  stale: boolean;
  /** Highest modseq heard of. */
  announced: number;
  /** The one reading under way, and how many have begun. */
  reading: Promise<void> | null;
  begun: number;
  octets: number;
  askedAt: number;
  readonly forget: () => void;
}

/**
 * The folders that this process's sessions look at, in memory. A view is of one folder of one BAL of one tenant, read through that
 * tenant's wall, and answered only to who acts in that tenant on that BAL.
 *
 * A view answered shows all that this process had committed when it was asked for (`touch`), and all that others had announced; as long
 * as announcements cannot be heard, each asking reads again.
 */
export class FolderViews {
  /** The one asked for last comes last. */
  readonly #entries = new Map<string, Entry>();
  readonly #ofFolder = new Map<string, Set<Entry>>();
  readonly #watchers = new Map<string, Set<() => void>>();
  /** Of the messages that they show. */
  readonly structures: StructureShelf;
  #octets = 0;
  #sweptAt: number;

  constructor(
    private readonly source: ViewSource,
    private readonly limits: ViewLimits = VIEW_LIMITS,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#sweptAt = now();
    this.structures = new StructureShelf(now, { idleMs: limits.idleMs });
  }

  /** Octets that all views hold. */
  get octets(): number {
    return this.#octets;
  }

  /** The folder as it is now, or null when that BAL has none of that id. */
  async current(context: TenantContext, balId: string, folderId: string): Promise<FolderView | null> {
    this.#sweep();
    const key = keyOf(context, balId, folderId);
    const entry = this.#entries.get(key) ?? this.#enter(key, context, folderId);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.askedAt = this.now();
    // A reading that had begun before may not show what was committed since.
    const before = entry.begun;
    const isUnsure = () => isBehind(entry) || (!this.source.changes.isListening && entry.begun === before);
    while (entry.reading || isUnsure()) {
      if (entry.reading) await entry.reading.catch(() => undefined);
      else await this.#read(key, entry, { context, balId, folderId });
    }
    return entry.view;
  }

  /** The folder as it is now, where that is known without asking. */
  peek(context: TenantContext, balId: string, folderId: string): FolderView | null {
    const entry = this.#entries.get(keyOf(context, balId, folderId));
    return entry && !entry.reading && !isBehind(entry) && this.source.changes.isListening ? entry.view : null;
  }

  /** Calls the listener when this process has committed something in that folder, before its announcement is heard. Answers how to stop. */
  watch(folderId: string, listener: () => void): () => void {
    const siblings = this.#watchers.get(folderId) ?? new Set();
    this.#watchers.set(folderId, siblings.add(listener));
    return () => {
      siblings.delete(listener);
      if (siblings.size === 0 && this.#watchers.get(folderId) === siblings) this.#watchers.delete(folderId);
    };
  }

  /** Something was committed in that folder: whoever asks from now on is shown it. */
  touch(folderId: string): void {
    for (const entry of this.#ofFolder.get(folderId) ?? []) entry.stale = true;
    this.#tell(folderId);
  }

  /** That modseq was read in the folder's row. */
  notice(folderId: string, modseq: number): void {
    for (const entry of this.#ofFolder.get(folderId) ?? [])
      entry.announced = Math.max(entry.announced, modseq);
  }

  /** Takes in what this process itself has just committed, when the view is the one it was decided on. */
  advance(view: FolderView, news: FolderNews): void {
    for (const entry of this.#ofFolder.get(news.folder.id) ?? []) {
      if (entry.view !== view || !isNext(entry, news.folder.highestModseq)) entry.stale = true;
      else view.apply(news);
    }
    this.#tell(news.folder.id);
  }

  /** The same of a letter put in that folder, decided on no view. */
  appended(folderId: string, row: ItemRow): void {
    for (const entry of this.#ofFolder.get(folderId) ?? []) {
      const folder = entry.view?.folder;
      if (!folder || !isNext(entry, row.modseq) || folder.uidNext !== row.uid) entry.stale = true;
      else entry.view?.apply({ folder: withLetter(folder, row), changed: [row], expunged: [] });
    }
    this.#tell(folderId);
  }

  #tell(folderId: string): void {
    for (const listener of [...(this.#watchers.get(folderId) ?? [])]) listener();
  }

  #enter(key: string, { tenantId }: TenantContext, folderId: string): Entry {
    const ofFolder = this.#ofFolder.get(folderId) ?? new Set();
    this.#ofFolder.set(folderId, ofFolder);
    const stopHearing = this.source.changes.subscribe(
      { topic: 'folder', id: folderId, tenant: tenantId },
      (event) => {
        const modseq = event.kind === 'change' ? event.modseq : undefined;
        if (modseq === undefined) entry.stale = true;
        else entry.announced = Math.max(entry.announced, modseq);
      },
    );
    const forget = () => {
      stopHearing();
      ofFolder.delete(entry);
      if (ofFolder.size === 0 && this.#ofFolder.get(folderId) === ofFolder) this.#ofFolder.delete(folderId);
    };
    const entry: Entry = {
      view: null,
      stale: true,
      announced: 0,
      reading: null,
      begun: 0,
      octets: 0,
      askedAt: 0,
      forget,
    };
    ofFolder.add(entry);
    this.#entries.set(key, entry);
    return entry;
  }

  async #read(key: string, entry: Entry, place: Place): Promise<void> {
    entry.begun += 1;
    // Before it is read: what is committed meanwhile marks it stale again.
    entry.stale = false;
    entry.announced = 0;
    entry.reading = this.#refresh(entry, place);
    try {
      await entry.reading;
    } catch (fault) {
      entry.stale = true;
      throw fault;
    } finally {
      entry.reading = null;
      this.#account(key, entry);
    }
  }

  async #refresh(entry: Entry, { context, balId, folderId }: Place): Promise<void> {
    const known = entry.view;
    const statement = newsStatement(balId, folderId, known?.folder.highestModseq ?? null);
    const [[row] = []] = await this.source.atOnce([{ ...statement, tenantId: context.tenantId }]);
    const news = row ? newsOf(row as NewsRow) : null;
    if (known && news?.folder.uidValidity === known.folder.uidValidity) return known.apply(news);
    entry.view = news && !known ? new FolderView(news) : null;
    // A folder that is no longer the one known is read anew.
    if (news && known) entry.stale = true;
  }

  /** What is gone is not kept; beyond the bound, what was asked for longest ago goes first. */
  #account(key: string, entry: Entry): void {
    if (this.#entries.get(key) !== entry) return;
    const octets = entry.view?.size ?? 0;
    this.#octets += octets - entry.octets;
    entry.octets = octets;
    if (!entry.view && !entry.stale) this.#leave(key, entry);
    for (const [other, oldest] of this.#entries) {
      if (this.#octets <= this.limits.octets) return;
      if (oldest !== entry && !oldest.reading) this.#leave(other, oldest);
    }
  }

  /** Gives up what nobody asked for in a while. */
  #sweep(): void {
    const now = this.now();
    if (now - this.#sweptAt < this.limits.idleMs / 4) return;
    this.#sweptAt = now;
    for (const [key, entry] of this.#entries)
      if (now - entry.askedAt > this.limits.idleMs && !entry.reading) this.#leave(key, entry);
  }

  #leave(key: string, entry: Entry): void {
    entry.forget();
    this.#entries.delete(key);
    this.#octets -= entry.octets;
  }
}

/** The view shows all that was committed before that modseq, and no reading is under way that may not know of it. */
function isNext({ view, reading, stale }: Entry, modseq: number): boolean {
  return !stale && !reading && view?.folder.highestModseq === modseq - 1;
}

function withLetter(folder: Folder, { uid, modseq, size, flags }: ItemRow): Folder {
  return {
    ...folder,
    ...{ uidNext: uid + 1, highestModseq: modseq, messages: folder.messages + 1, size: folder.size + size },
    unseen: folder.unseen + (flags.split(' ').includes(SEEN) ? 0 : 1),
  };
}

function isBehind({ view, stale, announced }: Entry): boolean {
  return stale || (view !== null && view.folder.highestModseq < announced);
}

function keyOf({ tenantId }: TenantContext, balId: string, folderId: string): string {
  return `${tenantId}/${balId}/${folderId}`;
}
