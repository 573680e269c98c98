import type { TenantId } from '@cachet/mss-core';
import type { Database } from '../database.js';

export interface WebhookLease {
  readonly holder: string;
  /** By the business clock. */
  readonly dueBy: Date;
  readonly leaseMs: number;
  /** At one time, in all processes: to one webhook, and for one tenant. */
  readonly perWebhook: number;
  readonly perTenant: number;
  readonly limit: number;
}

export interface DueWebhook {
  readonly deliveryId: string;
  readonly tenantId: TenantId;
}

const LEASE_LOCK = 0x0cac4e0;

/** What is due to webhooks, all tenants together. Leases go by the database's clock; each call is a short transaction of its own. */
export class PgWebhookQueue {
  constructor(private readonly database: Pick<Database, 'shared' | 'alone'>) {}

  /** Takes what is due, within the limits: those first who have the least under way, so that whoever waits for a slow receiver waits alone. */
  async lease(request: WebhookLease): Promise<readonly DueWebhook[]> {
    const rows = await this.database.shared(async (sql) => {
      await sql.query('select pg_advisory_xact_lock($1)', [LEASE_LOCK]);
      return sql.query<{ delivery_id: string; tenant_id: TenantId }>(LEASE, [
        ...[request.dueBy, request.holder, request.leaseMs],
        ...[request.perWebhook, request.perTenant, request.limit],
      ]);
    });
    return rows.map(({ delivery_id, tenant_id }) => ({ deliveryId: delivery_id, tenantId: tenant_id }));
  }

  /** Gives back what was not called. */
  async release(holder: string, deliveryIds: readonly string[]): Promise<void> {
    await this.database.alone({
      text: `update webhook_due set leased_until = null, leased_by = null
              where delivery_id = any($2::uuid[]) and leased_by = $1`,
      values: [holder, deliveryIds],
    });
  }

  /** Takes out what is to be sent no more. */
  async drop(holder: string, deliveryId: string): Promise<void> {
    await this.database.alone({
      text: 'delete from webhook_due where delivery_id = $2 and leased_by = $1',
      values: [holder, deliveryId],
    });
  }

  /** When the next one that nobody holds is due. */
  async nextDueAt(): Promise<Date | null> {
    const [row] = await this.database.alone<{ next: Date | null }>({
      text: `select min(due_at) as next from webhook_due where leased_until is null or leased_until <= clock_timestamp()`,
      values: [],
    });
    return row?.next ?? null;
  }

  /** The tenants that have a webhook in service. */
  async tenants(): Promise<readonly TenantId[]> {
    const rows = await this.database.alone<{ tenant_id: TenantId }>({
      text: 'select distinct tenant_id from route_webhook order by tenant_id',
      values: [],
    });
    return rows.map((row) => row.tenant_id);
  }
}

const LEASE = `
  with busy as (
    select tenant_id, webhook_id, count(*) as held from webhook_due
     where leased_until > clock_timestamp() group by 1, 2
  ), of_tenant as (
    select tenant_id, sum(held) as held from busy group by 1
  ), waiting as (
    select distinct tenant_id, webhook_id from webhook_due
     where due_at <= $1 and (leased_until is null or leased_until <= clock_timestamp())
  ), taken as (
    select waiting.tenant_id, due.delivery_id, due.due_at
      from waiting
      left join busy using (tenant_id, webhook_id)
     cross join lateral (
       select d.delivery_id, d.due_at from webhook_due d
        where d.webhook_id = waiting.webhook_id and d.tenant_id = waiting.tenant_id and d.due_at <= $1
          and (d.leased_until is null or d.leased_until <= clock_timestamp())
        order by d.due_at, d.delivery_id
        limit greatest($4::int - coalesce(busy.held, 0), 0)
          for update skip locked
     ) due
  ), placed as (
    select t.delivery_id, t.due_at,
           coalesce(o.held, 0) + row_number() over (partition by t.tenant_id order by t.due_at, t.delivery_id) as place
      from taken t left join of_tenant o using (tenant_id)
  ), chosen as (
    select delivery_id from placed where place <= $5 order by place, due_at, delivery_id limit $6
  )
  update webhook_due d set leased_until = clock_timestamp() + $3::int * interval '1 millisecond', leased_by = $2
    from chosen where d.delivery_id = chosen.delivery_id
  returning d.delivery_id, d.tenant_id`;
