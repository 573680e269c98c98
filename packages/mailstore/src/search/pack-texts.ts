import type { FolderItem, TenantContext } from '@cachet/mss-core';
import type { Database, TenantSql } from '@cachet/schema';
import { itemsIn } from '../folders/item-rows.js';
import type { MailSafe } from '../mail-safe.js';
import { PgSearchPacks } from './pg-search-packs.js';
import { readTexts } from './read-texts.js';
import { LONGEST_MESSAGE, type PackedMessage, packedMessage } from './search-pack.js';

/** Messages of one pack. */
const MOST_TOGETHER = 128;
/** Characters from which a pack is closed, whatever the number of its messages. */
const MOST_CHARACTERS = 2 ** 20;
/** Fewer messages than this are not worth a pack of their own: they are read as they are until more have come. */
const WORTH_PACKING = 32;
/** Uids beyond its mark from which a folder is worth a visit. */
const WORTH_A_VISIT = 64;
/** Folders of one tenant visited in one run, those with most to pack first. */
const MOST_FOLDERS = 50;
/** Packs made of one folder in one run; a large import takes several runs. */
const MOST_STEPS = 40;

type Door = Pick<Database, 'withTenant'>;

/** Packs the texts of what is in no pack yet in the folders of a tenant. Answers how many messages were packed. */
export async function packTexts(
  database: Door,
  context: TenantContext,
  safe: MailSafe,
  /** Hears of a folder that failed; unless it throws, the others go on. */
  onFault: (folderId: string, fault: unknown) => void = (_, fault) => {
    throw fault;
  },
): Promise<number> {
  let packed = 0;
  for (const folder of await database.withTenant(context, foldersToPack)) {
    try {
      packed += await packFolder(database, context, safe, folder);
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

/** Read in one transaction, kept in another that does nothing else, the mark in a third: whoever waits for one holds no other. */
async function packFolder(
  database: Door,
  context: TenantContext,
  safe: MailSafe,
  folder: FolderToPack,
): Promise<number> {
  let packed = 0;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = await database.withTenant(context, (sql) => readNext(sql, safe, folder));
    const kept =
      next.messages.length === 0
        ? new Set<string>()
        : await database.withTenant(context, (sql) =>
            new PgSearchPacks(sql, safe, folder.bal_id).keep(next.messages),
          );
    packed += kept.size;
    // What could not be packed now, and what is too little to be, is still beyond the mark next time.
    const left = next.items.find(({ messageId }) => !kept.has(messageId) && !next.apart.has(messageId));
    const uid = left ? left.uid - 1 : next.upTo;
    await database.withTenant(context, (sql) => moveMark(sql, folder, { uid, resets: next.resets }));
    if (kept.size === 0 || next.isLast) break;
  }
  return packed;
}

interface Next {
  /** Items whose messages are in no pack, ascending. */
  readonly items: readonly FolderItem[];
  /** Those that make the next pack. */
  readonly messages: readonly PackedMessage[];
  /** Messages that are in no pack for good: too long, or damaged. */
  readonly apart: ReadonlySet<string>;
  /** Of the mark, when they were looked for. */
  readonly resets: number;
  /** The uid up to which these are all. */
  readonly upTo: number;
  readonly isLast: boolean;
}

async function readNext(sql: TenantSql, safe: MailSafe, folder: FolderToPack): Promise<Next> {
  const { items, given, resets } = await unpackedItems(sql, folder);
  const messages: PackedMessage[] = [];
  const apart = new Set<string>();
  let characters = 0;
  for await (const [messageId, read] of readTexts(sql, safe, folder.bal_id, items)) {
    const message = read && packedMessage(read);
    if (!message || message.length > LONGEST_MESSAGE) {
      apart.add(messageId);
      continue;
    }
    messages.push(message);
    characters += message.length;
    if (characters >= MOST_CHARACTERS) break;
  }
  const isWhole = items.length === MOST_TOGETHER || characters >= MOST_CHARACTERS;
  const last = items.at(-1);
  return {
    items,
    messages: isWhole || messages.length >= WORTH_PACKING ? messages : [],
    apart,
    resets,
    upTo: items.length === MOST_TOGETHER && last ? last.uid : given,
    isLast: !isWhole,
  };
}

/** Up to a pack of items beyond the mark, and the last uid that was given when they were looked for. */
async function unpackedItems(
  sql: TenantSql,
  { id, bal_id }: FolderToPack,
): Promise<{ readonly items: readonly FolderItem[]; readonly given: number; readonly resets: number }> {
  await sql.query(
    `insert into mail_search_mark (tenant_id, folder_id, uid)
       select $1, f.id, 0 from mail_folder f where f.id = $2 on conflict do nothing`,
    [sql.context.tenantId, id],
  );
  // Read first: a uid given meanwhile is beyond it, and comes next time.
  const [at] = await sql.query<{ uid: number; resets: number; given: number }>(
    `select k.uid, k.resets, f.uid_next - 1 as given
       from mail_folder f join mail_search_mark k on k.folder_id = f.id where f.id = $1`,
    [id],
  );
  if (!at) return { items: [], given: 0, resets: 0 };
  // Each item is looked up by itself, whatever the planner knows of the tables (`offset 0`): joined, a folder cost its length times the tenant's.
  const uids = await sql.query<{ uid: number }>(
    `select i.uid from mail_item i
      where i.folder_id = $1 and i.uid > $2 and i.uid <= $3
        and not exists (select from mail_search_entry e where e.message_id = i.message_id and e.bal_id = $4 offset 0)
      order by i.uid limit $5`,
    [id, at.uid, at.given, bal_id, MOST_TOGETHER],
  );
  const ranges = uids.map(({ uid }) => ({ first: uid, last: uid }));
  return { items: await itemsIn(sql, bal_id, id, ranges), given: at.given, resets: at.resets };
}

/** Unless a pack has left meanwhile: what was in it lies below. */
async function moveMark(
  sql: TenantSql,
  { id }: FolderToPack,
  { uid, resets }: { readonly uid: number; readonly resets: number },
): Promise<void> {
  await sql.query('update mail_search_mark set uid = $2 where folder_id = $1 and resets = $3', [
    id,
    uid,
    resets,
  ]);
}
