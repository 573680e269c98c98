import type { InactivityDesk, WatchedBal } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { BAL_COLUMNS, type BalRow, balOf } from './bal-rows.js';
import { openedAt } from './opened-at.js';
import { retireBal } from './pg-bal-estate.js';

interface WatchedRow extends BalRow {
  readonly last_used_at: Date;
  readonly announced_at: Date | null;
  readonly closes_at: Date | null;
}

/** A new access gives its person the same time as a new BAL. */
const LAST_USED = `greatest(
  b.created_at,
  (select max(a.created_at) from bal_access a where a.tenant_id = b.tenant_id and a.bal_id = b.id),
  ${openedAt('people')})`;

/** The BAL of one tenant that nobody opens. */
export class PgInactivity implements InactivityDesk {
  constructor(private readonly sql: TenantSql) {}

  async candidates(since: Date): Promise<readonly string[]> {
    const rows = await this.sql.query<{ id: string }>(
      `select b.id from bal b
         left join bal_closure c on c.tenant_id = b.tenant_id and c.bal_id = b.id
        where b.tenant_id = $1 and b.state = 'active' and b.kind <> 'applicative'
          and (c.bal_id is not null
               or (b.created_at <= $2
                   and not exists (select from trace_event t
                                    where t.tenant_id = b.tenant_id and t.bal_id = b.id and t.at > $2
                                      and t.kind = 'session.opened' and t.outcome = 'ok')))
        order by b.id`,
      [this.sql.context.tenantId, since],
    );
    return rows.map(({ id }) => id);
  }

  async hold(balId: string): Promise<WatchedBal | null> {
    // The inbox before its BAL, in the order of those who file letters.
    await this.sql.query(
      "select from mail_folder where bal_id = $1 and special_use = 'inbox' for no key update",
      [balId],
    );
    const [row] = await this.sql.query<WatchedRow>(
      `select ${BAL_COLUMNS}, ${LAST_USED} as last_used_at, c.announced_at, c.closes_at
         from bal b left join bal_closure c on c.tenant_id = b.tenant_id and c.bal_id = b.id
        where b.tenant_id = $1 and b.id = $2 and b.state = 'active' and b.kind <> 'applicative'
          for no key update of b`,
      [this.sql.context.tenantId, balId],
    );
    if (!row) return null;
    const { last_used_at: lastUsedAt, announced_at: at, closes_at: closesAt } = row;
    return { bal: balOf(row), lastUsedAt, announced: at && closesAt && { at, closesAt } };
  }

  async announce(balId: string, closesAt: Date): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      'insert into bal_closure (tenant_id, bal_id, announced_at, closes_at) values ($1, $2, $3, $4)',
      [tenantId, balId, at, closesAt],
    );
  }

  async takeBack(balId: string): Promise<void> {
    await this.sql.query('delete from bal_closure where tenant_id = $1 and bal_id = $2', [
      this.sql.context.tenantId,
      balId,
    ]);
  }

  // RE_GBM_4330: nobody gets the address of a BAL whose holder was never heard of again.
  async close(balId: string): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.takeBack(balId);
    await this.sql.query(
      "update bal set state_motive = 'inactivity', state_at = $3, version = version + 1 where tenant_id = $1 and id = $2",
      [tenantId, balId, at],
    );
    await retireBal(this.sql, balId, 'infinity');
  }

  async toEmpty(): Promise<readonly string[]> {
    const rows = await this.sql.query<{ id: string }>(
      `select b.id from bal b
        where b.tenant_id = $1 and b.closed_at is not null
          and exists (select from mail_folder f where f.tenant_id = b.tenant_id and f.bal_id = b.id)
        order by b.id`,
      [this.sql.context.tenantId],
    );
    return rows.map(({ id }) => id);
  }
}
