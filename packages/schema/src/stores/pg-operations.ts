import {
  isOver,
  type NewRow,
  type Operation,
  type OperationPhase,
  type OperationRequest,
  type OperationRow,
  type OperationState,
  type OperationStore,
  type RowCounts,
  type RowState,
  type RowVerdict,
} from '@cachet/mss-core';
import { bindTo, type ListOrder, newestFirst, walkSql } from '../list-order.js';
import { type Page, type PageRequest, pageBy, pageMap } from '../page.js';
import type { TenantSql } from '../sql.js';
import {
  type OperationTableRow,
  operationOf,
  ROW_COLUMNS,
  type RowTableRow,
  rowOf,
} from './operation-rows.js';

const NEWEST_FIRST = newestFirst('created_at', 'id');
const AS_IN_THE_FILE: ListOrder<number> = {
  columns: ['number'],
  isDescending: false,
  placed: (number, bind) => bind(number),
};

/** The operations of one tenant, and their rows. */
export class PgOperations implements OperationStore {
  constructor(private readonly sql: TenantSql) {}

  async add(
    id: string,
    request: OperationRequest,
    phase: OperationPhase,
    rows: readonly NewRow[],
  ): Promise<void> {
    const { tenantId, at, actor, means, remoteAddress, scopes = [] } = this.sql.context;
    const failed = rows.filter(({ refusal }) => refusal !== null).length;
    const { kind, isRehearsal, onlyIfAllValid, fileName, undoes } = request;
    await this.sql.query(
      `insert into operation
         (tenant_id, id, kind, state, phase, is_rehearsal, only_if_all_valid, file_name, undoes, author, means, remote_address,
          total, failed, created_at, updated_at, scopes)
       values ($1, $2, $3, 'queued', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15)`,
      [
        ...[tenantId, id, kind, phase, isRehearsal, onlyIfAllValid, fileName, undoes, JSON.stringify(actor)],
        ...[means, remoteAddress, rows.length, failed, at, [...scopes]],
      ],
    );
    await this.sql.query(
      `insert into operation_row (tenant_id, operation_id, number, key, cells, state, code, detail, bal_id, access_id)
       select $1, $2, r.number, r.key, r.cells, case when r.code is null then 'waiting' else 'failed' end, r.code, r.detail,
              r.bal_id, r.access_id
         from jsonb_to_recordset($3) as r(number int, key text, cells jsonb, code text, detail jsonb, bal_id uuid, access_id uuid)`,
      [tenantId, id, JSON.stringify(rows.map(writtenRow))],
    );
    if (kind !== 'balExport')
      await this.sql.query(
        'insert into operation_due (operation_id, tenant_id, queued_at) values ($1, $2, $3)',
        [id, tenantId, at],
      );
    await this.sql.notify('operation', id);
  }

  byId(id: string): Promise<Operation | null> {
    return this.#one(id, '');
  }

  hold(id: string): Promise<Operation | null> {
    return this.#one(id, 'for update');
  }

  async nextRows(id: string, phase: OperationPhase, limit: number): Promise<readonly OperationRow[]> {
    const states = phase === 'checking' ? ['waiting'] : ['waiting', 'valid'];
    const rows = await this.sql.query<RowTableRow>(
      `select ${ROW_COLUMNS} from operation_row
        where tenant_id = $1 and operation_id = $2 and state = any($3) order by number limit $4`,
      [this.sql.context.tenantId, id, states, limit],
    );
    return rows.map(rowOf);
  }

  async settle(id: string, verdicts: readonly RowVerdict[]): Promise<RowCounts> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      `update operation_row o set state = v.state, code = v.code, detail = v.detail,
              bal_id = coalesce(v.bal_id, o.bal_id), access_id = coalesce(v.access_id, o.access_id)
         from jsonb_to_recordset($3) as v(number int, state text, code text, detail jsonb, bal_id uuid, access_id uuid)
        where o.tenant_id = $1 and o.operation_id = $2 and o.number = v.number`,
      [tenantId, id, JSON.stringify(verdicts.map(writtenVerdict))],
    );
    const counts = await this.#count(id, at);
    await this.sql.notify('operation', id);
    return counts;
  }

  async enter(id: string, state: OperationState, phase: OperationPhase): Promise<void> {
    const { tenantId, at } = this.sql.context;
    if (isOver(state)) {
      // The verdicts of a rehearsal stay what they are.
      await this.sql.query(
        `update operation_row r set state = 'skipped' from operation o
          where o.tenant_id = $1 and o.id = $2 and r.tenant_id = $1 and r.operation_id = $2
            and (r.state = 'waiting' or (r.state = 'valid' and not o.is_rehearsal))`,
        [tenantId, id],
      );
      await this.#count(id, at);
      await this.sql.query('delete from operation_due where operation_id = $1', [id]);
    }
    await this.sql.query(
      `update operation set state = $3, phase = $4, updated_at = $5, 
              started_at = case when $3 = 'waiting' then started_at else coalesce(started_at, $5) end,
              ended_at = case when $6 then $5::timestamptz end
        where tenant_id = $1 and id = $2`,
      [tenantId, id, state, phase, at, isOver(state)],
    );
    await this.sql.notify('operation', id);
  }

  async rows(id: string, limit: number): Promise<readonly OperationRow[]> {
    const rows = await this.sql.query<RowTableRow>(
      `select ${ROW_COLUMNS} from operation_row where tenant_id = $1 and operation_id = $2 order by number limit $3`,
      [this.sql.context.tenantId, id, limit],
    );
    return rows.map(rowOf);
  }

  async exportUnderWay(balId: string, idNat: string): Promise<string | null> {
    const [row] = await this.sql.query<{ id: string }>(
      `select o.id from operation o
        where o.tenant_id = $1 and o.kind = 'balExport' and o.ended_at is null and o.author ->> 'idNat' = $3
          and exists (select from operation_row r where r.tenant_id = $1 and r.operation_id = o.id and r.bal_id = $2)
        order by o.created_at desc limit 1`,
      [this.sql.context.tenantId, balId, idNat],
    );
    return row?.id ?? null;
  }

  async opened(id: string): Promise<readonly OperationRow[]> {
    const rows = await this.sql.query<RowTableRow>(
      `select ${ROW_COLUMNS} from operation_row
        where tenant_id = $1 and operation_id = $2 and state = 'done' order by number`,
      [this.sql.context.tenantId, id],
    );
    return rows.map(rowOf);
  }

  async markUndone(id: string, verdicts: readonly RowVerdict[]): Promise<void> {
    const numbers = verdicts.filter(({ state }) => state === 'done').map(({ number }) => number);
    await this.sql.query(
      `update operation_row set state = 'undone'
        where tenant_id = $1 and operation_id = $2 and number = any($3) and state = 'done'`,
      [this.sql.context.tenantId, id, numbers],
    );
  }

  async noteUndoing(id: string, by: string | null): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      'update operation set undone_by = $3, updated_at = $4 where tenant_id = $1 and id = $2',
      [tenantId, id, by, at],
    );
    await this.sql.notify('operation', id);
  }

  /** Newest first. */
  async page(request: PageRequest): Promise<Page<Operation>> {
    const page = await pageBy(request, (walk) => {
      const values: unknown[] = [this.sql.context.tenantId];
      return this.sql.query<OperationTableRow>(
        `select * from operation where tenant_id = $1 ${walkSql(NEWEST_FIRST, walk, bindTo(values))}`,
        values,
      );
    });
    return pageMap(page, operationOf);
  }

  /** In the order of the file. */
  async rowPage(
    id: string,
    request: PageRequest<number>,
    states: readonly RowState[] | null,
  ): Promise<Page<OperationRow>> {
    const page = await pageBy(request, (walk) => {
      const values: unknown[] = [this.sql.context.tenantId, id, states && [...states]];
      return this.sql.query<RowTableRow>(
        `select ${ROW_COLUMNS} from operation_row
          where tenant_id = $1 and operation_id = $2 and ($3::text[] is null or state = any($3))
            ${walkSql(AS_IN_THE_FILE, walk, bindTo(values))}`,
        values,
      );
    });
    return pageMap(page, rowOf);
  }

  /** Those that were not done because they or others were refused, in order. */
  async leftOut(id: string): Promise<readonly OperationRow[]> {
    const rows = await this.sql.query<RowTableRow>(
      `select ${ROW_COLUMNS} from operation_row
        where tenant_id = $1 and operation_id = $2 and state = 'failed' order by number`,
      [this.sql.context.tenantId, id],
    );
    return rows.map(rowOf);
  }

  /** What changed after that moment, oldest first. */
  async changedAfter(at: Date, id: string | null, limit: number): Promise<readonly Operation[]> {
    const rows = await this.sql.query<OperationTableRow>(
      `select * from operation
        where tenant_id = $1 and (updated_at > $2 or (updated_at = $2 and id > $3::uuid))
        order by updated_at, id limit $4`,
      [this.sql.context.tenantId, at, id, limit],
    );
    return rows.map(operationOf);
  }

  /** For good, those that ended before that moment, and their rows; exports that nobody took away too. */
  async forget(before: Date): Promise<void> {
    await this.sql.query(
      `delete from operation where tenant_id = $1
        and (ended_at < $2 or (kind = 'balExport' and coalesce(started_at, created_at) < $2))`,
      [this.sql.context.tenantId, before],
    );
  }

  async #one(id: string, lock: '' | 'for update'): Promise<Operation | null> {
    const [row] = await this.sql.query<OperationTableRow>(
      `select * from operation where tenant_id = $1 and id = $2 ${lock}`,
      [this.sql.context.tenantId, id],
    );
    return row ? operationOf(row) : null;
  }

  async #count(id: string, at: Date): Promise<RowCounts> {
    const [row] = await this.sql.query<RowCounts>(
      `update operation o set checked = c.checked, done = c.done, unchanged = c.unchanged, failed = c.failed,
              skipped = c.skipped, updated_at = $3
         from (select count(*) filter (where state = 'valid') as checked,
                      count(*) filter (where state in ('done', 'undone')) as done,
                      count(*) filter (where state = 'unchanged') as unchanged,
                      count(*) filter (where state = 'failed') as failed,
                      count(*) filter (where state = 'skipped') as skipped
                 from operation_row where tenant_id = $1 and operation_id = $2) c
        where o.tenant_id = $1 and o.id = $2
       returning o.total, o.checked, o.done, o.unchanged, o.failed, o.skipped`,
      [this.sql.context.tenantId, id, at],
    );
    return row ?? { total: 0, checked: 0, done: 0, unchanged: 0, failed: 0, skipped: 0 };
  }
}

function writtenRow({ number, key, cells, refusal, balId, accessId }: NewRow) {
  const [code, detail] = [refusal?.code ?? null, refusal?.detail ?? null];
  return { number, key, cells, code, detail, bal_id: balId ?? null, access_id: accessId ?? null };
}

function writtenVerdict({ number, state, refusal, balId, accessId }: RowVerdict) {
  const [code, detail] = [refusal?.code ?? null, refusal?.detail ?? null];
  return { number, state, code, detail, bal_id: balId, access_id: accessId };
}
