import type { DueDelivery, LeaseRequest, OutboundQueue, TenantId } from '@cachet/mss-core';
import type { Database } from '../database.js';
import type { SharedSql } from '../sql.js';

const LEASE_LOCK = 0x0cac4e9;

/**
 * Outbound deliveries in order of their time. Leasing is done by one worker at a time, so that the limit for one
 * destination holds among all of them; each call is a short transaction of its own.
 */
export class PgOutboundQueue implements OutboundQueue {
  constructor(private readonly database: Pick<Database, 'shared'>) {}

  lease(request: LeaseRequest): Promise<readonly DueDelivery[]> {
    return this.database.shared(async (sql) => {
      await sql.query('select pg_advisory_xact_lock($1)', [LEASE_LOCK]);
      return leaseDue(sql, request);
    });
  }

  async renew(holder: string, deliveryIds: readonly string[], until: Date): Promise<readonly string[]> {
    const rows = await this.database.shared((sql) =>
      sql.query<{ delivery_id: string }>(
        `update outbound_due set leased_until = $3
          where delivery_id = any($2::uuid[]) and leased_by = $1 returning delivery_id`,
        [holder, deliveryIds, until],
      ),
    );
    return rows.map((row) => row.delivery_id);
  }

  async begin(holder: string, deliveryIds: readonly string[], at: Date): Promise<readonly string[]> {
    const rows = await this.database.shared((sql) =>
      sql.query<{ delivery_id: string }>(
        `update outbound_due set began_at = $3
          where delivery_id = any($2::uuid[]) and leased_by = $1 returning delivery_id`,
        [holder, deliveryIds, at],
      ),
    );
    return rows.map((row) => row.delivery_id);
  }

  async release(holder: string, deliveryIds: readonly string[]): Promise<void> {
    await this.database.shared((sql) =>
      sql.query(
        `update outbound_due set leased_until = null, leased_by = null, began_at = null
          where delivery_id = any($2::uuid[]) and leased_by = $1`,
        [holder, deliveryIds],
      ),
    );
  }

  async nextDueAt(now: Date): Promise<Date | null> {
    const [row] = await this.database.shared((sql) =>
      sql.query<{ next: Date | null }>(
        'select min(due_at) as next from outbound_due where leased_until is null or leased_until <= $1',
        [now],
      ),
    );
    return row?.next ?? null;
  }

  async depth(): Promise<number> {
    const [row] = await this.database.shared((sql) =>
      sql.query<{ depth: number }>('select count(*) as depth from outbound_due'),
    );
    return row?.depth ?? 0;
  }
}

// For each destination with room left, its oldest due work up to that room; of those, the oldest up to the limit. A row
// locked by the transaction that settles its delivery is passed over.
async function leaseDue(sql: SharedSql, request: LeaseRequest): Promise<readonly DueDelivery[]> {
  const rows = await sql.query<{ delivery_id: string; tenant_id: TenantId; destination_domain: string }>(
    `with busy as (
       select destination_domain, count(*) as held from outbound_due where leased_until > $1 group by 1
     ), waiting as (
       select distinct destination_domain from outbound_due
        where due_at <= $6 and (leased_until is null or leased_until <= $1)
     ), chosen as (
       select due.delivery_id
         from waiting
         left join busy using (destination_domain)
        cross join lateral (
          select d.delivery_id, d.due_at from outbound_due d
           where d.destination_domain = waiting.destination_domain
             and d.due_at <= $6 and (d.leased_until is null or d.leased_until <= $1)
           order by d.due_at, d.delivery_id
           limit greatest($4::int - coalesce(busy.held, 0), 0)
             for update skip locked
        ) due
        order by due.due_at, due.delivery_id
        limit $5
     )
     update outbound_due d set leased_until = $2, leased_by = $3, began_at = null
       from chosen where d.delivery_id = chosen.delivery_id
     returning d.delivery_id, d.tenant_id, d.destination_domain`,
    [request.now, request.until, request.holder, request.perDomain, request.limit, request.dueBy],
  );
  return rows.map((row) => ({
    deliveryId: row.delivery_id,
    tenantId: row.tenant_id,
    destinationDomain: row.destination_domain,
  }));
}
