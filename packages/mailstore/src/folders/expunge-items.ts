import {
  DELETED,
  done,
  type ExpungedItems,
  type Folder,
  type FolderItem,
  type Journal,
  type Outcome,
  refused,
  type UidSet,
} from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { removeOrphans } from '../bytes/remove-orphans.js';
import { dropItems, sizeOf } from './drop-items.js';
import { holdFolders } from './folder-rows.js';
import { itemsIn } from './item-rows.js';
import { giveRoomBack } from './quota.js';

/** EXPUNGE and UID EXPUNGE (RFC 4315): items bearing \Deleted, and the bytes nothing shows any more. */
export async function expungeItems(
  sql: TenantSql,
  journal: Journal,
  balId: string,
  folderId: string,
  uids: UidSet,
): Promise<Outcome<ExpungedItems>> {
  const folder = (await holdFolders(sql, balId, [folderId])).get(folderId);
  if (!folder) return refused('folderUnknown');
  const items = (await itemsIn(sql, balId, folderId, uids)).filter(({ flags }) => flags.includes(DELETED));
  if (items.length === 0) return done({ uids: [], highestModseq: folder.highestModseq });
  const { modseq } = await dropItems(sql, folderId, items);
  await forgetItems(sql, journal, folder, items);
  return done({ uids: items.map(({ uid }) => uid), highestModseq: modseq });
}

/** What follows the loss of items: room given back, bytes removed with their last item, one trace for each. */
export async function forgetItems(
  sql: TenantSql,
  journal: Journal,
  folder: Folder,
  items: readonly FolderItem[],
): Promise<void> {
  await giveRoomBack(sql, folder.balId, sizeOf(items));
  const removed = new Set(await removeOrphans(sql, [...new Set(items.map(({ messageId }) => messageId))]));
  await journal.record(
    items.map(({ uid, messageId, size }) => ({
      kind: 'message.expunged',
      outcome: 'ok',
      balId: folder.balId,
      messageId,
      facts: { folderId: folder.id, uid, size, bytesRemoved: removed.has(messageId) },
    })),
  );
}
