import {
  ALL_UIDS,
  type Folder,
  type FolderChanges,
  type FolderItem,
  type UidSet,
} from '@cachet/mss-core/messaging';
import type { ResponseWriter } from '../wire/response-writer.js';
import { flagList } from '../wire/text.js';
import { KnownFlags } from './known-flags.js';
import { RecentUids } from './recent-uids.js';
import { SequenceMap } from './sequence-map.js';
import { tellVanished } from './vanished.js';

/** How a client hears news. */
export interface TellMode {
  readonly mayExpunge: boolean;
  readonly withModseq: boolean;
  /** RFC 7162 §3.2.10: VANISHED instead of EXPUNGE. */
  readonly vanished: boolean;
  /** IMAP4rev2 knows no \Recent (RFC 9051 appendix E). */
  readonly withRecent: boolean;
  /** False where the client did not ask for them now (RFC 5465): flags wait for its next command. */
  readonly withFlags: boolean;
}

/** A folder as one session sees it: what the client was told, and what it has still to be told. */
export class SelectedFolder {
  readonly id: string;
  readonly name: Folder['name'];
  readonly uidValidity: number;
  readonly sequence: SequenceMap;
  /** Uids whose content was opened in this session, so that a reading is traced once. */
  readonly opened = new Set<number>();
  /** Uids the last SEARCH that asked for it saved as `$` (RFC 5182); those that left since name nothing. */
  saved: UidSet = NOTHING;
  readonly flags: KnownFlags;
  readonly recent = new RecentUids();
  /** Something was committed in this folder since it was last looked at. */
  stale = false;
  #modseq: number;
  #arrived = false;
  /** Every uid of the folder as last looked at, shared with other sessions. */
  #shared: Uint32Array;
  readonly #gone = new Set<number>();
  readonly #changed = new Map<number, FolderItem>();
  /** Modseqs the client learnt from answers to its own commands: not told a second time. */
  readonly #told = new Map<number, number>();

  constructor(
    folder: Folder,
    uids: Uint32Array,
    readonly readOnly: boolean,
  ) {
    this.id = folder.id;
    this.name = folder.name;
    this.uidValidity = folder.uidValidity;
    this.#modseq = folder.highestModseq;
    this.sequence = new SequenceMap(uids);
    this.#shared = uids;
    this.flags = new KnownFlags(readOnly);
  }

  /** Up to where this session knows the folder's history. */
  get modseq(): number {
    return this.#modseq;
  }

  /** Whether messages came that this session does not know. */
  isNew({ changed }: FolderChanges): boolean {
    return changed.some(({ uid }) => uid > this.sequence.lastUid);
  }

  /** Takes in what happened since `modseq`. */
  absorb({ highestModseq, changed, expunged, uids }: FolderChanges): void {
    if (uids) this.#shared = uids;
    for (const item of changed) this.#absorbItem(item);
    this.noteGone(expunged);
    this.#modseq = highestModseq;
    // What was committed while the changes were read comes again next time; it need not be told again.
    this.#told.clear();
    for (const item of changed) if (item.modseq > highestModseq) this.#told.set(item.uid, item.modseq);
  }

  #absorbItem(item: FolderItem): void {
    if (item.uid > this.sequence.lastUid) {
      this.sequence.append(item.uid);
      this.#arrived = true;
    } else if (this.#told.get(item.uid) !== item.modseq) {
      this.#changed.set(item.uid, item);
    }
  }

  /** How many of the messages the client knows it was told of first. */
  get recentCount(): number {
    return this.sequence.countAmong(this.recent.uids);
  }

  /** A message's flags as this session shows them. */
  flagsOf({ uid, flags }: Pick<FolderItem, 'uid' | 'flags'>): string {
    return flagList(flags, this.recent.has(uid));
  }

  /** A folder deleted meanwhile is, to those who have it open, a folder that lost its messages. */
  whenDeleted(): FolderChanges {
    return { highestModseq: this.#modseq, changed: [], expunged: this.sequence.among(ALL_UIDS) };
  }

  /** These items' state was just answered to the client. */
  noteTold(items: readonly FolderItem[]): void {
    for (const { uid, modseq } of items) {
      this.#told.set(uid, modseq);
      this.#changed.delete(uid);
    }
  }

  noteGone(uids: readonly number[]): void {
    for (const uid of uids) if (this.sequence.numberOf(uid) !== null) this.#gone.add(uid);
  }

  /** True when a uid left the folder and the client was not yet told. */
  isGone(uid: number): boolean {
    return this.#gone.has(uid);
  }

  /**
   * Tells the client what it does not know yet. Numbers shift with every EXPUNGE, so while a command may still
   * speak of message numbers (RFC 3501 §7.4.1) expunges are held back.
   */
  tell(out: ResponseWriter, mode: TellMode): void {
    if (mode.mayExpunge) this.#tellGone(out, mode.vanished);
    if (this.#arrived) {
      out.line(`* ${this.sequence.count} EXISTS`);
      if (mode.withRecent) out.line(`* ${this.recentCount} RECENT`);
      this.#arrived = false;
    }
    if (mode.withFlags) {
      this.flags.announce(out, this.#changed.values());
      for (const item of this.#changed.values()) this.#tellFlags(out, item, mode.withModseq);
      this.#changed.clear();
    }
    this.sequence.share(this.#shared);
  }

  #tellGone(out: ResponseWriter, vanished: boolean): void {
    if (this.#gone.size === 0) return;
    const numbers = this.sequence.forget(this.#gone);
    if (vanished) tellVanished(out, this.#gone, 'now');
    else for (const number of numbers) out.line(`* ${number} EXPUNGE`);
    for (const uid of this.#gone) {
      this.#changed.delete(uid);
      this.opened.delete(uid);
    }
    this.#gone.clear();
  }

  #tellFlags(out: ResponseWriter, item: FolderItem, withModseq: boolean): void {
    const number = this.sequence.numberOf(item.uid);
    if (number === null) return;
    const modseq = withModseq ? ` MODSEQ (${item.modseq})` : '';
    out.line(`* ${number} FETCH (UID ${item.uid} FLAGS ${this.flagsOf(item)}${modseq})`);
  }
}

const NOTHING: UidSet = [];
