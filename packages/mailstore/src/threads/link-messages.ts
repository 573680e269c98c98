import { type FolderItem, type TenantContext, uidSetOf } from '@cachet/mss-core';
import { type Database, newRowId, type TenantSql } from '@cachet/schema';
import { itemsIn } from '../folders/item-rows.js';
import { structuresOf } from '../folders/structure-rows.js';
import type { MailSafe } from '../mail-safe.js';
import { joinThreads, type Named } from './join-threads.js';
import { threadNames } from './thread-names.js';

/** Messages of one transaction: enough to share its cost, few enough that nobody waits long for the folders it holds. */
const MOST_TOGETHER = 250;

export interface LinkedBal {
  readonly database: Pick<Database, 'withTenant'>;
  readonly context: TenantContext;
  readonly safe: MailSafe;
  readonly balId: string;
}

export interface LinkingTask {
  readonly atMost: number;
  /** The folder that somebody looks at. */
  readonly preferred?: string | null;
}

/**
 * Puts in conversations the messages of a BAL that have none yet, as many as that at most: what came lately in every folder, then what was
 * there before, the newest first. Answers whether nothing was left.
 */
export async function linkMessages(
  bal: LinkedBal,
  { atMost, preferred = null }: LinkingTask,
): Promise<boolean> {
  let left = atMost;
  for (const way of ['newer', 'older'] as const) {
    let behind = await inBal(bal, (sql) => foldersBehind(sql, bal.balId, way, preferred));
    // A part of each in turn: no folder waits for all of another.
    while (behind.length > 0) {
      const still: string[] = [];
      for (const folder of behind) {
        if (left <= 0) return false;
        const run = await inBal(bal, (sql) => readRun(sql, bal, folder, way, Math.min(left, MOST_TOGETHER)));
        await inBal(bal, (sql) => keepRun(sql, bal.balId, folder, way, run));
        left -= run.messages.length;
        if (!run.isLast) still.push(folder);
      }
      behind = still;
    }
  }
  return true;
}

function inBal<T>({ database, context }: LinkedBal, work: (sql: TenantSql) => Promise<T>): Promise<T> {
  return database.withTenant(context, work);
}

/** Beyond the mark of a folder, on either side. */
type Way = 'newer' | 'older';

const IS_BEHIND: Record<Way, string> = {
  newer: 'k.folder_id is null or f.uid_next - 1 > k.uid',
  older: 'k.above > 0',
};

async function foldersBehind(
  sql: TenantSql,
  balId: string,
  way: Way,
  preferred: string | null,
): Promise<readonly string[]> {
  const rows = await sql.query<{ id: string }>(
    `select f.id from mail_folder f left join mail_thread_mark k on k.folder_id = f.id
      where f.bal_id = $1 and (${IS_BEHIND[way]}) order by f.id is distinct from $2::uuid, f.id`,
    [balId, preferred],
  );
  return rows.map(({ id }) => id);
}

interface Run {
  readonly messages: readonly (Named & Pick<FolderItem, 'messageId' | 'internalDate'>)[];
  /** The mark when it was read: null where there was none. */
  readonly from: number | null;
  /** Where the mark goes. */
  readonly to: number;
  readonly isLast: boolean;
}

/** Letters are opened before anything is held. */
async function readRun(
  sql: TenantSql,
  { safe, balId }: LinkedBal,
  folderId: string,
  way: Way,
  atMost: number,
): Promise<Run> {
  // Read first: a uid given meanwhile is beyond it, and comes next time.
  const [at] = await sql.query<{ above: number | null; uid: number | null; given: number }>(
    `select k.above, k.uid, f.uid_next - 1 as given
       from mail_folder f left join mail_thread_mark k on k.folder_id = f.id where f.id = $1`,
    [folderId],
  );
  if (!at) return { messages: [], from: null, to: 0, isLast: true };
  // A folder that nobody looked at yet: all that it holds is of before.
  if (at.uid === null || at.above === null) return { messages: [], from: null, to: at.given, isLast: true };
  const isNewer = way === 'newer';
  const [from, end] = isNewer ? [at.uid, at.given] : [at.above, 0];
  const uids = await sql.query<{ uid: number }>(
    `select i.uid from mail_item i where i.folder_id = $1 and i.uid > $2 and i.uid <= $3
      order by i.uid ${isNewer ? 'asc' : 'desc'} limit $4`,
    [folderId, Math.min(from, end), Math.max(from, end), atMost],
  );
  const found = uids.map(({ uid }) => uid);
  const last = found.at(-1);
  const items = await itemsIn(sql, balId, folderId, uidSetOf(found));
  const { messages, isWhole } = await named(sql, safe, balId, isNewer ? items : items.toReversed());
  const isLast = isWhole && uids.length < atMost;
  const reached = (isWhole ? last : messages.at(-1)?.uid) ?? end;
  return { messages, from, to: isLast ? end : isNewer ? reached : reached - 1, isLast };
}

/** As many of the first as memory should hold; a message that is damaged, or gone meanwhile, has no name. */
async function named(
  sql: TenantSql,
  safe: MailSafe,
  balId: string,
  items: readonly FolderItem[],
): Promise<{ readonly messages: Run['messages']; readonly isWhole: boolean }> {
  const key = (await safe.keys.of(sql)).purposeKey('threads');
  const structures = await structuresOf(sql, safe, balId, [
    ...new Set(items.map(({ messageId }) => messageId)),
  ]);
  const known = items.findLastIndex(({ messageId }) => structures.has(messageId)) + 1 || items.length;
  const messages = items.slice(0, known).map((item) => {
    const { uid, messageId, internalDate } = item;
    const structure = structures.get(messageId);
    return { uid, messageId, internalDate, names: structure ? threadNames(key, balId, item, structure) : [] };
  });
  return { messages, isWhole: known === items.length };
}

/** Nothing else in its transaction. The folders are held, in their order, as whoever removes messages holds them. */
async function keepRun(sql: TenantSql, balId: string, folderId: string, way: Way, run: Run): Promise<void> {
  await sql.query('select id from mail_folder where bal_id = $1 order by id for no key update', [balId]);
  if (run.from === null) {
    await sql.query(
      `insert into mail_thread_mark (tenant_id, folder_id, above, uid)
         select $1, f.id, $3, $3 from mail_folder f where f.id = $2 on conflict do nothing`,
      [sql.context.tenantId, folderId, run.to],
    );
    return;
  }
  // Whoever waited here for another finds the mark moved, and leaves what that one did.
  const side = way === 'newer' ? 'uid' : 'above';
  const [moved] = await sql.query(
    `update mail_thread_mark set ${side} = $2 where folder_id = $1 and ${side} = $3 returning folder_id`,
    [folderId, run.to, run.from],
  );
  if (moved && run.messages.length > 0) await keepThreads(sql, balId, folderId, run.messages);
}

async function keepThreads(
  sql: TenantSql,
  balId: string,
  folderId: string,
  messages: Run['messages'],
): Promise<void> {
  const { tenantId } = sql.context;
  const names = [...new Set(messages.flatMap((message) => message.names))];
  const rows = await sql.query<{ name: string; thread_id: string }>(
    `select h.name, n.thread_id from unnest($1::text[]) h(name) cross join lateral (
       select n.thread_id from mail_thread_name n where n.name = decode(h.name, 'hex') offset 0) n`,
    [names],
  );
  const known = new Map(rows.map(({ name, thread_id }) => [name, thread_id]));
  const { threadOf, leads, merged } = joinThreads(messages, known, newRowId);
  if (merged.size > 0) await mergeThreads(sql, merged);
  const fresh = [...leads].filter(([name]) => !known.has(name));
  await sql.query(
    `insert into mail_thread_name (tenant_id, bal_id, name, thread_id)
       select $1, $2, decode(n.name, 'hex'), n.thread_id from unnest($3::text[], $4::uuid[]) n(name, thread_id)`,
    [tenantId, balId, fresh.map(([name]) => name), fresh.map(([, thread]) => thread)],
  );
  // Those that left meanwhile are not there any more: their folder is held.
  await sql.query(
    `insert into mail_thread_item (tenant_id, folder_id, uid, bal_id, thread_id, message_id, at)
       select $1, $3, t.uid, $2, t.thread_id, i.message_id, i.internal_date
         from unnest($4::bigint[], $5::uuid[]) t(uid, thread_id) cross join lateral (
           select i.message_id, i.internal_date from mail_item i where i.folder_id = $3 and i.uid between t.uid and t.uid order by i.uid offset 0) i`,
    [tenantId, balId, folderId, [...threadOf.keys()], [...threadOf.values()]],
  );
}

async function mergeThreads(sql: TenantSql, merged: ReadonlyMap<string, string>): Promise<void> {
  for (const table of ['mail_thread_name', 'mail_thread_item'])
    await sql.query(
      `update ${table} t set thread_id = ($2::uuid[])[array_position($1::uuid[], t.thread_id)]
        where t.thread_id = any($1::uuid[])`,
      [[...merged.keys()], [...merged.values()]],
    );
}
