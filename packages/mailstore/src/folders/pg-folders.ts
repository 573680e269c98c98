import {
  ALL_UIDS,
  type AppendedItems,
  type ExpungedItems,
  type FlagChange,
  type FlaggedItems,
  type Folder,
  type FolderChanges,
  type FolderItem,
  type FolderName,
  type FolderOpening,
  type FolderPlace,
  type FolderStore,
  type Journal,
  type LocatedItem,
  type MessageStructure,
  type MessageSummary,
  type NewItem,
  type Outcome,
  type SearchKey,
  type TransferredItems,
  type UidRange,
  type UidSet,
} from '@cachet/mss-core';
import { PgJournal, type TenantSql } from '@cachet/schema';
import type { OpenedStructure } from '../bytes/message-key.js';
import type { MailSafe } from '../mail-safe.js';
import { searchFolder } from '../search/search-folder.js';
import { appendItems, markSentCopy } from './append-items.js';
import { expungeItems } from './expunge-items.js';
import { folderById, folderByName, foldersById, foldersOf, holdFolders } from './folder-rows.js';
import { changesIn, countFrom, itemsAbove, itemsIn, itemsShowing, newestItems } from './item-rows.js';
import { keptSubscriptions } from './kept-subscriptions.js';
import {
  createFolder,
  dropSubscription,
  removeFolder,
  renameFolder,
  subscribeFolder,
} from './manage-folders.js';
import { openingOf } from './opening-of.js';
import { moveRecent, rangeBelow } from './recent-uids.js';
import { createSpecialFolders, SPECIAL_FOLDERS } from './special-folders.js';
import { storeFlags } from './store-flags.js';
import { openedStructuresOf, structuresOf, summariesOf } from './structure-rows.js';
import { transferItems } from './transfer-items.js';

/** The folders of one BAL on PostgreSQL, within one transaction of its tenant. */
// EX_GDT_5030: every act on a BAL's content leaves its trace in the transaction that does it.
export class PgFolders implements FolderStore {
  constructor(
    private readonly sql: TenantSql,
    private readonly safe: MailSafe,
    private readonly balId: string,
    private readonly journal: Journal = new PgJournal(sql),
  ) {}

  async list(): Promise<readonly Folder[]> {
    const found = await foldersOf(this.sql, this.balId);
    if (found.filter(({ specialUse }) => specialUse).length === SPECIAL_FOLDERS.length) return found;
    await createSpecialFolders(this.sql, [this.balId]);
    return foldersOf(this.sql, this.balId);
  }

  byId(folderId: string): Promise<Folder | null> {
    return folderById(this.sql, this.balId, folderId);
  }

  /** Holds several until the transaction ends, in the one order in which nobody waits for each other: before work that visits them in turn. */
  async hold(folderIds: readonly string[]): Promise<void> {
    await holdFolders(this.sql, this.balId, [...new Set(folderIds)]);
  }

  these(folderIds: readonly string[]): Promise<readonly Folder[]> {
    return foldersById(this.sql, this.balId, folderIds);
  }

  placeNamed(name: FolderName): Promise<FolderPlace | null> {
    return this.byName(name);
  }

  async byName(name: FolderName): Promise<Folder | null> {
    const found = await folderByName(this.sql, this.balId, name);
    return found ?? (await this.list()).find((folder) => folder.name === name) ?? null;
  }

  create(name: FolderName, subscribed = true): Promise<Outcome<Folder>> {
    return createFolder(this.sql, this.journal, this.balId, name, subscribed);
  }

  rename(folderId: string, name: FolderName): Promise<Outcome<Folder>> {
    return renameFolder(this.sql, this.journal, this.balId, folderId, name);
  }

  remove(folderId: string): Promise<Outcome<void>> {
    return removeFolder(this.sql, this.journal, this.balId, folderId);
  }

  subscribe(folderId: string, subscribed: boolean): Promise<Outcome<void>> {
    return subscribeFolder(this.sql, this.balId, folderId, subscribed);
  }

  keptSubscriptions(): Promise<readonly FolderName[]> {
    return keptSubscriptions(this.sql, this.balId);
  }

  dropSubscription(name: FolderName): Promise<Outcome<void>> {
    return dropSubscription(this.sql, this.balId, name);
  }

  async open(folderId: string): Promise<FolderOpening | null> {
    const folder = await this.byId(folderId);
    return folder && openingOf(folder, await this.items(folder.id, ALL_UIDS));
  }

  async claimRecent(folderId: string, _whose: 'sure' | 'atOnce' = 'sure'): Promise<UidRange | null> {
    const folder = await this.byId(folderId);
    const from = folder && (await moveRecent(this.sql, this.balId, folderId, folder.uidNext));
    return from === null ? null : rangeBelow(from, folder?.uidNext ?? 0);
  }

  countFrom(folderId: string, uid: number): Promise<number> {
    return countFrom(this.sql, this.balId, folderId, uid);
  }

  items(folderId: string, uids: UidSet): Promise<readonly FolderItem[]> {
    return itemsIn(this.sql, this.balId, folderId, uids);
  }

  newest(
    folderId: string,
    page: { readonly limit: number; readonly beforeUid?: number },
  ): Promise<readonly FolderItem[]> {
    return newestItems(this.sql, this.balId, folderId, page);
  }

  above(
    folderId: string,
    page: { readonly limit: number; readonly uid: number },
  ): Promise<readonly FolderItem[]> {
    return itemsAbove(this.sql, this.balId, folderId, page);
  }

  locate(messageId: string): Promise<readonly LocatedItem[]> {
    return itemsShowing(this.sql, this.balId, messageId);
  }

  /** The mark is read first: what is committed between the two statements is told again, never missed. */
  async changesSince(folderId: string, modseq: number): Promise<FolderChanges> {
    const folder = await this.byId(folderId);
    if (!folder) return { highestModseq: 0, changed: [], expunged: [] };
    const changes = await changesIn(this.sql, this.balId, folderId, modseq);
    return { highestModseq: folder.highestModseq, ...changes };
  }

  structures(messageIds: readonly string[]): Promise<ReadonlyMap<string, MessageStructure | null>> {
    return structuresOf(this.sql, this.safe, this.balId, messageIds);
  }

  /** The same with what each weighs, for who keeps them in memory. */
  openedStructures(messageIds: readonly string[]): Promise<ReadonlyMap<string, OpenedStructure | null>> {
    return openedStructuresOf(this.sql, this.safe, this.balId, messageIds);
  }

  summaries(messageIds: readonly string[]): Promise<ReadonlyMap<string, MessageSummary>> {
    return summariesOf(this.sql, this.safe, this.balId, messageIds);
  }

  search(folderId: string, key: SearchKey): Promise<Outcome<readonly number[]>> {
    return searchFolder(this.sql, this.safe, this.balId, folderId, key);
  }

  async markSentCopy(folderId: string, copy: NewItem): Promise<AppendedItems | null> {
    const folder = await this.byId(folderId);
    return folder && markSentCopy(this.sql, this.safe, this.journal, folder, copy);
  }

  append(folderId: string, items: readonly NewItem[]): Promise<Outcome<AppendedItems>> {
    return appendItems(this.sql, this.safe, this.journal, this.balId, folderId, items);
  }

  copy(folderId: string, uids: UidSet, targetFolderId: string): Promise<Outcome<TransferredItems>> {
    const ends = { from: folderId, to: targetFolderId, uids };
    return transferItems(this.sql, this.journal, this.balId, 'copy', ends);
  }

  move(folderId: string, uids: UidSet, targetFolderId: string): Promise<Outcome<TransferredItems>> {
    const ends = { from: folderId, to: targetFolderId, uids };
    return transferItems(this.sql, this.journal, this.balId, 'move', ends);
  }

  storeFlags(folderId: string, uids: UidSet, change: FlagChange): Promise<Outcome<FlaggedItems>> {
    return storeFlags(this.sql, this.journal, this.balId, folderId, uids, change);
  }

  expunge(folderId: string, uids: UidSet): Promise<Outcome<ExpungedItems>> {
    return expungeItems(this.sql, this.journal, this.balId, folderId, uids);
  }
}
