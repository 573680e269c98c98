import type { BalToWarnOf, ToldBal, UnopenedBal, UnopenedDesk } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { openedAt } from './opened-at.js';

interface UnopenedRow {
  readonly id: string;
  readonly created_at: Date;
  readonly state_at: Date | null;
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
      `select b.id, b.created_at, b.state_at, s.unopened_told_at, s.unpublished_from, s.inactive_since,
              ${openedAt('people')} as opened_at
         from (select tenant_id, id, created_at, state_at from bal
                where tenant_id = $1 and ($2::uuid is null or id > $2) and state = 'active' and kind <> 'applicative'
                  and not is_test and created_at <= $3::timestamptz - interval '11 months'
                order by id limit $4) as b
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
      'unopened_told_at = null, unpublished_from = null, inactive_since = null, warned_outside_at = null',
      'unopened_told_at is not null',
      balIds,
    );
  }

  // EX_GBM_4440: whoever uses it, delegates included.
  toWarnOf(after: string | null, limit: number): Promise<readonly BalToWarnOf[]> {
    const { tenantId, at } = this.sql.context;
    return this.sql.query<BalToWarnOf>(
      `select b.id as "balId", b.address, s.unpublished_from as "unpublishedFrom",
              array_agg(distinct p.alert_address order by p.alert_address) as "alertAddresses"
         from bal_directory s
         join bal b on b.tenant_id = s.tenant_id and b.id = s.bal_id and b.state = 'active'
         join bal_access a on a.tenant_id = b.tenant_id and a.bal_id = b.id
          and a.starts_at <= $2 and (a.ends_at is null or $2 < a.ends_at)
         join person p on p.tenant_id = a.tenant_id and p.id = a.person_id and p.alert_address <> ''
        where s.tenant_id = $1 and s.unopened_told_at is not null and s.inactive_since is null
          and s.warned_outside_at is null and ($3::uuid is null or s.bal_id > $3)
        group by b.id, b.address, s.unpublished_from order by b.id limit $4`,
      [tenantId, at, after, limit],
    );
  }

  async warned(balId: string, notBefore: Date): Promise<boolean> {
    const changed = await this.#change(
      'warned_outside_at = $3, unpublished_from = greatest(unpublished_from, $4)',
      'unopened_told_at is not null and warned_outside_at is null',
      [balId],
      [this.sql.context.at, notBefore],
    );
    return changed.length > 0;
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
    ...{ balId: row.id, createdAt: row.created_at, openedAt: row.opened_at, stateAt: row.state_at },
    told: at && unpublishedFrom && { at, unpublishedFrom },
    isUnpublished: row.inactive_since !== null,
  };
}
