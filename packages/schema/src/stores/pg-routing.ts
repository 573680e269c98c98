import type {
  BalRoute,
  BalState,
  IdNat,
  InboundRecipient,
  MssAddress,
  RecipientRouting,
  Routing,
  TenantId,
} from '@cachet/mss-core';
import type { Database } from '../database.js';

/** Whose a partner's key is. */
export interface ApiKeyRoute {
  readonly tenantId: TenantId;
  readonly apiKeyId: string;
}

interface AddressRow {
  address: MssAddress;
  tenant_id: TenantId;
  bal_id: string;
  state: BalState;
}

interface RecipientRow extends Omit<AddressRow, 'address'> {
  used_bytes: number;
  quota_bytes: number;
}

/** What must be known before a tenant is: each question is a short transaction of its own. */
export class PgRouting implements Routing, RecipientRouting {
  constructor(private readonly database: Pick<Database, 'alone'>) {}

  async routesOf(addresses: readonly MssAddress[]): Promise<ReadonlyMap<MssAddress, BalRoute>> {
    const rows = await this.ask<AddressRow>(
      `select address, tenant_id, bal_id, state from route_address where address = any($1) and state <> 'deleted'`,
      [addresses],
    );
    return new Map(
      rows.map(({ address, tenant_id, bal_id, state }) => [
        address,
        { address, tenantId: tenant_id, balId: bal_id, state },
      ]),
    );
  }

  async inboundRecipient(address: MssAddress): Promise<InboundRecipient | null> {
    const [row] = await this.ask<RecipientRow>('select * from inbound_recipient($1)', [address]);
    if (!row) return null;
    const { tenant_id, bal_id, state, used_bytes, quota_bytes } = row;
    return {
      address,
      tenantId: tenant_id,
      balId: bal_id,
      state,
      usedBytes: used_bytes,
      quotaBytes: quota_bytes,
    };
  }

  async isOurDomain(domain: string): Promise<boolean> {
    const rows = await this.ask('select from route_domain where domain = $1 limit 1', [domain]);
    return rows.length > 0;
  }

  async tenantsOf(idNat: IdNat): Promise<readonly TenantId[]> {
    const rows = await this.ask<{ tenant_id: TenantId }>(
      'select tenant_id from route_person where id_nat = $1 order by tenant_id',
      [idNat],
    );
    return rows.map((row) => row.tenant_id);
  }

  /** By SHA-256 of the whole key. Whether the key is still good is told by its tenant (PgApiKeys). */
  async apiKeyRoute(keyHash: Uint8Array): Promise<ApiKeyRoute | null> {
    const [row] = await this.ask<{ tenant_id: TenantId; api_key_id: string }>(
      'select tenant_id, api_key_id from route_api_key where key_hash = $1',
      [Buffer.from(keyHash)],
    );
    return row ? { tenantId: row.tenant_id, apiKeyId: row.api_key_id } : null;
  }

  /** The operator's own tenant, where facts about the whole installation are traced; null before it is created. */
  async operatorTenant(): Promise<TenantId | null> {
    const [row] = await this.ask<{ tenant_id: TenantId }>('select tenant_id from route_operator', []);
    return row?.tenant_id ?? null;
  }

  /** Whether some tenant lets its people in without Pro Santé Connect. */
  async hasSecours(): Promise<boolean> {
    return (await this.ask('select from route_secours limit 1', [])).length > 0;
  }

  /** Every tenant that is reached by a domain, and the operator's own. */
  async tenants(): Promise<readonly TenantId[]> {
    const rows = await this.ask<{ tenant_id: TenantId }>(
      'select tenant_id from route_domain union select tenant_id from route_operator order by tenant_id',
      [],
    );
    return rows.map((row) => row.tenant_id);
  }

  private ask<R>(text: string, values: readonly unknown[]): Promise<R[]> {
    return this.database.alone<R>({ text, values });
  }
}
