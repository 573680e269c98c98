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
 * Creates the special folders that these BAL still lack. They are never deleted nor renamed, so the moment of creation is UIDVALIDITY enough.
 */
export async function createSpecialFolders(sql: TenantSql, balIds: readonly string[]): Promise<void> {
  // One order for all: of two who create the same, one waits and finds them.
  const lacking = [...balIds].sort().flatMap((balId) => SPECIAL_FOLDERS.map((use) => ({ balId, use })));
  await sql.query(
    `insert into mail_folder (tenant_id, id, bal_id, name, special_use, uid_validity, created_at)
     select $1, s.id, s.bal_id, s.name, s.use, floor(extract(epoch from clock_timestamp()))::bigint, $2
       from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[]) as s(id, bal_id, name, use)
     on conflict do nothing`,
    [
      sql.context.tenantId,
      sql.context.at,
      lacking.map(() => newRowId()),
      lacking.map(({ balId }) => balId),
      lacking.map(({ use }) => SPECIAL_FOLDER_NAMES[use]),
      lacking.map(({ use }) => use),
    ],
  );
}
