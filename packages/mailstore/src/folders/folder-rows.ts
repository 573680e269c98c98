import type { Folder, FolderName, SpecialFolder } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';

/** A folder as its table tells it; its name went through the core's parser before it was written. */
export interface FolderRow {
  id: string;
  bal_id: string;
  name: FolderName;
  special_use: SpecialFolder | null;
  subscribed: boolean;
  uid_validity: number;
  uid_next: number;
  recent_from: number;
  highest_modseq: number;
  message_count: number;
  unseen_count: number;
  size_bytes: number;
}

export const FOLDER_COLUMNS = `f.id, f.bal_id, f.name, f.special_use, f.subscribed, f.uid_validity, f.uid_next, f.recent_from,
  f.highest_modseq, f.message_count, f.unseen_count, f.size_bytes`;

/** Every folder of the BAL, INBOX first, then by name. */
export function foldersOf(sql: TenantSql, balId: string): Promise<readonly Folder[]> {
  return foldersOfBals(sql, [balId]);
}

/** Every folder of these BAL, those of one in the same order. A BAL nobody has opened yet has none. */
export async function foldersOfBals(sql: TenantSql, balIds: readonly string[]): Promise<readonly Folder[]> {
  const rows = await sql.query<FolderRow>(
    `select ${FOLDER_COLUMNS} from mail_folder f where bal_id = any($1::uuid[])
      order by special_use is distinct from 'inbox', name`,
    [balIds],
  );
  return rows.map(folderOf);
}

export async function foldersById(
  sql: TenantSql,
  balId: string,
  ids: readonly string[],
): Promise<readonly Folder[]> {
  const rows = await sql.query<FolderRow>(
    `select ${FOLDER_COLUMNS} from mail_folder f where id = any($1::uuid[]) and bal_id = $2`,
    [ids, balId],
  );
  return rows.map(folderOf);
}

export async function folderById(sql: TenantSql, balId: string, id: string): Promise<Folder | null> {
  const [folder] = await foldersById(sql, balId, [id]);
  return folder ?? null;
}

export async function folderByName(sql: TenantSql, balId: string, name: string): Promise<Folder | null> {
  const [row] = await sql.query<FolderRow>(
    `select ${FOLDER_COLUMNS} from mail_folder f where bal_id = $1 and name = $2`,
    [balId, name],
  );
  return row ? folderOf(row) : null;
}

/**
 * Holds these folders until the transaction ends: nobody else gives uids, changes items or counters in them meanwhile.
 * Always in order of id, so that two who want the same folders never wait for each other. Absent ones are left out.
 */
export async function holdFolders(
  sql: TenantSql,
  balId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Folder>> {
  const rows = await sql.query<FolderRow>(
    `select ${FOLDER_COLUMNS} from mail_folder f where bal_id = $1 and id = any($2::uuid[]) order by id for no key update`,
    [balId, ids],
  );
  return new Map(rows.map((row) => [row.id, folderOf(row)]));
}

export function folderOf(row: FolderRow): Folder {
  return {
    id: row.id,
    balId: row.bal_id,
    name: row.name,
    specialUse: row.special_use,
    subscribed: row.subscribed,
    uidValidity: row.uid_validity,
    uidNext: row.uid_next,
    recentFrom: row.recent_from,
    highestModseq: row.highest_modseq,
    messages: row.message_count,
    unseen: row.unseen_count,
    size: row.size_bytes,
  };
}
