import type { TenantId } from '@cachet/mss-core';
import type { Database } from '../database.js';

/** An operation that somebody holds for a while. */
export interface LeasedOperation {
  readonly operationId: string;
  readonly tenantId: TenantId;
}

const LEASE_LOCK = 0x0cac4e1;

/**
 * Operations that are not over, oldest first, held by one worker at a time; those of one tenant one after the other, since the rows of one
 * may be those of another. Each call is a short transaction of its own.
 */
export class PgOperationQueue {
  constructor(private readonly database: Pick<Database, 'shared'>) {}

  /** The oldest that nobody holds, of a tenant of which nobody holds another; null when there is none. */
  async lease(holder: string, now: Date, until: Date): Promise<LeasedOperation | null> {
    const [row] = await this.database.shared(async (sql) => {
      await sql.query('select pg_advisory_xact_lock($1)', [LEASE_LOCK]);
      return sql.query<{ operation_id: string; tenant_id: TenantId }>(
        `update operation_due d set leased_until = $3, leased_by = $1
          where d.operation_id = (
            select w.operation_id from operation_due w
             where (w.leased_until is null or w.leased_until <= $2)
               and not exists (select from operation_due o where o.tenant_id = w.tenant_id and o.leased_until > $2)
             order by w.queued_at, w.operation_id limit 1 for update skip locked)
         returning d.operation_id, d.tenant_id`,
        [holder, now, until],
      );
    });
    return row ? { operationId: row.operation_id, tenantId: row.tenant_id } : null;
  }

  /** False when it is another's by now, or over. */
  async renew(holder: string, operationId: string, until: Date): Promise<boolean> {
    const rows = await this.database.shared((sql) =>
      sql.query(
        'update operation_due set leased_until = $3 where operation_id = $2 and leased_by = $1 returning operation_id',
        [holder, operationId, until],
      ),
    );
    return rows.length > 0;
  }

  /** To the end of the queue, so that one that cannot be worked on keeps nobody waiting. */
  async release(holder: string, operationId: string, at: Date): Promise<void> {
    await this.database.shared((sql) =>
      sql.query(
        `update operation_due set leased_until = null, leased_by = null, queued_at = $3
          where operation_id = $2 and leased_by = $1`,
        [holder, operationId, at],
      ),
    );
  }
}
