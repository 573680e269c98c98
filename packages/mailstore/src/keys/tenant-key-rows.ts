import type { TenantSql } from '@cachet/schema';
import type { WrappedKey } from './master-key.js';

/** A key of the tenant as it is kept. */
export interface TenantKeyRow extends WrappedKey {
  readonly version: number;
  readonly retired: boolean;
  /** Written by this very transaction, and undone with it. */
  readonly mine: boolean;
}

export function tenantKeyRows(sql: TenantSql): Promise<readonly TenantKeyRow[]> {
  return sql.query<TenantKeyRow>(
    `select version, master, wrapped, retired_at is not null as retired,
            coalesce(xmin = pg_current_xact_id_if_assigned()::xid, false) as mine
       from tenant_key
      where tenant_id = $1 order by version`,
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
