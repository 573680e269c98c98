import type {
  AdministeredBal,
  BalKind,
  BalState,
  DeletionMotive,
  QuotaLevel,
  SuspensionMotive,
} from '@cachet/mss-core';
import { type Bind, bindTo, type ListOrder, walkSql } from '../list-order.js';
import { type Page, type PageRequest, pageBy, pageMap } from '../page.js';
import type { TenantSql } from '../sql.js';
import { ADMINISTERED_COLUMNS, type AdministeredRow, administeredOf } from './pg-bal-estate.js';

/** Which BAL of a structure are listed; null for no condition. Deleted ones are left out unless asked for. */
export interface BalFilter {
  readonly kind: BalKind | null;
  readonly state: BalState | null;
  readonly motive: SuspensionMotive | DeletionMotive | null;
  readonly isTest: boolean | null;
  /** That reached this threshold of their quota, in per cent. */
  readonly quotaLevel: QuotaLevel | null;
  /** Somewhere in the address or the description, whatever the case. */
  readonly text: string | null;
}

export interface BalPlace {
  readonly address: string;
  readonly id: string;
}

const BY_ADDRESS: ListOrder<BalPlace> = {
  columns: ['b.address', 'b.id'],
  isDescending: false,
  placed: ({ address, id }, bind) => `(${bind(address)}, ${bind(id)}::uuid)`,
};

/** The BAL of one tenant, in order of address. */
export class PgBalList {
  constructor(private readonly sql: TenantSql) {}

  async byId(balId: string): Promise<AdministeredBal | null> {
    const [row] = await this.#read('b.id = $2', [this.sql.context.tenantId, balId]);
    return row ? administeredOf(row) : null;
  }

  /** Walks the index of addresses from the place of the page on: what a page costs does not grow with the list. */
  async page(request: PageRequest<BalPlace>, filter: BalFilter): Promise<Page<AdministeredBal>> {
    const page = await pageBy(request, (walk) => {
      const values: unknown[] = [this.sql.context.tenantId];
      const bind = bindTo(values);
      const conditions = conditionsOf(filter, bind).join(' and ');
      return this.#read(`${conditions} ${walkSql(BY_ADDRESS, walk, bind)}`, values);
    });
    return pageMap(page, administeredOf);
  }

  /** In order of address. */
  async suspended(): Promise<readonly AdministeredBal[]> {
    const rows = await this.#read("b.state = 'suspended' order by b.address, b.id", [
      this.sql.context.tenantId,
    ]);
    return rows.map(administeredOf);
  }

  #read(condition: string, values: readonly unknown[]): Promise<AdministeredRow[]> {
    return this.sql.query<AdministeredRow>(
      `select ${ADMINISTERED_COLUMNS} from bal b where b.tenant_id = $1 and ${condition}`,
      values,
    );
  }
}

function conditionsOf(
  { kind, state, motive, isTest, quotaLevel, text }: BalFilter,
  bind: Bind,
): readonly string[] {
  // The states are words of the statement: their indexes serve the very state that is asked for.
  const conditions = [state === null ? "b.state <> 'deleted'" : `b.state = '${state}'`];
  if (kind !== null) conditions.push(`b.kind = ${bind(kind)}`);
  if (motive !== null) conditions.push(`b.state_motive = ${bind(motive)}`);
  if (isTest !== null) conditions.push(`b.is_test = ${bind(isTest)}`);
  // A word of the statement too: the index of BAL that fill up serves it.
  if (quotaLevel !== null) conditions.push(`b.quota_level >= ${quotaLevel}`);
  if (text !== null) {
    const place = bind(text.toLowerCase());
    conditions.push(`(strpos(b.address, ${place}) > 0 or strpos(lower(b.description), ${place}) > 0)`);
  }
  return conditions;
}
