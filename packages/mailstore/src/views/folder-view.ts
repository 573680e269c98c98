import {
  type Folder,
  type FolderChanges,
  type FolderItem,
  type FolderOpening,
  normalized,
  SEEN,
  type UidRange,
  type UidSet,
  uidSetOf,
} from '@cachet/mss-core';
import { rangeBelow } from '../folders/recent-uids.js';
import { ItemColumns } from './item-columns.js';
import type { FolderNews } from './view-rows.js';

/** Changes remembered one by one, for the sessions that have not seen them yet; beyond, the database is asked. */
const REMEMBERED = 5_000;
/** Some more are kept, so that the oldest leave many at a time. */
const MOST_REMEMBERED = 6_000;

/** What happened in one refreshing. */
interface Step {
  /** The folder's modseq after it. */
  readonly modseq: number;
  readonly changed: readonly number[];
  readonly expunged: readonly number[];
}

/** One folder in memory: what was committed in it up to its `modseq`, for every session of this process that may read it. */
export class FolderView {
  readonly #items = new ItemColumns();
  #steps: Step[] = [];
  #remembered = 0;
  /** All that happened after this modseq is among the steps. */
  #rememberedFrom: number;
  #folder: Folder;

  constructor(news: FolderNews) {
    this.#folder = news.folder;
    this.#items.reserve(news.changed.length);
    for (const row of news.changed) this.#items.put(row);
    this.#rememberedFrom = news.folder.highestModseq;
  }

  get folder(): Folder {
    return this.#folder;
  }

  /** Octets held. */
  get size(): number {
    return this.#items.size + this.#remembered * 16 + 1_000;
  }

  get opening(): FolderOpening {
    const borne = [...this.#items.flagsBorne];
    const unseen = this.#items.firstWithout(SEEN);
    return {
      folder: this.#folder,
      uids: this.#items.uids,
      keywords: borne.filter((flag) => !flag.startsWith('\\')).sort(),
      firstUnseen: unseen < 0 ? null : unseen + 1,
    };
  }

  all(): Iterable<FolderItem> {
    return this.#items.all();
  }

  items(uids: UidSet): readonly FolderItem[] {
    return this.#items.among(normalized(uids));
  }

  /** RFC 7162 §3.1, as long as the steps since then are remembered; null beyond. */
  changesSince(modseq: number): FolderChanges | null {
    if (modseq < this.#rememberedFrom) return null;
    // From the end: nearly all who ask have seen all but the last.
    const steps = this.#steps.slice(this.#steps.findLastIndex((step) => step.modseq <= modseq) + 1);
    const uids = new Set(steps.flatMap(({ changed }) => changed));
    const items = this.#items.among(uidSetOf(uids));
    return {
      highestModseq: this.#folder.highestModseq,
      changed: items.filter((item) => item.modseq > modseq),
      expunged: [...new Set(steps.flatMap(({ expunged }) => expunged))].sort((a, b) => a - b),
      uids: this.#items.uids,
    };
  }

  /** The uids that no session was told of; whoever asks tells them. */
  claimRecent(): UidRange | null {
    const { recentFrom, uidNext } = this.#folder;
    if (recentFrom < uidNext) this.#folder = { ...this.#folder, recentFrom: uidNext };
    return rangeBelow(recentFrom, uidNext);
  }

  /** Takes in what was committed since its modseq. */
  apply({ folder, changed, expunged }: FolderNews): void {
    for (const row of changed) this.#items.put(row);
    this.#items.remove(expunged);
    const { recentFrom } = this.#folder;
    this.#folder = folder.recentFrom < recentFrom ? { ...folder, recentFrom } : folder;
    if (changed.length + expunged.length === 0) return;
    this.#steps.push({ modseq: folder.highestModseq, changed: changed.map(({ uid }) => uid), expunged });
    this.#remembered += changed.length + expunged.length;
    if (this.#remembered > MOST_REMEMBERED) this.#forgetOldest();
  }

  #forgetOldest(): void {
    let count = 0;
    for (const { modseq, changed, expunged } of this.#steps) {
      if (this.#remembered <= REMEMBERED) break;
      this.#remembered -= changed.length + expunged.length;
      this.#rememberedFrom = modseq;
      count += 1;
    }
    this.#steps = this.#steps.slice(count);
  }
}
