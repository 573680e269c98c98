import type { Finess } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';

/** A place of care of the structure. */
export interface Place {
  readonly finess: Finess;
  readonly name: string;
}

/** The places of care of one structure, by their geographic FINESS numbers (EX_PBA_5011). */
export class PgPlaces {
  constructor(private readonly sql: TenantSql) {}

  async list(): Promise<readonly Place[]> {
    return this.sql.query<{ finess: Finess; name: string }>(
      'select finess, name from tenant_place where tenant_id = $1 order by finess',
      [this.sql.context.tenantId],
    );
  }

  async put({ finess, name }: Place): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      `insert into tenant_place (tenant_id, finess, name, added_at) values ($1, $2, $3, $4)
       on conflict (tenant_id, finess) do update set name = excluded.name`,
      [tenantId, finess, name, at],
    );
  }

  /** False when it was not declared. */
  async remove(finess: Finess): Promise<boolean> {
    const removed = await this.sql.query(
      'delete from tenant_place where tenant_id = $1 and finess = $2 returning finess',
      [this.sql.context.tenantId, finess],
    );
    return removed.length > 0;
  }

  /** Whether a BAL that is not deleted is attached to it. */
  async isUsed(finess: Finess): Promise<boolean> {
    const rows = await this.sql.query(
      "select from bal where tenant_id = $1 and finess = $2 and state <> 'deleted' limit 1",
      [this.sql.context.tenantId, finess],
    );
    return rows.length > 0;
  }
}
