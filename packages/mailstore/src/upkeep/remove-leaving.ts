import type { TenantContext } from '@cachet/mss-core';
import type { Database, TenantSql } from '@cachet/schema';
import { removeOrphans } from '../bytes/remove-orphans.js';

const BATCH = 200;

/**
 * Looks again at the messages of a tenant that were to be removed while somebody held them: those that nothing shows leave, the others
 * stay. Those that are still held wait for the next time. Answers how many left.
 */
// EX_GBM_6010: a removal that could not be done at once is done within minutes.
export async function removeLeaving(
  database: Pick<Database, 'withTenant'>,
  context: TenantContext,
): Promise<number> {
  let removed = 0;
  for (let after: string | null = null; ; ) {
    const seen: { readonly last: string | null; readonly removed: number } = await database.withTenant(
      context,
      (sql) => lookAgain(sql, after),
    );
    removed += seen.removed;
    if (seen.last === null) return removed;
    after = seen.last;
  }
}

async function lookAgain(
  sql: TenantSql,
  after: string | null,
): Promise<{ readonly last: string | null; readonly removed: number }> {
  const rows = await sql.query<{ message_id: string }>(
    `select message_id from mail_message_leaving
      where $1::uuid is null or message_id > $1 order by message_id limit $2`,
    [after, BATCH],
  );
  const ids = rows.map(({ message_id }) => message_id);
  // What is still held is written down again by `removeOrphans`, in this same transaction.
  await sql.query('delete from mail_message_leaving where message_id = any($1::uuid[])', [ids]);
  const removed = await removeOrphans(sql, ids);
  return { last: ids.at(-1) ?? null, removed: removed.length };
}
