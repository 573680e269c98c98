import type { ActContext } from '@cachet/mss-core';
import type { Database } from '../database.js';
import { PgCompliance } from './pg-compliance.js';
import { PgRouting } from './pg-routing.js';

/**
 * The compliance events of the operator's own tenant: what concerns the whole installation is told there and to no other structure. Null,
 * without the work done, before the operator's tenant exists.
 */
export async function withOperator<T>(
  database: Database,
  act: ActContext,
  work: (compliance: PgCompliance) => Promise<T>,
): Promise<T | null> {
  const tenantId = await new PgRouting(database).operatorTenant();
  return tenantId && database.withTenant({ ...act, tenantId }, (sql) => work(new PgCompliance(sql)));
}
