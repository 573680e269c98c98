import type { ApiKeyState, ApiKeyStore, NewApiKey } from '@cachet/mss-core';
import { bindTo, newestFirst, walkSql } from '../list-order.js';
import { type Page, type PageRequest, pageBy, pageMap } from '../page.js';
import type { TenantSql } from '../sql.js';

interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  networks: string[];
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
  made_by: string | null;
}

const COLUMNS =
  'id, name, prefix, scopes, networks, created_at, expires_at, last_used_at, revoked_at, made_by';
/** A key and all that descend from it. */
const KIN = `
  with recursive kin as (
    select id from api_key where tenant_id = $1 and id = $2
    union select k.id from api_key k join kin on k.made_by = kin.id where k.tenant_id = $1)`;
const USABLE = 'revoked_at is null and (expires_at is null or $3 < expires_at)';

const NEWEST_FIRST = newestFirst('created_at', 'id');

/** The API keys of one tenant. */
export class PgApiKeys implements ApiKeyStore {
  constructor(private readonly sql: TenantSql) {}

  async add(key: NewApiKey): Promise<void> {
    const { tenantId, at } = this.sql.context;
    const { id, name, prefix, scopes, networks, expiresAt, madeBy } = key;
    await this.sql.query(
      `insert into api_key (tenant_id, id, name, prefix, scopes, networks, created_at, expires_at, made_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [tenantId, id, name, prefix, scopes, networks, at, expiresAt, madeBy],
    );
    await this.sql.query('insert into route_api_key (key_hash, tenant_id, api_key_id) values ($1, $2, $3)', [
      Buffer.from(key.keyHash),
      tenantId,
      id,
    ]);
  }

  async byId(id: string): Promise<ApiKeyState | null> {
    const [row] = await this.sql.query<ApiKeyRow>(
      `select ${COLUMNS} from api_key where tenant_id = $1 and id = $2`,
      [this.sql.context.tenantId, id],
    );
    return row ? keyOf(row) : null;
  }

  /** The key when it may be used at that moment of the wall clock (neither revoked nor expired). */
  async usable(id: string, now: Date): Promise<ApiKeyState | null> {
    const [row] = await this.sql.query<ApiKeyRow>(
      `select ${COLUMNS} from api_key where tenant_id = $1 and id = $2 and ${USABLE}`,
      [this.sql.context.tenantId, id, now],
    );
    return row ? keyOf(row) : null;
  }

  /** Notes a use, to the minute: at most one write a minute for a key. */
  async noteUse({ id, lastUsedAt }: ApiKeyState, now: Date): Promise<void> {
    if (lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() <= 60_000) return;
    await this.sql.query(
      `update api_key set last_used_at = $3
        where tenant_id = $1 and id = $2 and (last_used_at is null or last_used_at < $3::timestamptz - interval '1 minute')`,
      [this.sql.context.tenantId, id, now],
    );
  }

  /** Those among them that may be used at that moment; no use of them. */
  async usableAmong(ids: readonly string[], at: Date): Promise<readonly ApiKeyState[]> {
    const rows = await this.sql.query<ApiKeyRow>(
      `select ${COLUMNS} from api_key
        where tenant_id = $1 and id = any($2::uuid[]) and ${USABLE}`,
      [this.sql.context.tenantId, ids, at],
    );
    return rows.map(keyOf);
  }

  async countUsable(now: Date): Promise<number> {
    const [row] = await this.sql.query<{ n: number }>(
      `select count(*)::int as n from api_key where tenant_id = $1 and revoked_at is null and (expires_at is null or $2 < expires_at)`,
      [this.sql.context.tenantId, now],
    );
    return row?.n ?? 0;
  }

  async descends(id: string, from: string): Promise<boolean> {
    const found = await this.sql.query(`${KIN} select from kin where id = $3`, [
      this.sql.context.tenantId,
      from,
      id,
    ]);
    return found.length > 0;
  }

  async revoke(id: string): Promise<readonly string[]> {
    const { tenantId, at } = this.sql.context;
    const revoked = await this.sql.query<{ id: string }>(
      `${KIN} update api_key set revoked_at = $3
        where tenant_id = $1 and id in (select id from kin) and revoked_at is null returning id`,
      [tenantId, id, at],
    );
    const ids = revoked.map((row) => row.id);
    await this.sql.query('delete from route_api_token where tenant_id = $1 and api_key_id = any($2)', [
      tenantId,
      ids,
    ]);
    await this.sql.query('delete from route_api_key where tenant_id = $1 and api_key_id = any($2)', [
      tenantId,
      ids,
    ]);
    for (const each of ids) await this.sql.notify('apiKey', each);
    return ids;
  }

  /** Newest first; only those that descend from one key, when asked. */
  async page(request: PageRequest, descendingFrom: string | null): Promise<Page<ApiKeyState>> {
    const page = await pageBy(request, (walk) => {
      const values: unknown[] = [this.sql.context.tenantId, descendingFrom];
      return this.sql.query<ApiKeyRow>(
        `${KIN} select ${COLUMNS} from api_key
          where tenant_id = $1 and ($2::uuid is null or id in (select id from kin))
            ${walkSql(NEWEST_FIRST, walk, bindTo(values))}`,
        values,
      );
    });
    return pageMap(page, keyOf);
  }
}

function keyOf(row: ApiKeyRow): ApiKeyState {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    networks: row.networks,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
    madeBy: row.made_by,
  };
}
