import { type FolderItem, SEEN } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { advanceFolder, type FolderMark } from './advance-folder.js';

/** Takes items out of a folder and remembers their uids as gone. Bytes and quota are the caller's concern. */
export async function dropItems(
  sql: TenantSql,
  folderId: string,
  items: readonly FolderItem[],
): Promise<FolderMark> {
  const uids = items.map(({ uid }) => uid);
  const mark = await advanceFolder(sql, folderId, {
    messages: -items.length,
    unseen: -items.filter(({ flags }) => !flags.includes(SEEN)).length,
    size: -sizeOf(items),
  });
  await sql.query('delete from mail_item where folder_id = $1 and uid = any($2::bigint[])', [folderId, uids]);
  await sql.query(
    `insert into mail_expunged (tenant_id, folder_id, uid, modseq)
     select $1, $2, unnest($3::bigint[]), $4`,
    [sql.context.tenantId, folderId, uids, mark.modseq],
  );
  return mark;
}

export function sizeOf(items: readonly { readonly size: number }[]): number {
  return items.reduce((sum, { size }) => sum + size, 0);
}
