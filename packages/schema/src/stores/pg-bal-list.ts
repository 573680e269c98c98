import type {
  AdministeredBal,
  BalKind,
  BalState,
  DeletionMotive,
  QuotaLevel,
  SuspensionMotive,
} from '@cachet/mss-core';
import type { Page } from '../page.js';
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

export interface BalPageRequest {
  readonly first: number;
  readonly after: { readonly address: string; readonly id: string } | null;
}

/** The BAL of one tenant, in order of address. */
export class PgBalList {
  constructor(private readonly sql: TenantSql) {}

  async byId(balId: string): Promise<AdministeredBal | null> {
    const [row] = await this.#read('and b.id = $2', [balId]);
    return row ? administeredOf(row) : null;
  }

  /** Walks the index of addresses from the place of the page on: what a page costs does not grow with the list. */
  async page(request: BalPageRequest, filter: BalFilter): Promise<Page<AdministeredBal>> {
    const { conditions, values } = conditionsOf(filter, request.after);
    values.push(request.first + 1);
    const rows = await this.#read(
      `${conditions.map((condition) => `and ${condition}`).join(' ')} order by b.address, b.id limit $${values.length + 1}`,
      values,
    );
    const found = rows.map(administeredOf);
    return { rows: found.slice(0, request.first), hasMore: found.length > request.first };
  }

  /** In order of address. */
  async suspended(): Promise<readonly AdministeredBal[]> {
    const rows = await this.#read("and b.state = 'suspended' order by b.address, b.id", []);
    return rows.map(administeredOf);
  }

  #read(condition: string, values: readonly unknown[]): Promise<AdministeredRow[]> {
    return this.sql.query<AdministeredRow>(
      `select ${ADMINISTERED_COLUMNS} from bal b where b.tenant_id = $1 ${condition}`,
      [this.sql.context.tenantId, ...values],
    );
  }
}

function conditionsOf(
  { kind, state, motive, isTest, quotaLevel, text }: BalFilter,
  after: BalPageRequest['after'],
) {
  const values: unknown[] = [];
  const bound = (value: unknown) => `$${values.push(value) + 1}`;
  // The states are words of the statement: their indexes serve the very state that is asked for.
  const conditions = [state === null ? "b.state <> 'deleted'" : `b.state = '${state}'`];
  if (kind !== null) conditions.push(`b.kind = ${bound(kind)}`);
  if (motive !== null) conditions.push(`b.state_motive = ${bound(motive)}`);
  if (isTest !== null) conditions.push(`b.is_test = ${bound(isTest)}`);
  // A word of the statement too: the index of BAL that fill up serves it.
  if (quotaLevel !== null) conditions.push(`b.quota_level >= ${quotaLevel}`);
  if (text !== null) {
    const place = bound(text.toLowerCase());
    conditions.push(`(strpos(b.address, ${place}) > 0 or strpos(lower(b.description), ${place}) > 0)`);
  }
  if (after) conditions.push(`(b.address, b.id) > (${bound(after.address)}, ${bound(after.id)}::uuid)`);
  return { conditions, values };
}
