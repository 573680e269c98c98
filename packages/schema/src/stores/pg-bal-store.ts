import {
  type Bal,
  type BalStore,
  type HeldAccess,
  type IdNat,
  type MssAddress,
  type StructureIdNat,
  structureIdNatOfFiness,
} from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { ACCESS_COLUMNS, type AccessRow, accessOf, BAL_COLUMNS, type BalRow, balOf } from './bal-rows.js';
import { cguStandings, type StandingsRow, standingsOf } from './cgu-rows.js';

/** The BAL of one tenant and the accesses to them. */
export class PgBalStore implements BalStore {
  constructor(private readonly sql: TenantSql) {}

  async byId(balId: string): Promise<Bal | null> {
    return this.one('b.id = $2', balId);
  }

  async byAddress(address: MssAddress): Promise<Bal | null> {
    return this.one("b.address = $2 and b.state <> 'deleted'", address);
  }

  async noteFull(balId: string, at: Date): Promise<Date> {
    const [row] = await this.sql.query<{ full_since: Date }>(
      `update bal set full_since = coalesce(full_since, $3) where tenant_id = $1 and id = $2
       returning full_since`,
      [this.sql.context.tenantId, balId, at],
    );
    return row?.full_since ?? at;
  }

  async accessesOf(balId: string, idNat: IdNat): Promise<readonly HeldAccess[]> {
    const rows = await this.sql.query<AccessRow & StandingsRow>(
      `select ${ACCESS_COLUMNS}, ${cguStandings('$4')} as cgu
         from bal_access a join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
        where a.tenant_id = $1 and a.bal_id = $2 and p.id_nat = $3
        order by a.starts_at, a.id`,
      [this.sql.context.tenantId, balId, idNat, this.sql.context.at],
    );
    return rows.map(heldOf);
  }

  async hasSecours(idNat: IdNat): Promise<boolean> {
    const rows = await this.sql.query(
      `select from secours_policy s
         join secours_factor f on f.tenant_id = s.tenant_id and f.confirmed_at is not null
         join person p on p.tenant_id = f.tenant_id and p.id = f.person_id
        where s.tenant_id = $1 and s.is_on and p.id_nat = $2`,
      [this.sql.context.tenantId, idNat],
    );
    return rows.length > 0;
  }

  async structuresOf(balId: string): Promise<readonly StructureIdNat[]> {
    const rows = await this.sql.query<{ finess: string | null; id_nat: StructureIdNat | null }>(
      `select finess, null as id_nat from tenant where tenant_id = $1 and finess is not null
       union all
       select null, id_nat from bal_structure where tenant_id = $1 and bal_id = $2
        order by id_nat nulls first`,
      [this.sql.context.tenantId, balId],
    );
    // What stands in the list was parsed before it was written.
    return rows.flatMap(({ finess, id_nat }) => id_nat ?? structureIdNatOfFiness(finess ?? '') ?? []);
  }

  /** The BAL to which that person has or had an access, with those accesses; in order of address. */
  async heldBy(
    idNat: IdNat,
  ): Promise<readonly { readonly bal: Bal; readonly accesses: readonly HeldAccess[] }[]> {
    const rows = await this.sql.query<BalRow & AccessRow & StandingsRow>(
      `with p as materialized (
         select p.tenant_id, p.id, p.id_nat, ${cguStandings('$3')} as cgu
           from person p where p.tenant_id = $1 and p.id_nat = $2)
       select ${BAL_COLUMNS}, ${ACCESS_COLUMNS}, p.cgu
         from p
         join bal_access a on a.tenant_id = p.tenant_id and a.person_id = p.id
         join bal b on b.tenant_id = a.tenant_id and b.id = a.bal_id
        order by b.address, a.starts_at, a.id`,
      [this.sql.context.tenantId, idNat, this.sql.context.at],
    );
    const byBal = Map.groupBy(rows, (row) => row.id);
    return [...byBal.values()].flatMap((group) => {
      const [first] = group;
      return first ? [{ bal: balOf(first), accesses: group.map(heldOf) }] : [];
    });
  }

  /** Those of these BAL that are of the tenant. */
  async those(balIds: readonly string[]): Promise<readonly Bal[]> {
    const rows = await this.sql.query<BalRow>(
      `select ${BAL_COLUMNS} from bal b where b.tenant_id = $1 and b.id = any($2)`,
      [this.sql.context.tenantId, balIds],
    );
    return rows.map(balOf);
  }

  async list(): Promise<readonly Bal[]> {
    const rows = await this.sql.query<BalRow>(
      `select ${BAL_COLUMNS} from bal b where b.tenant_id = $1 order by b.address`,
      [this.sql.context.tenantId],
    );
    return rows.map(balOf);
  }

  private async one(condition: string, value: string): Promise<Bal | null> {
    const [row] = await this.sql.query<BalRow>(
      `select ${BAL_COLUMNS} from bal b where b.tenant_id = $1 and ${condition}`,
      [this.sql.context.tenantId, value],
    );
    return row ? balOf(row) : null;
  }
}

function heldOf(row: AccessRow & StandingsRow): HeldAccess {
  return { ...accessOf(row), cgu: standingsOf(row) };
}
