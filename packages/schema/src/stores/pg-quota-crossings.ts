import type { QuotaCrossing, QuotaCrossings, TenantId } from '@cachet/mss-core';
import type { Database } from '../database.js';

/** BAL of all tenants whose holders are to be told that they fill up; the database notes them (`follow_quota`). */
export class PgQuotaCrossings implements QuotaCrossings {
  constructor(private readonly database: Pick<Database, 'shared'>) {}

  async waiting(limit: number): Promise<readonly QuotaCrossing[]> {
    const rows = await this.database.shared((sql) =>
      sql.query<{ tenant_id: TenantId; bal_id: string }>(
        'select tenant_id, bal_id from quota_crossing order by crossed_at limit $1',
        [limit],
      ),
    );
    return rows.map((row) => ({ tenantId: row.tenant_id, balId: row.bal_id }));
  }
}
