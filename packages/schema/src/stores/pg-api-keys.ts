import type { ApiKeyStore, NewApiKey } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';

/** A partner's key as its tenant knows it. The secret is nowhere: only its SHA-256, in `route_api_key`. */
export interface ApiKeyState {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

const COLUMNS = 'id, name, prefix, scopes, created_at, expires_at, last_used_at, revoked_at';

/** The API keys of one tenant. */
export class PgApiKeys implements ApiKeyStore {
  constructor(private readonly sql: TenantSql) {}

  async add(key: NewApiKey): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      `insert into api_key (tenant_id, id, name, prefix, scopes, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [tenantId, key.id, key.name, key.prefix, key.scopes, at, key.expiresAt],
    );
    await this.sql.query('insert into route_api_key (key_hash, tenant_id, api_key_id) values ($1, $2, $3)', [
      Buffer.from(key.keyHash),
      tenantId,
      key.id,
    ]);
  }

  /** The key when it may be used at that moment (neither revoked nor expired), its use noted to the minute. */
  async use(id: string, at: Date): Promise<ApiKeyState | null> {
    const [row] = await this.sql.query<ApiKeyRow>(
      `select ${COLUMNS} from api_key
        where tenant_id = $1 and id = $2 and revoked_at is null and (expires_at is null or $3 < expires_at)`,
      [this.sql.context.tenantId, id, at],
    );
    if (!row) return null;
    await this.sql.query(
      `update api_key set last_used_at = $3
        where tenant_id = $1 and id = $2 and (last_used_at is null or last_used_at < $3::timestamptz - interval '1 minute')`,
      [this.sql.context.tenantId, id, at],
    );
    return keyOf(row);
  }

  /** Those among them that may be used at that moment; no use of them. */
  async usableAmong(ids: readonly string[], at: Date): Promise<readonly ApiKeyState[]> {
    const rows = await this.sql.query<ApiKeyRow>(
      `select ${COLUMNS} from api_key
        where tenant_id = $1 and id = any($2::uuid[]) and revoked_at is null and (expires_at is null or $3 < expires_at)`,
      [this.sql.context.tenantId, ids, at],
    );
    return rows.map(keyOf);
  }

  /** From now on refused, and known to no route. Answers false when there is no such key still good. */
  async revoke(id: string): Promise<boolean> {
    const { tenantId, at } = this.sql.context;
    const revoked = await this.sql.query(
      'update api_key set revoked_at = $3 where tenant_id = $1 and id = $2 and revoked_at is null returning id',
      [tenantId, id, at],
    );
    await this.sql.query('delete from route_api_key where tenant_id = $1 and api_key_id = $2', [
      tenantId,
      id,
    ]);
    return revoked.length > 0;
  }

  /** Newest first. */
  async list(): Promise<readonly ApiKeyState[]> {
    const rows = await this.sql.query<ApiKeyRow>(
      `select ${COLUMNS} from api_key where tenant_id = $1 order by created_at desc, id desc`,
      [this.sql.context.tenantId],
    );
    return rows.map(keyOf);
  }
}

function keyOf(row: ApiKeyRow): ApiKeyState {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}
