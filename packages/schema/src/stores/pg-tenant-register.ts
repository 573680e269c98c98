import type { NewTenant, TenantKind, TenantRegister } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';

/** The tenant of the visit, and the domains that lead to it. */
export class PgTenantRegister implements TenantRegister {
  constructor(private readonly sql: TenantSql) {}

  async add({ name, kind, finess }: NewTenant): Promise<boolean> {
    const { tenantId, at } = this.sql.context;
    if (kind === 'operator' && !(await this.becomeOperator())) return false;
    const added = await this.sql.query(
      `insert into tenant (tenant_id, name, kind, finess, created_at) values ($1, $2, $3, $4, $5)
       on conflict do nothing returning tenant_id`,
      [tenantId, name, kind, finess, at],
    );
    return added.length === 1;
  }

  async hasDomain(domain: string): Promise<boolean> {
    const rows = await this.sql.query('select from tenant_domain where tenant_id = $1 and domain = $2', [
      this.sql.context.tenantId,
      domain,
    ]);
    return rows.length > 0;
  }

  /** What the tenant is; null before it is created. */
  async itself(): Promise<NewTenant | null> {
    const [row] = await this.sql.query<NewTenant>(
      'select name, kind, finess from tenant where tenant_id = $1',
      [this.sql.context.tenantId],
    );
    return row ?? null;
  }

  /** Since when it is there; null before. */
  async createdAt(): Promise<Date | null> {
    const [row] = await this.sql.query<{ created_at: Date }>(
      'select created_at from tenant where tenant_id = $1',
      [this.sql.context.tenantId],
    );
    return row?.created_at ?? null;
  }

  async kind(): Promise<TenantKind> {
    const [row] = await this.sql.query<{ kind: TenantKind }>('select kind from tenant where tenant_id = $1', [
      this.sql.context.tenantId,
    ]);
    if (!row) throw new Error('the tenant of this visit is not there');
    return row.kind;
  }

  async finess(): Promise<string | null> {
    const [row] = await this.sql.query<{ finess: string | null }>(
      'select finess from tenant where tenant_id = $1',
      [this.sql.context.tenantId],
    );
    return row?.finess ?? null;
  }

  async addDomain(domain: string): Promise<void> {
    const values = [this.sql.context.tenantId, domain];
    await this.sql.query('insert into tenant_domain (tenant_id, domain) values ($1, $2)', values);
    await this.sql.query('insert into route_domain (tenant_id, domain) values ($1, $2)', values);
  }

  async domains(): Promise<readonly string[]> {
    const rows = await this.sql.query<{ domain: string }>(
      'select domain from tenant_domain where tenant_id = $1 order by domain',
      [this.sql.context.tenantId],
    );
    return rows.map((row) => row.domain);
  }

  private async becomeOperator(): Promise<boolean> {
    const rows = await this.sql.query(
      'insert into route_operator ("only", tenant_id) values (true, $1) on conflict do nothing returning tenant_id',
      [this.sql.context.tenantId],
    );
    return rows.length === 1;
  }
}
