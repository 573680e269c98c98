import type { ToldBal, UnopenedBal, UnopenedDesk } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { OPENED_AT } from './opened-at.js';

interface UnopenedRow {
  readonly id: string;
  readonly created_at: Date;
  readonly opened_at: Date | null;
  readonly unopened_told_at: Date | null;
  readonly unpublished_from: Date | null;
  readonly inactive_since: Date | null;
}

/** The BAL of one tenant that nobody opens, as far as the Annuaire goes. */
// EX_GBM_4440
export class PgUnopenedBals implements UnopenedDesk {
  constructor(private readonly sql: TenantSql) {}

  // What is published: neither tests nor suspended ones are.
  async page(after: string | null, limit: number): Promise<readonly UnopenedBal[]> {
    const { tenantId, at } = this.sql.context;
    const rows = await this.sql.query<UnopenedRow>(
      `select b.id, b.created_at, ${OPENED_AT} as opened_at, s.unopened_told_at, s.unpublished_from, s.inactive_since
         from (select * from bal
                where tenant_id = $1 and ($2::uuid is null or id > $2) and state = 'active' and kind <> 'applicative'
                  and not is_test and created_at <= $3::timestamptz - interval '11 months'
                order by id limit $4) b
         left join bal_directory s on s.tenant_id = b.tenant_id and s.bal_id = b.id
        order by b.id`,
      [tenantId, after, at, limit],
    );
    return rows.map(unopenedOf);
  }

  // A row that nobody edited yet has no version: whoever read that there was none may still write it.
  async tell(bals: readonly ToldBal[]): Promise<readonly ToldBal[]> {
    if (bals.length === 0) return [];
    const { tenantId, at } = this.sql.context;
    return this.sql.query<ToldBal>(
      `insert into bal_directory as d (tenant_id, bal_id, unopened_told_at, unpublished_from, version)
       select $1, u.bal_id, $2, u.unpublished_from, 0
         from unnest($3::uuid[], $4::timestamptz[]) as u (bal_id, unpublished_from)
           on conflict (tenant_id, bal_id) do update
          set unopened_told_at = excluded.unopened_told_at, unpublished_from = excluded.unpublished_from
        where d.unopened_told_at is null
       returning bal_id as "balId", unpublished_from as "unpublishedFrom"`,
      [tenantId, at, bals.map(({ balId }) => balId), bals.map(({ unpublishedFrom }) => unpublishedFrom)],
    );
  }

  unpublish(balIds: readonly string[]): Promise<readonly string[]> {
    return this.#change(
      'inactive_since = $3',
      'unopened_told_at is not null and inactive_since is null',
      balIds,
      [this.sql.context.at],
    );
  }

  forget(balIds: readonly string[]): Promise<readonly string[]> {
    return this.#change(
      'unopened_told_at = null, unpublished_from = null, inactive_since = null',
      'unopened_told_at is not null',
      balIds,
    );
  }

  /** From when those of them leave sight of which that was told and that are still in sight. */
  async toldOf(balIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    const rows = await this.sql.query<{ bal_id: string; unpublished_from: Date }>(
      `select bal_id, unpublished_from from bal_directory
        where tenant_id = $1 and bal_id = any($2) and unpublished_from is not null and inactive_since is null`,
      [this.sql.context.tenantId, balIds],
    );
    return new Map(rows.map((row) => [row.bal_id, row.unpublished_from]));
  }

  async #change(
    what: string,
    whose: string,
    balIds: readonly string[],
    values: readonly unknown[] = [],
  ): Promise<readonly string[]> {
    if (balIds.length === 0) return [];
    const rows = await this.sql.query<{ bal_id: string }>(
      `update bal_directory set ${what} where tenant_id = $1 and bal_id = any($2) and ${whose} returning bal_id`,
      [this.sql.context.tenantId, balIds, ...values],
    );
    return rows.map((row) => row.bal_id);
  }
}

function unopenedOf(row: UnopenedRow): UnopenedBal {
  const { unopened_told_at: at, unpublished_from: unpublishedFrom } = row;
  return {
    ...{ balId: row.id, createdAt: row.created_at, openedAt: row.opened_at },
    told: at && unpublishedFrom && { at, unpublishedFrom },
    isUnpublished: row.inactive_since !== null,
  };
}
