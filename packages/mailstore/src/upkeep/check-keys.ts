import type { ActContext, TenantContext, TenantId } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import type { Finding } from './findings.js';

/** The job that ends rotations runs each quarter of an hour, and leaves a key alone for an hour. */
const OVERDUE_MS = 24 * 3_600_000;

/** Former data keys that should have been destroyed by now: a rotation that nothing ends, or a message that holds one back. */
export async function* checkKeys(
  database: Pick<Database, 'withTenant'>,
  context: TenantContext,
): AsyncGenerator<Finding> {
  const { tenantId, at } = context;
  const overdue = await database.withTenant(context, (sql) =>
    sql.query<{ version: number; messages: number }>(
      `select k.version, (select count(*) from mail_message m where m.tenant_id = k.tenant_id and m.key_version = k.version) as messages
         from tenant_key k
        where k.tenant_id = $1 and k.version > 0 and k.wrapped <> ''
          and exists (select from tenant_key n
                       where n.tenant_id = k.tenant_id and n.version > k.version and n.created_at < $2)
          and (k.retired_at is null or k.retired_at < $2)
        order by k.version`,
      [tenantId, new Date(at.getTime() - OVERDUE_MS)],
    ),
  );
  for (const { version, messages } of overdue)
    yield { kind: 'formerKeyKept', tenantId, id: tenantId, found: version, expected: messages };
}

/** How many data keys are in force, wait to be destroyed, and were destroyed. */
export interface KeyCount {
  readonly inForce: number;
  readonly former: number;
  readonly destroyed: number;
}

export async function countKeys(
  database: Pick<Database, 'withTenant'>,
  act: ActContext,
  tenants: readonly TenantId[],
): Promise<KeyCount> {
  let count: KeyCount = { inForce: 0, former: 0, destroyed: 0 };
  for (const tenantId of tenants) {
    const [one] = await database.withTenant({ ...act, tenantId }, (sql) =>
      sql.query<KeyCount>(
        `select count(*) filter (where version = newest) as "inForce",
                count(*) filter (where version < newest and wrapped <> '') as former,
                count(*) filter (where wrapped = '') as destroyed
           from (select k.*, max(version) over () as newest from tenant_key k where tenant_id = $1 and version > 0) k`,
        [tenantId],
      ),
    );
    if (one)
      count = {
        inForce: count.inForce + one.inForce,
        former: count.former + one.former,
        destroyed: count.destroyed + one.destroyed,
      };
  }
  return count;
}
