import type { MessageStructure } from '../mime/index.js';
import type { Outcome } from '../outcome/index.js';
import type { Flag } from './flags.js';
import type { FolderName } from './folder-name.js';
import type { ReceivedMessage, SpecialFolder } from './ports.js';
import type { SearchKey } from './search.js';
import type { UidRange, UidSet } from './uid-set.js';

/** A folder of a BAL with its counters, true at one moment. Sizes in octets. */
export interface Folder {
  readonly id: string;
  readonly balId: string;
  readonly name: FolderName;
  readonly specialUse: SpecialFolder | null;
  readonly subscribed: boolean;
  readonly uidValidity: number;
  readonly uidNext: number;
  /** Uids from this one on were not told to any session yet (\Recent, RFC 3501 §2.3.2). */
  readonly recentFrom: number;
  readonly highestModseq: number;
  readonly messages: number;
  /** Messages without \Seen. */
  readonly unseen: number;
  readonly size: number;
}

/** Which folder, without what lies in it. */
export type FolderPlace = Pick<Folder, 'id' | 'name' | 'specialUse'>;

/** One message as it lies in one folder. `messageId` is our internal id, the same wherever the same bytes lie in this tenant. */
export interface FolderItem {
  readonly uid: number;
  readonly messageId: string;
  readonly flags: readonly Flag[];
  readonly internalDate: Date;
  /** When it came into this folder (RFC 8514). */
  readonly savedAt: Date;
  readonly modseq: number;
  readonly size: number;
}

/** What is known of a message without its parts. */
export type MessageSummary = Pick<MessageStructure, 'envelope' | 'facts'>;

/** An item found anywhere in the BAL. */
export interface LocatedItem extends FolderItem {
  readonly folderId: string;
}

/** What happened in a folder after a modseq (RFC 7162): items new or changed, uids gone. */
export interface FolderChanges {
  readonly highestModseq: number;
  readonly changed: readonly FolderItem[];
  readonly expunged: readonly number[];
  /** Every uid in the folder now, ascending, when at hand: shared, written to by nobody. */
  readonly uids?: Uint32Array;
}

/** What opening a folder tells before any message is looked at. */
export interface FolderOpening {
  readonly folder: Folder;
  /** Ascending; shared by those who opened it, written to by nobody. */
  readonly uids: Uint32Array;
  /** Flags of the clients' own that some message bears. */
  readonly keywords: readonly Flag[];
  /** Number of the first message without \Seen; null when all bear it. */
  readonly firstUnseen: number | null;
}

export interface NewItem {
  readonly message: ReceivedMessage;
  readonly flags: readonly Flag[];
  readonly internalDate: Date;
}

/** Uids given to appended messages, in the order given (APPENDUID, RFC 4315). */
export interface AppendedItems {
  readonly uidValidity: number;
  readonly modseq: number;
  readonly items: readonly { readonly uid: number; readonly messageId: string }[];
}

/** Which uid became which (COPYUID, RFC 4315), in ascending order of `from`. */
export interface TransferredItems {
  readonly uidValidity: number;
  readonly pairs: readonly { readonly from: number; readonly to: number }[];
}

export interface FlagChange {
  readonly mode: 'add' | 'remove' | 'set';
  readonly flags: readonly Flag[];
  /** RFC 7162 UNCHANGEDSINCE: items changed after this modseq are left alone and named in `modified`. */
  readonly unchangedSince?: number;
}

export interface FlaggedItems {
  /** Every item concerned, as it now is. An item whose flags did not change keeps its modseq. */
  readonly items: readonly FolderItem[];
  readonly modified: readonly number[];
}

export interface ExpungedItems {
  readonly uids: readonly number[];
  readonly highestModseq: number;
}

/**
 * The folders of ONE BAL, within ONE transaction of its tenant. A folder or message of another BAL is unknown here, and who may
 * read or write the BAL was decided before opening it. Writing does everything or nothing: items, counters, quota, uid, modseq,
 * trace and announcement (topic `folder`) share the transaction. Folders are locked until it ends: keep it short.
 */
export interface FolderStore {
  /** Every folder, INBOX first, then by name. Special folders exist from the first look. */
  list(): Promise<readonly Folder[]>;
  byId(folderId: string): Promise<Folder | null>;
  /** Those that are there, in no order; their items are not looked at. */
  these(folderIds: readonly string[]): Promise<readonly Folder[]>;
  byName(name: FolderName): Promise<Folder | null>;
  /** The same for whoever only puts something there: what lies in it is not looked at. */
  placeNamed(name: FolderName): Promise<FolderPlace | null>;
  /**
   * Creates it and the folders above it, subscribed unless said otherwise; a name that was kept stays so. Refuses folderExists, and
   * limitReached beyond 1,000 folders.
   */
  create(name: FolderName, subscribed?: boolean): Promise<Outcome<Folder>>;
  /** Renames it and those below it; subscribed names are kept, under the old name as under the new one. Refuses folderUnknown, folderReserved (special folders), folderExists. */
  rename(folderId: string, name: FolderName): Promise<Outcome<Folder>>;
  /** Deletes it with its items; folders below it stay, and its name when it was subscribed. Refuses folderUnknown, folderReserved. */
  remove(folderId: string): Promise<Outcome<void>>;
  subscribe(folderId: string, subscribed: boolean): Promise<Outcome<void>>;
  /** Subscribed names that no folder bears any more (RFC 3501 §6.3.6). */
  keptSubscriptions(): Promise<readonly FolderName[]>;
  /** Withdraws one of them. Refuses folderUnknown. */
  dropSubscription(name: FolderName): Promise<Outcome<void>>;

  open(folderId: string): Promise<FolderOpening | null>;
  /**
   * Uids that nobody was told of before; from now on somebody was. `sure`: other processes are asked; `atOnce`: nobody is waited for, and
   * another process may tell the same. Null when there are none.
   */
  claimRecent(folderId: string, whose: 'sure' | 'atOnce'): Promise<UidRange | null>;
  /** How many items lie there from this uid on. */
  countFrom(folderId: string, uid: number): Promise<number>;
  /** Items in ascending uid; unknown folder: none. */
  items(folderId: string, uids: UidSet): Promise<readonly FolderItem[]>;
  /** The newest items, descending uid, below `beforeUid` when given. */
  newest(
    folderId: string,
    page: { readonly limit: number; readonly beforeUid?: number },
  ): Promise<readonly FolderItem[]>;
  /** The items just above that uid, ascending. */
  above(
    folderId: string,
    page: { readonly limit: number; readonly uid: number },
  ): Promise<readonly FolderItem[]>;
  /** Everywhere a message lies in this BAL; empty when it does not. */
  locate(messageId: string): Promise<readonly LocatedItem[]>;
  changesSince(folderId: string, modseq: number): Promise<FolderChanges>;
  /**
   * Structures of messages of this BAL, by message id; those elsewhere are absent, those of which the store no longer has what was written
   * are null. Where structures are large, of the first ones only (at least one): ask again for those that follow (`StructuresInTurn`).
   * Ask by batches of a few hundred.
   */
  structures(messageIds: readonly string[]): Promise<ReadonlyMap<string, MessageStructure | null>>;
  /** What lists, sorts and threads need of messages of this BAL, by message id. Ask by batches of a few hundred. */
  summaries(messageIds: readonly string[]): Promise<ReadonlyMap<string, MessageSummary>>;
  /** Uids that match, ascending. Refuses limitReached when too much content would have to be read. */
  search(folderId: string, key: SearchKey): Promise<Outcome<readonly number[]>>;

  /**
   * A program's own copy of a letter that was filed in Sent when it was sent: the one there stays and takes its marks. Null when there is
   * none, or in another folder.
   */
  markSentCopy(folderId: string, copy: NewItem): Promise<AppendedItems | null>;
  /** Refuses folderUnknown, quotaExceeded. Several messages enter together or not at all; one is tried as a sent copy first. */
  append(folderId: string, items: readonly NewItem[]): Promise<Outcome<AppendedItems>>;
  /** Refuses folderUnknown, quotaExceeded. Flags and internal dates are kept; uids that are not there are passed over. */
  copy(folderId: string, uids: UidSet, targetFolderId: string): Promise<Outcome<TransferredItems>>;
  move(folderId: string, uids: UidSet, targetFolderId: string): Promise<Outcome<TransferredItems>>;
  storeFlags(folderId: string, uids: UidSet, change: FlagChange): Promise<Outcome<FlaggedItems>>;
  /** Removes the items among `uids` that bear \Deleted. The bytes go with the last item that shows them. */
  expunge(folderId: string, uids: UidSet): Promise<Outcome<ExpungedItems>>;
}

/**
 * The bytes of messages of one BAL. Unlike FolderStore it may outlive a transaction: messages never change, and a
 * slow reader must not hold a database connection.
 */
export interface MessageBytes {
  /**
   * `range` in octets from the first one, cut to the message's size; absent: all. Null when the message is not in this BAL.
   * Reading throws when the message is removed for good meanwhile.
   */
  open(
    messageId: string,
    range?: { readonly start: number; readonly end: number },
  ): Promise<StoredBytes | null>;
  /** The same, with these short ranges read in one trip, and held: `open` asks for none of them any more. */
  ahead(ranges: readonly MessageRange[]): Promise<MessageBytes>;
}

export interface MessageRange {
  readonly messageId: string;
  readonly start: number;
  readonly end: number;
}

export interface StoredBytes {
  /** Size of the whole message, whatever the range. */
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}
