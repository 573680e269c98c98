import type { FolderItem, TenantContext } from '@cachet/mss-core';
import type { Database, TenantSql } from '@cachet/schema';
import { itemsIn } from '../folders/item-rows.js';
import type { MailSafe } from '../mail-safe.js';
import { MOST_TOGETHER, PgSearchPacks } from './pg-search-packs.js';
import { readTexts } from './read-texts.js';
import { TextPacker } from './text-packer.js';

/** Uids not packed yet from which a folder is worth a visit: searches read fewer as they are. */
const WORTH_A_VISIT = 64;
/** Folders of one tenant visited in one run, those with most to pack first. */
const MOST_FOLDERS = 50;
/** Packs made of one folder in one run; a large import takes several runs. */
const MOST_STEPS = 40;

/**
 * Packs the texts of what came into the folders of a tenant since the last time, in one short transaction for each pack. Answers how
 * many messages were packed. A folder that fails is told to `onFault`; when that does not throw, the others go on.
 */
export async function packTexts(
  database: Pick<Database, 'withTenant'>,
  context: TenantContext,
  safe: MailSafe,
  onFault: (folderId: string, fault: unknown) => void = (_, fault) => {
    throw fault;
  },
): Promise<number> {
  let packed = 0;
  for (const folder of await database.withTenant(context, foldersToPack)) {
    try {
      for (let step = 0; step < MOST_STEPS; step += 1) {
        const done = await database.withTenant(context, (sql) => packNext(sql, safe, folder));
        packed += done.packed;
        if (done.isLast) break;
      }
    } catch (fault) {
      onFault(folder.id, fault);
    }
  }
  return packed;
}

interface FolderToPack {
  readonly id: string;
  readonly bal_id: string;
}

function foldersToPack(sql: TenantSql): Promise<FolderToPack[]> {
  return sql.query<FolderToPack>(
    `select f.id, f.bal_id from mail_folder f left join mail_search_mark k on k.folder_id = f.id
      where f.uid_next - 1 - coalesce(k.uid, 0) >= $1
      order by f.uid_next - coalesce(k.uid, 0) desc limit $2`,
    [WORTH_A_VISIT, MOST_FOLDERS],
  );
}

/** The next messages of the folder, in one short transaction; the mark goes with their packs. */
async function packNext(
  sql: TenantSql,
  safe: MailSafe,
  folder: FolderToPack,
): Promise<{ readonly packed: number; readonly isLast: boolean }> {
  const { items, upTo } = await nextItems(sql, folder);
  const packer = new TextPacker(new PgSearchPacks(sql, safe, folder.bal_id));
  for await (const message of readTexts(sql, safe, folder.bal_id, items)) await packer.add(message);
  await packer.end();
  await sql.query(
    `insert into mail_search_mark (tenant_id, folder_id, uid) values ($1, $2, $3)
       on conflict (tenant_id, folder_id) do update set uid = greatest(mail_search_mark.uid, excluded.uid)`,
    [sql.context.tenantId, folder.id, upTo],
  );
  return { packed: packer.packed, isLast: items.length < MOST_TOGETHER };
}

/** Up to a pack of items after the mark, and the uid up to which that is all there is. */
async function nextItems(
  sql: TenantSql,
  { id, bal_id }: FolderToPack,
): Promise<{ readonly items: readonly FolderItem[]; readonly upTo: number }> {
  // Read first: a uid given meanwhile is beyond it, and comes next time.
  const [at] = await sql.query<{ uid: number; given: number }>(
    `select coalesce(k.uid, 0) as uid, f.uid_next - 1 as given
       from mail_folder f left join mail_search_mark k on k.folder_id = f.id where f.id = $1`,
    [id],
  );
  if (!at) return { items: [], upTo: 0 };
  const [next] = await sql.query<{ uid: number | null }>(
    `select max(uid) as uid from (
       select uid from mail_item where folder_id = $1 and uid > $2 and uid <= $3 order by uid limit $4) next`,
    [id, at.uid, at.given, MOST_TOGETHER],
  );
  if (!next?.uid) return { items: [], upTo: at.given };
  const items = await itemsIn(sql, bal_id, id, [{ first: at.uid + 1, last: next.uid }]);
  return { items, upTo: items.length < MOST_TOGETHER ? at.given : next.uid };
}
