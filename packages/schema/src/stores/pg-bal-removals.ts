import type { TenantId } from '@cachet/mss-core';
import type { Database } from '../database.js';
import type { TenantSql } from '../sql.js';

/** A deleted BAL whose content is to be destroyed. */
export interface BalToEmpty {
  readonly tenantId: TenantId;
  readonly balId: string;
}

/** The deleted BAL of all tenants that still hold something. */
export class PgBalRemovals {
  constructor(private readonly database: Pick<Database, 'shared'>) {}

  /** At most so many, the oldest first. */
  async waiting(limit: number): Promise<readonly BalToEmpty[]> {
    const rows = await this.database.shared((sql) =>
      sql.query<{ tenant_id: TenantId; bal_id: string }>(
        'select tenant_id, bal_id from bal_removal order by asked_at limit $1',
        [limit],
      ),
    );
    return rows.map(({ tenant_id, bal_id }) => ({ tenantId: tenant_id, balId: bal_id }));
  }
}

/** Notes, in its tenant, that nothing is left of what a deleted BAL held. */
export async function noteEmptied(sql: TenantSql, balId: string): Promise<void> {
  const { tenantId, at } = sql.context;
  await sql.query('update bal set emptied_at = $3 where tenant_id = $1 and id = $2', [tenantId, balId, at]);
  await sql.query('delete from bal_removal where tenant_id = $1 and bal_id = $2', [tenantId, balId]);
  await sql.notify('bal', balId);
}
