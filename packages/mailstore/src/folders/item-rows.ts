import type { Flag, FolderChanges, FolderItem, LocatedItem, UidSet } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { boundRanges } from './uid-ranges.js';

/** Times come as milliseconds and flags as one text: reading a hundred thousand rows is where this counts. */
interface ItemRow {
  uid: number;
  message_id: string;
  flags: string;
  internal_ms: number;
  saved_ms: number;
  modseq: number;
  size: number;
}

const COLUMNS = `i.uid, i.message_id, array_to_string(i.flags, ' ') as flags,
  floor(extract(epoch from i.internal_date) * 1000)::bigint as internal_ms,
  floor(extract(epoch from i.saved_at) * 1000)::bigint as saved_ms, i.modseq, i.size`;

/** The folder $1 when it is of the BAL $2: looked up once, before the items. */
const FOLDER = '(select f.id from mail_folder f where f.id = $1 and f.bal_id = $2)';

/** Items of a folder of that BAL, ascending. Each range is one walk along the key, whatever the planner knows of the table. */
export async function itemsIn(
  sql: TenantSql,
  balId: string,
  folderId: string,
  uids: UidSet,
): Promise<readonly FolderItem[]> {
  const [firsts, lasts] = boundRanges(uids);
  const rows = await sql.query<ItemRow>(
    `select i.* from unnest($3::bigint[], $4::bigint[]) with ordinality as r(first, last, place)
      cross join lateral (
        select ${COLUMNS} from mail_item i
         where i.folder_id = ${FOLDER} and i.uid between r.first and r.last order by i.uid offset 0) as i
      order by r.place, i.uid`,
    [folderId, balId, firsts, lasts],
  );
  return rows.map(itemOf);
}

/** How many items of a folder of that BAL lie from that uid on. */
export async function countFrom(
  sql: TenantSql,
  balId: string,
  folderId: string,
  uid: number,
): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `select count(*) as count from mail_item i where i.folder_id = ${FOLDER} and i.uid >= $3`,
    [folderId, balId, uid],
  );
  return row?.count ?? 0;
}

/** Items that fulfil a compiled condition, ascending; `values` begins with the folder and the BAL. */
export async function itemsWhere(
  sql: TenantSql,
  condition: string,
  values: readonly unknown[],
): Promise<readonly FolderItem[]> {
  const rows = await sql.query<ItemRow>(
    `select ${COLUMNS} from mail_item i where i.folder_id = ${FOLDER} and ${condition} order by i.uid`,
    values,
  );
  return rows.map(itemOf);
}

export async function newestItems(
  sql: TenantSql,
  balId: string,
  folderId: string,
  page: { readonly limit: number; readonly beforeUid?: number },
): Promise<readonly FolderItem[]> {
  const rows = await sql.query<ItemRow>(
    `select ${COLUMNS} from mail_item i
      where i.folder_id = ${FOLDER} and i.uid < $3 order by i.uid desc limit $4`,
    [folderId, balId, page.beforeUid ?? Number.MAX_SAFE_INTEGER, page.limit],
  );
  return rows.map(itemOf);
}

export async function itemsAbove(
  sql: TenantSql,
  balId: string,
  folderId: string,
  { uid, limit }: { readonly uid: number; readonly limit: number },
): Promise<readonly FolderItem[]> {
  const rows = await sql.query<ItemRow>(
    `select ${COLUMNS} from mail_item i
      where i.folder_id = ${FOLDER} and i.uid > $3 order by i.uid limit $4`,
    [folderId, balId, uid, limit],
  );
  return rows.map(itemOf);
}

/** Everywhere the message lies in that BAL. */
export async function itemsShowing(
  sql: TenantSql,
  balId: string,
  messageId: string,
): Promise<readonly LocatedItem[]> {
  const rows = await sql.query<ItemRow & { folder_id: string }>(
    `select i.folder_id, ${COLUMNS} from mail_item i
      where i.message_id = $1 and (select f.bal_id from mail_folder f where f.id = i.folder_id) = $2
      order by i.folder_id, i.uid`,
    [messageId, balId],
  );
  return rows.map((row) => ({ ...itemOf(row), folderId: row.folder_id }));
}

/** RFC 7162 §3.1: what changed after that modseq, and uids expunged after it. */
export async function changesIn(
  sql: TenantSql,
  balId: string,
  folderId: string,
  modseq: number,
): Promise<Omit<FolderChanges, 'highestModseq'>> {
  const changed = await sql.query<ItemRow>(
    `select ${COLUMNS} from mail_item i
      where i.folder_id = ${FOLDER} and i.modseq > 0 and i.modseq > $3 order by i.uid`,
    [folderId, balId, modseq],
  );
  const expunged = await sql.query<{ uid: number }>(
    `select i.uid from mail_expunged i
      where i.folder_id = ${FOLDER} and i.modseq > $3 order by i.uid`,
    [folderId, balId, modseq],
  );
  return { changed: changed.map(itemOf), expunged: expunged.map(({ uid }) => uid) };
}

function itemOf(row: ItemRow): FolderItem {
  return {
    uid: row.uid,
    messageId: row.message_id,
    flags: flagsOf(row.flags),
    internalDate: new Date(row.internal_ms),
    savedAt: new Date(row.saved_ms),
    modseq: row.modseq,
    size: row.size,
  };
}

/** Flags were parsed before they were written, and hold no space. */
function flagsOf(text: string): readonly Flag[] {
  return text === '' ? NO_FLAGS : (text.split(' ') as Flag[]);
}

const NO_FLAGS: readonly Flag[] = [];
