import type { AccessView, BalRole, IdNat, MssAddress } from '@cachet/mss-core';
import { bindTo, fromSql, newestFirst, orderSql } from '../list-order.js';
import {
  behind,
  type Page,
  type PageCursor,
  type PageRequest,
  pageOf,
  type Walk,
  wantedBy,
} from '../page.js';
import type { TenantSql } from '../sql.js';
import { KEPT_COLUMNS, type KeptRow, keptAccessOf } from './pg-accesses.js';

export interface AccessFilter {
  /** At the moment of the act; null for all. */
  readonly time: 'past' | 'present' | 'future' | null;
  /** Only those of that person. */
  readonly only?: IdNat | undefined;
  /** Only in that role. */
  readonly role?: BalRole | undefined;
}

interface ViewRow extends KeptRow {
  family_name: string;
  given_name: string;
  left_at: Date | null;
  person_version: number;
  address: MssAddress;
}

const COLUMNS = `${KEPT_COLUMNS}, p.family_name, p.given_name, p.left_at, p.version as person_version, b.address`;
const OWNED = `bal_access a
  join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
  join bal b on b.tenant_id = a.tenant_id and b.id = a.bal_id`;
const NEWEST_FIRST = newestFirst('a.starts_at', 'a.id');
const OF = { bal: 'a.bal_id', person: 'a.person_id' } as const;
const TIMES = {
  past: 'a.ends_at <= $3',
  present: 'a.starts_at <= $3 and (a.ends_at is null or $3 < a.ends_at)',
  future: '$3 < a.starts_at and (a.ends_at is null or a.starts_at < a.ends_at)',
} as const;

/** Accesses with the person and the BAL they tie. */
export class PgAccessViews {
  constructor(private readonly sql: TenantSql) {}

  async byId(accessId: string): Promise<AccessView | null> {
    const [row] = await this.sql.query<ViewRow>(
      `select ${COLUMNS} from ${OWNED} where a.tenant_id = $1 and a.id = $2`,
      [this.sql.context.tenantId, accessId],
    );
    return row ? viewOf(row) : null;
  }

  /** The same page of several lists, newest first: those to each BAL, or those of each person. */
  async pages(
    of: keyof typeof OF,
    ids: readonly string[],
    request: PageRequest,
    filter: AccessFilter,
  ): Promise<ReadonlyMap<string, Page<AccessView>>> {
    const found = await this.#walk(of, ids, wantedBy(request), filter);
    const back = behind(request);
    const others = back === null ? null : await this.#walk(of, ids, back, filter);
    return new Map(
      ids.map((id) => [id, pageOf((found.get(id) ?? []).map(viewOf), request, others?.has(id) ?? false)]),
    );
  }

  /** The same walk along each list; those where it finds nothing are absent. */
  async #walk(
    of: keyof typeof OF,
    ids: readonly string[],
    walk: Walk<PageCursor>,
    { time, only, role }: AccessFilter,
  ): Promise<ReadonlyMap<string, readonly ViewRow[]>> {
    const { tenantId, at } = this.sql.context;
    const values: unknown[] = [tenantId, ids, at, only ?? null, role ?? null];
    const bind = bindTo(values);
    const order = orderSql(NEWEST_FIRST, walk);
    const rows = await this.sql.query<ViewRow>(
      `select * from (
         select ${COLUMNS}, row_number() over (partition by ${OF[of]} order by ${order}) as place
           from ${OWNED}
          where a.tenant_id = $1 and ${OF[of]} = any($2) and ($3::timestamptz is not null) and (${time ? TIMES[time] : 'true'})
            and ($4::text is null or p.id_nat = $4) and ($5::text is null or a.role = $5)
            ${fromSql(NEWEST_FIRST, walk, bind)}) x
        where place <= ${bind(walk.limit)} order by place`,
      values,
    );
    return Map.groupBy(rows, (row) => (of === 'bal' ? row.bal_id : row.person_id));
  }
}

function viewOf(row: ViewRow): AccessView {
  const { person_id, id_nat, family_name, given_name, left_at, person_version, address } = row;
  const name = { familyName: family_name, givenName: given_name };
  return {
    ...keptAccessOf(row),
    balAddress: address,
    person: { id: person_id, idNat: id_nat, ...name, leftAt: left_at, version: person_version },
  };
}
