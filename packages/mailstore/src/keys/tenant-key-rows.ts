import type { TenantSql } from '@cachet/schema';
import type { WrappedKey } from './master-key.js';

/** A key of the tenant as it is kept. */
export interface TenantKeyRow extends WrappedKey {
  readonly version: number;
  readonly retired: boolean;
  readonly created_at: Date;
  /** Written by this very transaction, and undone with it. */
  readonly mine: boolean;
}

/** Locked, when they are about to change: of two who rotate a tenant's keys at one time, the second sees what the first did. */
export function tenantKeyRows(
  sql: TenantSql,
  lock: '' | 'for update' = '',
): Promise<readonly TenantKeyRow[]> {
  return sql.query<TenantKeyRow>(
    `select version, master, wrapped, created_at, retired_at is not null as retired,
            coalesce(xmin = pg_current_xact_id_if_assigned()::xid, false) as mine
       from tenant_key
      where tenant_id = $1 order by version ${lock}`,
    [sql.context.tenantId],
  );
}

/** Whoever comes second keeps nothing: the first one's key is the tenant's. */
export async function insertTenantKey(
  sql: TenantSql,
  version: number,
  { master, wrapped }: WrappedKey,
): Promise<void> {
  await sql.query(
    `insert into tenant_key (tenant_id, version, master, wrapped, created_at) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, version) do nothing`,
    [sql.context.tenantId, version, master, wrapped, sql.context.at],
  );
}

/** The same key under another wrapping. */
export async function rewrapTenantKey(
  sql: TenantSql,
  version: number,
  { master, wrapped }: WrappedKey,
): Promise<void> {
  await sql.query('update tenant_key set master = $3, wrapped = $4 where tenant_id = $1 and version = $2', [
    ...[sql.context.tenantId, version, master, wrapped],
  ]);
}

/** Marks data keys that another has followed and that wrap nothing any more. */
export async function retireTenantKeys(sql: TenantSql): Promise<void> {
  await sql.query(
    `update tenant_key k set retired_at = $2
      where k.tenant_id = $1 and k.version > 0 and k.retired_at is null
        and exists (select from tenant_key n where n.tenant_id = k.tenant_id and n.version > k.version)
        and not exists (select from mail_message m where m.tenant_id = k.tenant_id and m.key_version = k.version)`,
    [sql.context.tenantId, sql.context.at],
  );
}
