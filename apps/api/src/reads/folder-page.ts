import type { PgFolders } from '@cachet/mailstore';
import type { FolderItem } from '@cachet/mss-core';
import { behind, sizeOf, type Walk, wantedBy } from '@cachet/schema';
import type { MessageConnection } from '../types/message.js';
import type { PageArguments } from '../types/page.js';
import type { LocatedFolder, LocatedMessage } from './located.js';
import { connectionOf, readPageBy, textOf } from './page.js';
import { showMessage } from './show-message.js';
import { spoken } from './spoken.js';

/** What a walk met; `next` is the uid from which the following one goes on, null when there is none. */
interface Met {
  readonly rows: readonly LocatedMessage[];
  readonly next: number | null;
}

/** A page of the messages of a folder, newest first. @throws GraphQLError oneDirectionNeeded, inputInvalid. */
export async function folderPage(
  folder: LocatedFolder,
  page: PageArguments,
  folders: PgFolders,
): Promise<MessageConnection> {
  const request = spoken(readPageBy(page, uidIn));
  const size = sizeOf(request);
  const walk = wantedBy(request);
  let met = await walked(folder, walk, size, folders);
  // A page of damaged messages alone shows nothing, and would lead nowhere.
  while (met.rows.length === 0 && met.next !== null)
    met = await walked(folder, { ...walk, from: met.next }, size, folders);
  const back = behind(request);
  const isAnythingBehind = back !== null && (await itemsAlong(folders, folder.id, back)).length > 0;
  const hasMore = met.next !== null;
  const found = walk.isBackward
    ? { rows: met.rows.toReversed(), hasPrevious: hasMore, hasNext: isAnythingBehind }
    : { rows: met.rows, hasPrevious: isAnythingBehind, hasNext: hasMore };
  return connectionOf(
    found,
    (message) => message,
    ({ item }) => String(item.uid),
  );
}

async function walked(
  { at, id }: LocatedFolder,
  walk: Walk<number>,
  size: number,
  folders: PgFolders,
): Promise<Met> {
  const items = await itemsAlong(folders, id, walk);
  const wanted = items.slice(0, size);
  const structures = await folders.structures(wanted.map(({ messageId }) => messageId));
  // The store answers for as many as memory should hold; what follows is the next page's.
  const known = wanted.findLastIndex(({ messageId }) => structures.has(messageId)) + 1 || size;
  const shown = wanted.slice(0, known);
  const rows = shown.flatMap((item) => {
    const structure = structures.get(item.messageId);
    return structure ? [showMessage(at, id, item, structure)] : [];
  });
  return { rows, next: items.length > known ? (shown.at(-1)?.uid ?? null) : null };
}

/** Uids go down in the list: backward is up. */
function itemsAlong(
  folders: PgFolders,
  folderId: string,
  { from, includesFrom, isBackward, limit }: Walk<number>,
): Promise<readonly FolderItem[]> {
  const itself = includesFrom ? 1 : 0;
  if (isBackward) return folders.above(folderId, { uid: (from ?? 0) - itself, limit });
  return folders.newest(folderId, { limit, ...(from === null ? {} : { beforeUid: from + itself }) });
}

function uidIn(cursor: string): number | null {
  const text = textOf(cursor);
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
}
