import { type Bal, type StructureIdNat, structureIdNatOfFiness } from '@cachet/mss-core';
import { bindTo, newestFirst, walkSql } from '../list-order.js';
import { type Page, type PageRequest, pageBy, pageMap } from '../page.js';
import type { TenantSql } from '../sql.js';
import { BAL_COLUMNS, type BalRow, balOf } from './bal-rows.js';

/** A structure whose certificates open a BAL; without a date, the tenant itself. */
export interface AttachedStructure {
  readonly idNat: StructureIdNat;
  readonly authorisedAt: Date | null;
}

export interface AttachedBal {
  readonly bal: Bal;
  readonly createdAt: Date;
  readonly structures: readonly AttachedStructure[];
}

interface Row extends BalRow {
  created_at: Date;
  finess: string | null;
  authorised: readonly { id_nat: StructureIdNat; at: string }[];
}

const NEWEST_FIRST = newestFirst('b.created_at', 'b.id');

/** The applicative BAL of one tenant, with the structures they are attached to (EX_LPS_1200). */
export class PgApplicativeBals {
  constructor(private readonly sql: TenantSql) {}

  async byId(balId: string): Promise<AttachedBal | null> {
    const [row] = await this.#read('and b.id = $2', [this.sql.context.tenantId, balId]);
    return row ? attachedOf(row) : null;
  }

  /** Newest first. */
  async page(request: PageRequest): Promise<Page<AttachedBal>> {
    const page = await pageBy(request, (walk) => {
      const values: unknown[] = [this.sql.context.tenantId];
      return this.#read(walkSql(NEWEST_FIRST, walk, bindTo(values)), values);
    });
    return pageMap(page, attachedOf);
  }

  #read(condition: string, values: readonly unknown[]): Promise<Row[]> {
    return this.sql.query<Row>(
      `select ${BAL_COLUMNS}, b.created_at, t.finess,
              coalesce((select jsonb_agg(jsonb_build_object('id_nat', s.id_nat, 'at', s.authorised_at)
                                         order by s.authorised_at, s.id_nat)
                          from bal_structure s where s.tenant_id = b.tenant_id and s.bal_id = b.id), '[]') as authorised
         from bal b join tenant t on t.tenant_id = b.tenant_id
        where b.tenant_id = $1 and b.kind = 'applicative' ${condition}`,
      values,
    );
  }
}

function attachedOf(row: Row): AttachedBal {
  const own = structureIdNatOfFiness(row.finess ?? '');
  const structures = row.authorised.map(({ id_nat, at }) => ({ idNat: id_nat, authorisedAt: new Date(at) }));
  return {
    bal: balOf(row),
    createdAt: row.created_at,
    structures: own ? [{ idNat: own, authorisedAt: null }, ...structures] : structures,
  };
}
