import type { TenantSql } from '@cachet/schema';

/** Messages that others hold are awaited, if they are no more than this. */
const MOST_AWAITED = 100;

/**
 * Removes for good the messages among these that no item shows and no delivery still needs; their chunks go with them.
 * EX_GBM_6010: nothing remains of a removed message but its traces.
 */
export async function removeOrphans(
  sql: TenantSql,
  messageIds: readonly string[],
): Promise<readonly string[]> {
  if (messageIds.length === 0) return [];
  // Locked first, judged in a second statement that sees what others committed. A message that somebody files or packs at this
  // moment is held by them and skipped here.
  const locked = new Set(await lockedAmong(sql, messageIds));
  const skipped = messageIds.filter((id) => !locked.has(id)).sort();
  if (skipped.length > 0 && skipped.length <= MOST_AWAITED) {
    for (const id of skipped) await awaitDelivery(sql, id);
    for (const id of await lockedAmong(sql, skipped)) locked.add(id);
  }
  await lookAgainAt(
    sql,
    skipped.filter((id) => !locked.has(id)),
  );
  return removeUnused(sql, [...locked]);
}

/** Whoever holds them may file them, or not: `removeLeaving` judges once they are done. */
async function lookAgainAt(sql: TenantSql, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  await sql.query(
    `insert into mail_message_leaving (tenant_id, message_id, since)
     select $1, m, $3 from unnest($2::uuid[]) m order by m on conflict do nothing`,
    [sql.context.tenantId, messageIds, sql.context.at],
  );
}

/**
 * The same when a delivery has just ended, as the last act of its transaction: of two that end at one time, or of one and a reader who
 * expunges, the later sees that nothing needs the message any more.
 */
export async function removeDelivered(sql: TenantSql, messageId: string): Promise<void> {
  await awaitDelivery(sql, messageId);
  await sql.query('select from mail_message where id = $1 for update', [messageId]);
  await removeUnused(sql, [messageId]);
}

function lockedAmong(sql: TenantSql, messageIds: readonly string[]): Promise<readonly string[]> {
  return idsIn(
    sql,
    'select id from mail_message where id = any($1::uuid[]) order by id for update skip locked',
    messageIds,
  );
}

/** Until whoever ends a delivery of this message has committed; they wait for nobody who waits here. */
async function awaitDelivery(sql: TenantSql, messageId: string): Promise<void> {
  const key = `delivery ends ${sql.context.tenantId} ${messageId}`;
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
}

/** Each message is looked up by itself, whatever the planner knows of the tables (`offset 0`). */
function removeUnused(sql: TenantSql, messageIds: readonly string[]): Promise<readonly string[]> {
  return idsIn(
    sql,
    `delete from mail_message m where m.id = any($1::uuid[])
       and not exists (select from mail_item i where i.message_id = m.id offset 0)
       and not exists (select from delivery d where d.message_id = m.id and d.direction = 'outbound'
                         and d.state in ('queued', 'deferred', 'held') offset 0)
     returning m.id`,
    messageIds,
  );
}

async function idsIn(
  sql: TenantSql,
  text: string,
  messageIds: readonly string[],
): Promise<readonly string[]> {
  const rows = await sql.query<{ id: string }>(text, [messageIds]);
  return rows.map(({ id }) => id);
}
