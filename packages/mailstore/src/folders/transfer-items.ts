import {
  done,
  type Folder,
  type FolderItem,
  type Journal,
  type Outcome,
  refused,
  type TransferredItems,
  type UidSet,
  uidSetOf,
  uidSetText,
} from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { dropItems, sizeOf } from './drop-items.js';
import { holdFolders } from './folder-rows.js';
import { itemsIn } from './item-rows.js';
import { placeItems } from './place-items.js';
import { takeRoom } from './quota.js';

/** COPY and MOVE (RFC 6851). A move takes no room: the items leave where they were in the same transaction. */
export async function transferItems(
  sql: TenantSql,
  journal: Journal,
  balId: string,
  way: 'copy' | 'move',
  { from, to, uids }: { readonly from: string; readonly to: string; readonly uids: UidSet },
): Promise<Outcome<TransferredItems>> {
  const held = await holdFolders(sql, balId, [from, to]);
  const source = held.get(from);
  const target = held.get(to);
  if (!source || !target) return refused('folderUnknown');
  const items = await itemsIn(sql, balId, from, uids);
  if (items.length === 0) return done({ uidValidity: target.uidValidity, pairs: [] });
  if (way === 'copy' && !(await takeRoom(sql, balId, sizeOf(items)))) return refused('quotaExceeded');
  if (way === 'move') await dropItems(sql, from, items);
  const mark = await placeItems(sql, to, items);
  const pairs = items.map(({ uid }, index) => ({ from: uid, to: mark.firstUid + index }));
  await journal.record([transferTrace(way, balId, { source, target, items, firstUid: mark.firstUid })]);
  return done({ uidValidity: target.uidValidity, pairs });
}

interface Transfer {
  readonly source: Folder;
  readonly target: Folder;
  readonly items: readonly FolderItem[];
  readonly firstUid: number;
}

function transferTrace(way: 'copy' | 'move', balId: string, { source, target, items, firstUid }: Transfer) {
  const [first] = items;
  return {
    kind: 'message.copied',
    outcome: 'ok',
    balId,
    messageId: items.length === 1 && first ? first.messageId : null,
    facts: {
      moved: way === 'move',
      folderId: source.id,
      uids: uidSetText(uidSetOf(items.map(({ uid }) => uid))),
      targetId: target.id,
      targetUids: uidSetText([{ first: firstUid, last: firstUid + items.length - 1 }]),
    },
  } as const;
}
