import {
  ACCESS_COLUMNS,
  type AskedOperation,
  administers,
  askOperation,
  BAL_COLUMNS,
  type Cells,
  cancelOperation,
  csvText,
  done,
  type FileRow,
  isTheirs,
  OPERATION_SCOPES,
  type Outcome,
  parseTenantId,
  parseUuid,
  type RowState,
  readFile,
  refused,
  refusedFile,
  rollBackOperation,
  type TenantId,
} from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { PgJournal, PgOperations, PgRoles, type TenantSql } from '@cachet/schema';
import type { Container } from '../container.js';
import { connectionOf, momentOf, readPage, readPageBy, textOf } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { OperationConnection, OperationRowConnection, OperationType } from '../types/operation.js';
import type { PageArguments } from '../types/page.js';
import { showOperation, showRow } from './show-operation.js';

/** Of one list of items; a file may have ten times as many rows. */
export const MOST_ITEMS = 1_000;

/** Operations over many rows: asked for, followed and stopped. */
export class OperationDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {}

  /** Refuses notFound, forbidden, scopeMissing, and what csvText, readFile and askOperation refuse. */
  async import(
    structureId: string,
    asked: AskedOperation,
    file: Uint8Array,
  ): Promise<Outcome<OperationType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    const text = csvText(file);
    if (!text.ok) return text;
    const columns = asked.kind === 'balOpening' ? BAL_COLUMNS : ACCESS_COLUMNS;
    const rows = readFile<string>(text.value, columns);
    return rows.ok ? this.#ask(allowed.value, asked, rows.value) : rows;
  }

  /** Refuses notFound, forbidden, scopeMissing, tooManyRows, csvEmpty. */
  async items(
    structureId: string,
    asked: AskedOperation,
    items: readonly Cells[],
  ): Promise<Outcome<OperationType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    if (items.length > MOST_ITEMS) return refused('tooManyRows', { limit: String(MOST_ITEMS) });
    const rows = items.map((cells, index) => ({ line: index + 1, cells, isTooLong: false }));
    return this.#ask(allowed.value, asked, rows);
  }

  /** Refuses notFound, forbidden, scopeMissing, operationOver. */
  async cancel(structureId: string, operationId: string): Promise<Outcome<OperationType>> {
    const id = parseUuid(operationId);
    const summary = await this.structures.allowed(structureId, 'summary');
    const allowed = summary.ok || !id ? summary : await this.#follows(structureId, id);
    if (!allowed.ok) return allowed;
    if (!id) return refused('notFound');
    return this.#in(allowed.value, async (sql) => {
      const cancelled = await cancelOperation(sql.context, deskOf(sql), id);
      return cancelled.ok ? this.#shown(sql, id) : cancelled;
    });
  }

  /** Refuses notFound, forbidden, scopeMissing, operationNotUndoable. */
  async rollBack(structureId: string, operationId: string): Promise<Outcome<OperationType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    const id = parseUuid(operationId);
    if (!id) return refused('notFound');
    return this.#in(allowed.value, async (sql) => {
      const undoing = await rollBackOperation(sql.context, deskOf(sql), newId, id);
      return undoing.ok ? this.#shown(sql, undoing.value) : undoing;
    });
  }

  /**
   * The refused rows of an operation as a file: what was sent, and why it was refused. They name people: whoever may not ask for such an
   * operation is not given them. Refuses notFound, forbidden, scopeMissing.
   */
  async refusedRows(structureId: string, operationId: string): Promise<Outcome<string>> {
    const allowed = await this.structures.allowed(structureId, 'operations');
    if (!allowed.ok) return allowed;
    const id = parseUuid(operationId);
    return this.#in(allowed.value, async (sql) => {
      const operations = new PgOperations(sql);
      const operation = id && (await operations.byId(id));
      if (!operation) return refused('notFound');
      const may = await administers(sql.context, new PgRoles(sql), OPERATION_SCOPES[operation.kind]);
      return may.ok ? done(refusedFile(operation.kind, await operations.leftOut(operation.id))) : may;
    });
  }

  /** In whichever of the caller's structures it is. Refuses notFound, scopeMissing. */
  async see(operationId: string): Promise<Outcome<OperationType>> {
    const id = parseUuid(operationId);
    for (const structureId of await this.tenants.list()) {
      const allowed = await this.structures.allowed(structureId, 'operations');
      if (!allowed.ok && allowed.refusal.code === 'scopeMissing') return allowed;
      if (!id) continue;
      const found = await this.#in(structureId, (sql) =>
        allowed.ok ? this.#shown(sql, id) : this.#shownToAuthor(sql, id),
      );
      if (found.ok) return found;
    }
    return refused('notFound');
  }

  /** @throws GraphQLError notFound, scopeMissing, inputInvalid. */
  async page(structureId: string, page: PageArguments): Promise<OperationConnection> {
    const request = spoken(readPage(page));
    const tenantId = spoken(await this.structures.allowed(structureId, 'operations'));
    const found = await this.#in(tenantId, (sql) => new PgOperations(sql).page(request));
    return connectionOf(
      found,
      (operation) => showOperation(operation, tenantId),
      ({ createdAt, id }) => momentOf(createdAt, id),
    );
  }

  /** @throws GraphQLError notFound, scopeMissing, inputInvalid. */
  async rows(
    structureId: string,
    operationId: string,
    page: PageArguments,
    states: readonly RowState[] | null,
  ): Promise<OperationRowConnection> {
    const request = spoken(readPageBy(page, rowNumber));
    const tenantId = spoken(await this.#follows(structureId, operationId));
    const found = await this.#in(tenantId, (sql) =>
      new PgOperations(sql).rowPage(operationId, request, states),
    );
    return connectionOf(found, showRow, ({ number }) => String(number));
  }

  #ask(tenantId: TenantId, asked: AskedOperation, rows: readonly FileRow[]): Promise<Outcome<OperationType>> {
    return this.#in(tenantId, async (sql) => {
      const id = await askOperation(sql.context, deskOf(sql), newId, asked, rows);
      return id.ok ? this.#shown(sql, id.value) : id;
    });
  }

  async #shown(sql: TenantSql, id: string): Promise<Outcome<OperationType>> {
    const operation = await new PgOperations(sql).byId(id);
    return operation ? done(showOperation(operation, sql.context.tenantId)) : refused('notFound');
  }

  /** Who has no role asked for it themselves: an export of their BAL. */
  async #shownToAuthor(sql: TenantSql, id: string): Promise<Outcome<OperationType>> {
    const operation = await new PgOperations(sql).byId(id);
    return operation && isTheirs(sql.context, operation)
      ? done(showOperation(operation, sql.context.tenantId))
      : refused('notFound');
  }

  /** The tenant of an operation whose rows the caller may see. Refuses notFound, scopeMissing. */
  async #follows(structureId: string, operationId: string): Promise<Outcome<TenantId>> {
    const allowed = await this.structures.allowed(structureId, 'operations');
    const tenantId = parseTenantId(structureId);
    if (allowed.ok || allowed.refusal.code !== 'notFound' || !tenantId) return allowed;
    if (!(await this.tenants.list()).includes(tenantId)) return allowed;
    const own = await this.#in(tenantId, (sql) => this.#shownToAuthor(sql, operationId));
    return own.ok ? done(tenantId) : allowed;
  }

  #in<T>(tenantId: TenantId, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return this.container.database.withTenant(this.tenants.contextOf(tenantId), work);
  }
}

function deskOf(sql: TenantSql) {
  return { roles: new PgRoles(sql), journal: new PgJournal(sql), operations: new PgOperations(sql) };
}

function rowNumber(cursor: string): number | null {
  const text = textOf(cursor);
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
