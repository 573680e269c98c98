import type { TenantId } from '@cachet/mss-core';
import type { SharedSql } from '../sql.js';

/** A manager on the way to the provider of a structure. */
export interface ManagerSignInUnderway {
  readonly tenantId: TenantId;
  readonly bindingHash: Uint8Array;
  readonly issuer: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly returnTo: string;
  readonly expiresAt: Date;
}

interface Row {
  tenant_id: TenantId;
  binding_hash: Buffer;
  issuer: string;
  nonce: string;
  code_verifier: string;
  return_to: string;
  expires_at: Date;
}

/** Sign-ins underway, by the hash of their state, each good for one answer; and where the domain of an address leads. */
export class PgManagerSignIns {
  constructor(private readonly sql: SharedSql) {}

  /** Keeps one, and forgets those that nobody came back from. */
  async begin(stateHash: Uint8Array, underway: ManagerSignInUnderway, now: Date): Promise<void> {
    const { tenantId, bindingHash, issuer, nonce, codeVerifier, returnTo, expiresAt } = underway;
    await this.sql.query('delete from manager_sign_in where expires_at <= $1', [now]);
    await this.sql.query(
      `insert into manager_sign_in
         (state_hash, tenant_id, binding_hash, issuer, nonce, code_verifier, return_to, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        ...[Buffer.from(stateHash), tenantId, Buffer.from(bindingHash), issuer],
        ...[nonce, codeVerifier, returnTo, expiresAt],
      ],
    );
  }

  /** The one of a state, which from now on is none. Two processes asking at once: one is answered. */
  async take(stateHash: Uint8Array, now: Date): Promise<ManagerSignInUnderway | null> {
    const [row] = await this.sql.query<Row>(
      `delete from manager_sign_in where state_hash = $1
       returning tenant_id, binding_hash, issuer, nonce, code_verifier, return_to, expires_at`,
      [Buffer.from(stateHash)],
    );
    if (!row || row.expires_at <= now) return null;
    return {
      tenantId: row.tenant_id,
      bindingHash: row.binding_hash,
      issuer: row.issuer,
      nonce: row.nonce,
      codeVerifier: row.code_verifier,
      returnTo: row.return_to,
      expiresAt: row.expires_at,
    };
  }

  /** Whether some structure lets people in by its own provider. */
  async isOffered(): Promise<boolean> {
    return (await this.sql.query('select from route_identity_domain limit 1')).length > 0;
  }

  /** The structures that let the people of that domain in by their own provider, ten at most. */
  async tenantsOfDomain(domain: string): Promise<readonly TenantId[]> {
    const rows = await this.sql.query<{ tenant_id: TenantId }>(
      'select tenant_id from route_identity_domain where domain = $1 order by tenant_id limit 10',
      [domain],
    );
    return rows.map((row) => row.tenant_id);
  }
}
