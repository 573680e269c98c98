import { type FolderStore, holds, type UidRange, type UidSet } from '@cachet/mss-core/messaging';
import type { Session } from './session.js';

/** The messages that this session was told of before any other: those that bear \Recent for it (RFC 3501 §2.3.2). */
export class RecentUids {
  /** Disjoint and ascending. */
  readonly #ranges: UidRange[] = [];

  get uids(): UidSet {
    return this.#ranges;
  }

  has(uid: number): boolean {
    return holds(this.#ranges, uid);
  }

  /** What comes later has higher uids. */
  add(range: UidRange | null): void {
    if (!range) return;
    const last = this.#ranges.at(-1);
    const first = Math.max(range.first, (last?.last ?? 0) + 1);
    if (first > range.last) return;
    if (last && first === last.last + 1) this.#ranges.splice(-1, 1, { first: last.first, last: range.last });
    else this.#ranges.push({ first, last: range.last });
  }

  forget(): void {
    this.#ranges.length = 0;
  }
}

/**
 * The uids of a folder that are recent for this session. RFC 3501 §6.3.2: who only looks leaves them recent for others; RFC 9051
 * appendix E: IMAP4rev2 knows nothing of them.
 */
export async function recentFor(
  { rev2 }: Session,
  folders: FolderStore,
  folder: { readonly id: string; readonly readOnly: boolean },
  whose: 'sure' | 'atOnce',
): Promise<UidRange | null> {
  if (rev2) return null;
  if (!folder.readOnly) return folders.claimRecent(folder.id, whose);
  const now = await folders.byId(folder.id);
  return now && now.recentFrom < now.uidNext ? { first: now.recentFrom, last: now.uidNext - 1 } : null;
}
