import type { DeliveryShelf, StatisticsMonth } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';

const ENDED = "state in ('delivered', 'failed', 'cancelled')";

/** The deliveries of one tenant that are over, as long as they are kept. */
// EX_GDT_5070
export class PgDeliveryShelf implements DeliveryShelf {
  constructor(private readonly sql: TenantSql) {}

  async oldest(): Promise<Date | null> {
    const [row] = await this.sql.query<{ created_at: Date }>(
      `select created_at from delivery where tenant_id = $1 and ${ENDED} order by created_at, id limit 1`,
      [this.#tenantId],
    );
    return row?.created_at ?? null;
  }

  async unwritten(): Promise<readonly StatisticsMonth[]> {
    const rows = await this.sql.query<{ month: StatisticsMonth }>(
      `select distinct s.month from statistics_deposit s join tenant_domain d on d.domain = s.domain
        where d.tenant_id = $1 and s.state = 'due'`,
      [this.#tenantId],
    );
    return rows.map(({ month }) => month);
  }

  // By when they began, which is indexed: none ended before it began. Who works on one meanwhile keeps it until the next time.
  async forget(before: Date, limit: number): Promise<number> {
    const gone = await this.sql.query<{ id: string; message_id: string }>(
      `select id, message_id from delivery
        where tenant_id = $1 and ${ENDED} and created_at < $2 and updated_at < $2
        order by created_at, id limit $3 for update skip locked`,
      [this.#tenantId, before, limit],
    );
    if (gone.length === 0) return 0;
    const ids = gone.map(({ id }) => id);
    await this.sql.query('delete from delivery_event where tenant_id = $1 and delivery_id = any($2)', [
      this.#tenantId,
      ids,
    ]);
    await this.sql.query('delete from delivery where tenant_id = $1 and id = any($2)', [this.#tenantId, ids]);
    await this.sql.query(
      `delete from sent_letter s
        where s.tenant_id = $1 and s.message_id = any($2)
          and not exists (select from delivery d where d.tenant_id = s.tenant_id and d.message_id = s.message_id and d.bal_id = s.bal_id)`,
      [this.#tenantId, [...new Set(gone.map(({ message_id: id }) => id))]],
    );
    return gone.length;
  }

  get #tenantId() {
    return this.sql.context.tenantId;
  }
}
