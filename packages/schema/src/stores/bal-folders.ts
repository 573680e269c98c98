import { SPECIAL_FOLDER_NAMES } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';

/** Gives a new BAL its special folders. */
export async function addFolders(sql: TenantSql, balId: string, newFolderId: () => string): Promise<void> {
  const { tenantId, at } = sql.context;
  const folders = foldersOf(at, newFolderId);
  await sql.query(
    `insert into mail_folder (tenant_id, id, bal_id, special_use, name, uid_validity, created_at)
     select $1, f.id, $2, f.special_use, f.name, f.uid_validity, $3
       from jsonb_to_recordset($4) as f(id uuid, special_use text, name text, uid_validity bigint)`,
    [tenantId, balId, at, JSON.stringify(folders)],
  );
  await sql.query('update bal set last_uid_validity = $3 where tenant_id = $1 and id = $2', [
    tenantId,
    balId,
    Math.max(...folders.map((folder) => folder.uid_validity)),
  ]);
}

// RFC 3501 §2.3.1.1: seconds since 1970, so that data begun afresh never show a UIDVALIDITY some client remembers.
function foldersOf(at: Date, newFolderId: () => string) {
  const first = Math.floor(at.getTime() / 1000);
  return Object.entries(SPECIAL_FOLDER_NAMES).map(([special_use, name], index) => ({
    id: newFolderId(),
    special_use,
    name,
    uid_validity: first + index,
  }));
}
