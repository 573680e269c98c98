import { type Flag, type Folder, SEEN } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { advanceFolder, type FolderMark, type FolderStep } from './advance-folder.js';

/** A kept message about to lie in a folder. */
export interface PlacedItem {
  readonly messageId: string;
  readonly size: number;
  readonly flags: readonly Flag[];
  readonly internalDate: Date;
}

/** Puts messages in a folder under the next uids, in the order given. Room was taken before. */
export async function placeItems(
  sql: TenantSql,
  folderId: string,
  items: readonly PlacedItem[],
): Promise<FolderMark> {
  const mark = await advanceFolder(sql, folderId, stepOf(items));
  await insertItems(sql, folderId, mark, items);
  return mark;
}

/** The mark that whoever holds this folder will take next. */
export function nextMark({ uidNext, highestModseq, uidValidity }: Folder): FolderMark {
  return { firstUid: uidNext, modseq: highestModseq + 1, uidValidity };
}

/** The same in a folder that this transaction holds and has not changed: its mark is known, and nothing waits for it. */
export async function placeHeld(
  sql: TenantSql,
  folder: Folder,
  items: readonly PlacedItem[],
): Promise<FolderMark> {
  const mark = nextMark(folder);
  await Promise.all([advanceFolder(sql, folder.id, stepOf(items)), insertItems(sql, folder.id, mark, items)]);
  return mark;
}

function stepOf(items: readonly PlacedItem[]): FolderStep {
  return {
    uids: items.length,
    messages: items.length,
    unseen: items.filter(({ flags }) => !flags.includes(SEEN)).length,
    size: items.reduce((sum, { size }) => sum + size, 0),
  };
}

async function insertItems(
  sql: TenantSql,
  folderId: string,
  mark: FolderMark,
  items: readonly PlacedItem[],
): Promise<void> {
  await sql.query(
    `insert into mail_item
       (tenant_id, folder_id, uid, message_id, size, flags, internal_date, saved_at, modseq)
     select $1, $2, n.uid, n.message_id, n.size, string_to_array(n.flags, ' '), n.internal_date, $3, $4
       from unnest($5::bigint[], $6::uuid[], $7::bigint[], $8::text[], $9::timestamptz[])
         as n(uid, message_id, size, flags, internal_date)`,
    [
      sql.context.tenantId,
      folderId,
      sql.context.at,
      mark.modseq,
      items.map((_, index) => mark.firstUid + index),
      items.map(({ messageId }) => messageId),
      items.map(({ size }) => size),
      items.map(({ flags }) => flags.join(' ')),
      items.map(({ internalDate }) => internalDate.toISOString()),
    ],
  );
}
