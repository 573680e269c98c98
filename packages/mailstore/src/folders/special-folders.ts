import { SPECIAL_FOLDER_NAMES, type SpecialFolder } from '@cachet/mss-core';
import { newRowId, type TenantSql } from '@cachet/schema';

export const SPECIAL_FOLDERS: readonly SpecialFolder[] = [
  'inbox',
  'sent',
  'drafts',
  'trash',
  'junk',
  'archive',
];

/**
 * Creates the special folders a BAL still lacks. They are never deleted nor renamed, so the moment of creation is
 * UIDVALIDITY enough.
 */
export async function createSpecialFolders(sql: TenantSql, balId: string): Promise<void> {
  await sql.query(
    `insert into mail_folder (tenant_id, id, bal_id, name, special_use, uid_validity, created_at)
     select $1, s.id, $2, s.name, s.use, floor(extract(epoch from clock_timestamp()))::bigint, $3
       from unnest($4::uuid[], $5::text[], $6::text[]) as s(id, name, use)
     on conflict do nothing`,
    [
      sql.context.tenantId,
      balId,
      sql.context.at,
      SPECIAL_FOLDERS.map(() => newRowId()),
      SPECIAL_FOLDERS.map((use) => SPECIAL_FOLDER_NAMES[use]),
      SPECIAL_FOLDERS,
    ],
  );
}
