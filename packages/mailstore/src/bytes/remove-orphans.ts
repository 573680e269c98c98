import type { TenantSql } from '@cachet/schema';

/**
 * Removes for good the messages among these that no item shows and no delivery still needs; their chunks go with them.
 * EX_GBM_6010: nothing remains of a removed message but its traces.
 */
export async function removeOrphans(
  sql: TenantSql,
  messageIds: readonly string[],
): Promise<readonly string[]> {
  if (messageIds.length === 0) return [];
  // Locked first, judged in a second statement that sees what others committed. A message that somebody is filing at
  // this moment is held by them, skipped here, and no orphan.
  const locked = await sql.query<{ id: string }>(
    'select id from mail_message where id = any($1::uuid[]) order by id for update skip locked',
    [messageIds],
  );
  const removed = await sql.query<{ id: string }>(
    `delete from mail_message m where m.id = any($1::uuid[])
       and not exists (select from mail_item i where i.message_id = m.id)
       and not exists (select from delivery d where d.message_id = m.id and d.direction = 'outbound'
                         and d.state in ('queued', 'deferred', 'held'))
     returning m.id`,
    [locked.map(({ id }) => id)],
  );
  return removed.map(({ id }) => id);
}
