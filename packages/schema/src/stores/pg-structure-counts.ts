import type { TenantSql } from '../sql.js';

/** How much a structure has, and how much goes through it. */
export interface StructureCounts {
  readonly activeBals: number;
  readonly suspendedBals: number;
  readonly pendingDeliveries: number;
  readonly deliveredSince: number;
  readonly failedSince: number;
}

/** The figures of a structure's first page, read in one statement, each by an index. */
export async function structureCounts(sql: TenantSql, since: Date): Promise<StructureCounts> {
  const [row] = await sql.query<StructureCounts>(
    `select (select count(*) from bal where tenant_id = $1 and state = 'active') as "activeBals",
            (select count(*) from bal where tenant_id = $1 and state = 'suspended') as "suspendedBals",
            (select count(*) from delivery where tenant_id = $1 and state in ('queued', 'deferred', 'held')) as "pendingDeliveries",
            (select count(*) from delivery where tenant_id = $1 and state = 'delivered' and created_at >= $2) as "deliveredSince",
            (select count(*) from delivery where tenant_id = $1 and state = 'failed' and created_at >= $2) as "failedSince"`,
    [sql.context.tenantId, since],
  );
  if (!row) throw new Error('one row was expected');
  return row;
}
