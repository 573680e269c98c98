import type { TenantId } from '@cachet/mss-core';
import type { SharedSql } from '../sql.js';

/** A short-lived token of a partner's key (RFC 6749 §4.4), and what it may do at most. */
export interface ApiToken {
  readonly tenantId: TenantId;
  readonly apiKeyId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
}

/** Tokens kept by their hash, for they are known before any tenant is. Whether their key is still good is told by its tenant. */
export class PgApiTokens {
  constructor(private readonly sql: SharedSql) {}

  /** Keeps a token, and forgets those of the same key that have ended. */
  async issue(tokenHash: Uint8Array, token: ApiToken, now: Date): Promise<void> {
    const { tenantId, apiKeyId, scopes, expiresAt } = token;
    await this.sql.query(
      'delete from route_api_token where tenant_id = $1 and api_key_id = $2 and expires_at <= $3',
      [tenantId, apiKeyId, now],
    );
    await this.sql.query(
      `insert into route_api_token (token_hash, tenant_id, api_key_id, scopes, expires_at)
       values ($1, $2, $3, $4, $5)`,
      [Buffer.from(tokenHash), tenantId, apiKeyId, scopes, expiresAt],
    );
  }

  async byHash(tokenHash: Uint8Array, now: Date): Promise<ApiToken | null> {
    const [row] = await this.sql.query<{
      tenant_id: TenantId;
      api_key_id: string;
      scopes: string[];
      expires_at: Date;
    }>(
      'select tenant_id, api_key_id, scopes, expires_at from route_api_token where token_hash = $1 and $2 < expires_at',
      [Buffer.from(tokenHash), now],
    );
    return row
      ? { tenantId: row.tenant_id, apiKeyId: row.api_key_id, scopes: row.scopes, expiresAt: row.expires_at }
      : null;
  }

  /** Forgets those that have ended. */
  async forget(now: Date): Promise<void> {
    await this.sql.query('delete from route_api_token where expires_at <= $1', [now]);
  }
}
