import {
  ALL_UIDS,
  done,
  type Folder,
  type FolderName,
  type Journal,
  namesAbove,
  type Outcome,
  parseFolderName,
  refused,
} from '@cachet/mss-core';
import { newRowId, type TenantSql } from '@cachet/schema';
import { forgetItems } from './expunge-items.js';
import { folderById, folderByName, holdFolders } from './folder-rows.js';
import { itemsIn } from './item-rows.js';
import { keepSubscriptions, releaseSubscriptions } from './kept-subscriptions.js';
import { createSpecialFolders } from './special-folders.js';

/** Most folders of one BAL. */
const MAX_FOLDERS = 1000;

/** RFC 3501 §6.3.3: the folders above come with it. */
export async function createFolder(
  sql: TenantSql,
  journal: Journal,
  balId: string,
  name: FolderName,
  subscribed: boolean,
): Promise<Outcome<Folder>> {
  await createSpecialFolders(sql, [balId]);
  if (await folderByName(sql, balId, name)) return refused('folderExists');
  const missing = await missingAmong(sql, balId, [...namesAbove(name), name]);
  if ((await countFolders(sql, balId)) + missing.length > MAX_FOLDERS) return refused('limitReached');
  for (const each of missing) await insertFolder(sql, journal, balId, each, subscribed || each !== name);
  await sql.notify('folders', balId);
  const created = await folderByName(sql, balId, name);
  return created ? done(created) : refused('folderUnknown');
}

/**
 * RFC 3501 §6.3.5: the folders below are renamed too, those above the new name created. RFC 9051 §6.3.6: the original names stay
 * subscribed.
 */
export async function renameFolder(
  sql: TenantSql,
  journal: Journal,
  balId: string,
  folderId: string,
  name: FolderName,
): Promise<Outcome<Folder>> {
  const folder = (await holdFolders(sql, balId, [folderId])).get(folderId);
  if (!folder) return refused('folderUnknown');
  if (folder.specialUse) return refused('folderReserved');
  if (name.startsWith(`${folder.name}/`)) return refused('inputInvalid', { field: 'name' });
  const moves = await renamesBelow(sql, folder, name);
  if (moves.some(({ to }) => parseFolderName(to) !== to)) return refused('inputInvalid', { field: 'name' });
  const taken = moves.map(({ to }) => to);
  if ((await missingAmong(sql, balId, taken)).length < taken.length) return refused('folderExists');
  for (const above of await missingAmong(sql, balId, namesAbove(name))) {
    await insertFolder(sql, journal, balId, above, true);
  }
  const left = moves.filter(({ subscribed }) => subscribed).map(({ from }) => from);
  const kept = await releaseSubscriptions(sql, balId, taken);
  await keepSubscriptions(sql, balId, left);
  for (const { id, to } of moves) {
    await sql.query('update mail_folder set name = $2, subscribed = subscribed or $3 where id = $1', [
      id,
      to,
      kept.has(to),
    ]);
    await sql.notify('folder', id);
    await journal.record([{ kind: 'folder.renamed', outcome: 'ok', balId, facts: { folderId: id } }]);
  }
  await sql.notify('folders', balId);
  return done({ ...folder, name });
}

/** Deletes the folder with its items (RFC 3501 §6.3.4); those below it stay under their names, and its own name subscribed. */
export async function removeFolder(
  sql: TenantSql,
  journal: Journal,
  balId: string,
  folderId: string,
): Promise<Outcome<void>> {
  const folder = (await holdFolders(sql, balId, [folderId])).get(folderId);
  if (!folder) return refused('folderUnknown');
  if (folder.specialUse) return refused('folderReserved');
  const items = await itemsIn(sql, balId, folderId, ALL_UIDS);
  await sql.query('delete from mail_folder where id = $1', [folderId]);
  if (folder.subscribed) await keepSubscriptions(sql, balId, [folder.name]);
  await forgetItems(sql, journal, folder, items);
  await journal.record([
    {
      kind: 'folder.deleted',
      outcome: 'ok',
      balId,
      facts: { folderId, messages: items.length },
    },
  ]);
  await sql.notify('folder', folderId);
  await sql.notify('folders', balId);
  return done(undefined);
}

export async function subscribeFolder(
  sql: TenantSql,
  balId: string,
  folderId: string,
  subscribed: boolean,
): Promise<Outcome<void>> {
  const folder = await folderById(sql, balId, folderId);
  if (!folder) return refused('folderUnknown');
  await releaseSubscriptions(sql, balId, [folder.name]);
  await sql.query('update mail_folder set subscribed = $2 where id = $1', [folderId, subscribed]);
  await sql.notify('folders', balId);
  await sql.notify('folder', folderId);
  return done(undefined);
}

/** A name that no folder bears any more is withdrawn by who subscribed it, and by nobody else (RFC 3501 §6.3.6). */
export async function dropSubscription(
  sql: TenantSql,
  balId: string,
  name: FolderName,
): Promise<Outcome<void>> {
  const dropped = await releaseSubscriptions(sql, balId, [name]);
  if (dropped.size === 0) return refused('folderUnknown');
  await sql.notify('folders', balId);
  return done(undefined);
}

async function insertFolder(
  sql: TenantSql,
  journal: Journal,
  balId: string,
  name: FolderName,
  subscribed: boolean,
): Promise<void> {
  const id = newRowId();
  const kept = await releaseSubscriptions(sql, balId, [name]);
  // RFC 3501 §2.3.1.1: a folder deleted and created again, even within one second, gets a higher UIDVALIDITY.
  await sql.query(
    `with validity as (
       update bal set last_uid_validity =
              greatest(last_uid_validity + 1, floor(extract(epoch from clock_timestamp()))::bigint)
        where id = $3 returning last_uid_validity)
     insert into mail_folder (tenant_id, id, bal_id, name, subscribed, uid_validity, created_at)
     select $1, $2, $3, $4, $5, last_uid_validity, $6 from validity`,
    [sql.context.tenantId, id, balId, name, subscribed || kept.has(name), sql.context.at],
  );
  await sql.notify('folder', id);
  await journal.record([{ kind: 'folder.created', outcome: 'ok', balId, facts: { folderId: id } }]);
}

async function missingAmong(
  sql: TenantSql,
  balId: string,
  names: readonly FolderName[],
): Promise<readonly FolderName[]> {
  const rows = await sql.query<{ name: string }>(
    'select name from mail_folder where bal_id = $1 and name = any($2::text[])',
    [balId, names],
  );
  const present = new Set(rows.map((row) => row.name));
  return names.filter((name) => !present.has(name));
}

async function countFolders(sql: TenantSql, balId: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>('select count(*) from mail_folder where bal_id = $1', [
    balId,
  ]);
  return row?.count ?? 0;
}

interface Rename {
  readonly id: string;
  readonly from: FolderName;
  readonly to: FolderName;
  readonly subscribed: boolean;
}

async function renamesBelow(sql: TenantSql, folder: Folder, name: FolderName): Promise<readonly Rename[]> {
  const below = await sql.query<{ id: string; name: FolderName; subscribed: boolean }>(
    'select id, name, subscribed from mail_folder where bal_id = $1 and starts_with(name, $2) order by name',
    [folder.balId, `${folder.name}/`],
  );
  return [folder, ...below].map((row) => ({
    id: row.id,
    from: row.name,
    subscribed: row.subscribed,
    to: (name + row.name.slice(folder.name.length)) as FolderName,
  }));
}
