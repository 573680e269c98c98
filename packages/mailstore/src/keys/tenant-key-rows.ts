import type { TenantSql } from '@cachet/schema';
import type { WrappedKey } from './master-key.js';

/** A key of the tenant as it is kept. Those destroyed are no keys any more. */
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
      where tenant_id = $1 and wrapped <> '' order by version ${lock}`,
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

/** Those that wrapped something after all, for a process that had not heard of the newer one: they are to be retired anew. */
export async function takeBackRetirement(sql: TenantSql, versions: readonly number[]): Promise<void> {
  if (versions.length === 0) return;
  await sql.query(
    `update tenant_key set retired_at = null
      where tenant_id = $1 and version = any($2::int[]) and retired_at is not null and wrapped <> ''`,
    [sql.context.tenantId, versions],
  );
}

/** When a key was made, and when it was retired. */
export interface DestroyedKey {
  readonly version: number;
  readonly created_at: Date;
  readonly retired_at: Date;
}

/** Versions retired before that moment and not yet destroyed. */
export async function retiredBefore(sql: TenantSql, before: Date): Promise<readonly number[]> {
  const rows = await sql.query<{ version: number }>(
    `select version from tenant_key
      where tenant_id = $1 and version > 0 and wrapped <> '' and retired_at <= $2 order by version`,
    [sql.context.tenantId, before],
  );
  return rows.map(({ version }) => version);
}

/**
 * Destroys that key, unless a message needs it or somebody is keeping one under it at this very moment, whom it does not wait for. Null when
 * it was left alone. Nothing else is wrapped by it: all else is sealed under keys derived from version 0.
 */
export async function destroyTenantKey(sql: TenantSql, version: number): Promise<DestroyedKey | null> {
  const { tenantId, at } = sql.context;
  const [lock] = await sql.query<{ is_mine: boolean }>(
    'select pg_try_advisory_xact_lock(tenant_key_lock($1, $2)) as is_mine',
    [tenantId, version],
  );
  if (!lock?.is_mine) return null;
  // A statement after the lock: it sees whatever was committed by those who held it.
  const [destroyed] = await sql.query<DestroyedKey>(
    `update tenant_key k set wrapped = '', destroyed_at = $3
      where k.tenant_id = $1 and k.version = $2 and k.version > 0 and k.retired_at is not null and k.wrapped <> ''
        and exists (select from tenant_key n where n.tenant_id = k.tenant_id and n.version > k.version)
        and not exists (select from mail_message m where m.tenant_id = k.tenant_id and m.key_version = k.version)
      returning version, created_at, retired_at`,
    [tenantId, version, at],
  );
  return destroyed ?? null;
}
