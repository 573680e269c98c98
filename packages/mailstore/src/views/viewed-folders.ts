import {
  type AppendedItems,
  done,
  type FlagChange,
  type FlaggedItems,
  type Folder,
  type FolderChanges,
  type FolderItem,
  type FolderName,
  type FolderOpening,
  type FolderPlace,
  type Journal,
  type LocatedItem,
  type MessageStructure,
  type MessageSummary,
  type NewItem,
  type Outcome,
  type SearchKey,
  type UidRange,
  type UidSet,
} from '@cachet/mss-core';
import { PgFolders } from '../folders/pg-folders.js';
import { rangeBelow } from '../folders/recent-uids.js';
import { Judgement } from '../search/judgement.js';
import { isToldByItems } from '../search/matches.js';
import { isReasonable, isShortWork } from '../search/search-limits.js';
import { appendLetter } from './append-letter.js';
import { changeFlags } from './change-flags.js';
import type { FolderView } from './folder-view.js';
import type { ViewedMail } from './viewed-mail.js';
import type { LaterSql, ReadingSql } from './visit-sql.js';

/**
 * The folders of one BAL, looked at in memory where that tells the same. Once the transaction is open it is asked for everything: it may
 * have written what it reads.
 */
export class ViewedFolders extends PgFolders {
  readonly #inside: PgFolders;
  readonly #reads: PgFolders;

  constructor(
    private readonly mail: ViewedMail,
    private readonly later: LaterSql,
    reading: ReadingSql,
    private readonly bal: string,
    journal: Journal,
  ) {
    super(later, mail.safe, bal, journal);
    this.#inside = new PgFolders(later, mail.safe, bal, journal);
    this.#reads = new PgFolders(reading, mail.safe, bal);
  }

  override async list(): Promise<readonly Folder[]> {
    return this.#notice(await this.#reader.list());
  }

  override async these(folderIds: readonly string[]): Promise<readonly Folder[]> {
    return this.#notice(await this.#reader.these(folderIds));
  }

  override keptSubscriptions(): Promise<readonly FolderName[]> {
    return this.#reader.keptSubscriptions();
  }

  override async placeNamed(name: FolderName): Promise<FolderPlace | null> {
    if (this.later.isOpen) return this.#inside.placeNamed(name);
    const tree = await this.mail.trees.of(this.later.context, this.bal, () => this.list());
    return tree.get(name) ?? null;
  }

  override async byName(name: FolderName): Promise<Folder | null> {
    if (!this.later.isOpen) {
      const { trees } = this.mail;
      const named = (await trees.of(this.later.context, this.bal, () => this.list())).get(name);
      if (!named) return null;
      const view = this.mail.views.peek(this.later.context, this.bal, named.id);
      if (view) return { ...view.folder, name, subscribed: named.subscribed };
    }
    const found = await this.#reader.byName(name);
    this.#notice(found ? [found] : []);
    return found;
  }

  override async byId(folderId: string): Promise<Folder | null> {
    if (this.later.isOpen) return this.#inside.byId(folderId);
    return (await this.#view(folderId))?.folder ?? null;
  }

  override async open(folderId: string): Promise<FolderOpening | null> {
    if (this.later.isOpen) return this.#inside.open(folderId);
    return (await this.#view(folderId))?.opening ?? null;
  }

  override async claimRecent(folderId: string, whose: 'sure' | 'atOnce'): Promise<UidRange | null> {
    if (this.later.isOpen) return this.#inside.claimRecent(folderId);
    const claimed = (await this.#view(folderId))?.claimRecent() ?? null;
    if (!claimed) return null;
    const next = claimed.last + 1;
    const note = { context: this.later.context, balId: this.bal, folderId, upTo: next };
    if (whose === 'atOnce') {
      this.mail.recents.note(note);
      return claimed;
    }
    const from = await this.mail.recents.noteNow(note);
    return rangeBelow(Math.max(claimed.first, from ?? 0), next);
  }

  override countFrom(folderId: string, uid: number): Promise<number> {
    return this.#reader.countFrom(folderId, uid);
  }

  override async items(folderId: string, uids: UidSet): Promise<readonly FolderItem[]> {
    if (this.later.isOpen) return this.#inside.items(folderId, uids);
    return (await this.#view(folderId))?.items(uids) ?? [];
  }

  override async changesSince(folderId: string, modseq: number): Promise<FolderChanges> {
    const view = this.later.isOpen ? null : await this.#view(folderId);
    return view?.changesSince(modseq) ?? this.#reader.changesSince(folderId, modseq);
  }

  override newest(
    folderId: string,
    page: { readonly limit: number; readonly beforeUid?: number },
  ): Promise<readonly FolderItem[]> {
    return this.#reader.newest(folderId, page);
  }

  override above(
    folderId: string,
    page: { readonly limit: number; readonly uid: number },
  ): Promise<readonly FolderItem[]> {
    return this.#reader.above(folderId, page);
  }

  override locate(messageId: string): Promise<readonly LocatedItem[]> {
    return this.#reader.locate(messageId);
  }

  override structures(messageIds: readonly string[]): Promise<ReadonlyMap<string, MessageStructure | null>> {
    const { context } = this.later;
    return this.mail.views.structures.get(context, this.bal, messageIds, (missing) =>
      this.#reader.openedStructures(missing),
    );
  }

  override summaries(messageIds: readonly string[]): Promise<ReadonlyMap<string, MessageSummary>> {
    return this.#reader.summaries(messageIds);
  }

  override async search(folderId: string, key: SearchKey): Promise<Outcome<readonly number[]>> {
    const mayLook = !this.later.isOpen && isReasonable(key) && isToldByItems(key);
    const view = mayLook ? await this.#view(folderId) : null;
    // Nobody else is served meanwhile: what takes long is PostgreSQL's, which can be stopped.
    const isShort = view && isShortWork(key, view.folder.messages);
    return isShort ? done(new Judgement(key, view.all()).matching()) : this.#reader.search(folderId, key);
  }

  override async append(folderId: string, items: readonly NewItem[]): Promise<Outcome<AppendedItems>> {
    const [only, ...others] = items;
    const place = { context: this.later.context, balId: this.bal, folderId };
    const isAlone = only && others.length === 0 && !this.later.isOpen;
    const appended = isAlone ? await appendLetter(this.mail, place, only) : null;
    return appended ?? this.#inside.append(folderId, items);
  }

  override async storeFlags(
    folderId: string,
    uids: UidSet,
    change: FlagChange,
  ): Promise<Outcome<FlaggedItems>> {
    const place = { context: this.later.context, balId: this.bal, folderId };
    const changed = this.later.isOpen ? null : await changeFlags(this.mail, place, uids, change);
    return changed ?? this.#inside.storeFlags(folderId, uids, change);
  }

  get #reader(): PgFolders {
    return this.later.isOpen ? this.#inside : this.#reads;
  }

  #view(folderId: string): Promise<FolderView | null> {
    return this.mail.views.current(this.later.context, this.bal, folderId);
  }

  /** Whatever was or was not announced, a folder is as its row says. */
  #notice<F extends readonly Folder[]>(rows: F): F {
    for (const { id, highestModseq } of rows) this.mail.views.notice(id, highestModseq);
    return rows;
  }
}
