import type { FolderName } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';

/** Most names kept for one BAL: beyond it the oldest leave, for nobody shall be prevented from deleting folders. */
const MAX_KEPT = 1000;

/** Names that stay subscribed though no folder bears them, in their order. */
export async function keptSubscriptions(sql: TenantSql, balId: string): Promise<readonly FolderName[]> {
  const rows = await sql.query<{ name: FolderName }>(
    `select k.name from mail_kept_subscription k
      where k.bal_id = $1 and not exists (
        select from mail_folder f where f.tenant_id = k.tenant_id and f.bal_id = k.bal_id and f.name = k.name)
      order by k.name`,
    [balId],
  );
  return rows.map(({ name }) => name);
}

/** RFC 3501 §6.3.6: subscribed names that their folders leave stay subscribed until a client says otherwise. */
export async function keepSubscriptions(
  sql: TenantSql,
  balId: string,
  names: readonly FolderName[],
): Promise<void> {
  if (names.length === 0) return;
  const { tenantId, at } = sql.context;
  await sql.query(
    `insert into mail_kept_subscription (tenant_id, bal_id, name, kept_at)
     select $1, $2, n.name, $4 from unnest($3::text[]) as n(name) order by n.name
     on conflict do nothing`,
    [tenantId, balId, names, at],
  );
  await sql.query(
    `delete from mail_kept_subscription where bal_id = $1 and name in (
       select name from mail_kept_subscription where bal_id = $1
        order by kept_at desc, name offset $2)`,
    [balId, MAX_KEPT],
  );
}

/** Names that a folder bears again, or that a client withdrew; answers those that were kept. */
export async function releaseSubscriptions(
  sql: TenantSql,
  balId: string,
  names: readonly FolderName[],
): Promise<ReadonlySet<FolderName>> {
  const rows = await sql.query<{ name: FolderName }>(
    'delete from mail_kept_subscription where bal_id = $1 and name = any($2::text[]) returning name',
    [balId, names],
  );
  return new Set(rows.map(({ name }) => name));
}
