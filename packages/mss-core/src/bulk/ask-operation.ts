import { administers } from '../administration/index.js';
import type { AdministrationDesk } from '../administration/ports.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { readAccessRow } from './access-row.js';
import { isTheirs } from './bal-export.js';
import { readBalRow } from './bal-row.js';
import type { Cells } from './columns.js';
import { isOver, isUndoable, OPERATION_SCOPES, type OperationRequest, phaseOf } from './operation.js';
import type { NewRow, OperationStore } from './ports.js';
import { type FileRow, MOST_ROWS } from './read-file.js';

export interface OperationDesk extends Pick<AdministrationDesk, 'roles' | 'journal'> {
  readonly operations: OperationStore;
}

export type AskedOperation = Pick<OperationRequest, 'isRehearsal' | 'onlyIfAllValid' | 'fileName'> & {
  readonly kind: 'balOpening' | 'accessOpening';
};

const LONGEST_FILE_NAME = 200;

/**
 * Keeps the rows that are asked for, to be done by whoever works in the background, in the name of who asks. What is wrong with a row by
 * itself is told at once. Answers the operation's id. Refuses forbidden, scopeMissing, csvEmpty, tooManyRows.
 */
export async function askOperation(
  context: TenantContext,
  desk: OperationDesk,
  newId: NewId,
  asked: AskedOperation,
  rows: readonly FileRow[],
): Promise<Outcome<string>> {
  const allowed = await administers(context, desk.roles, OPERATION_SCOPES[asked.kind]);
  if (!allowed.ok) return allowed;
  if (rows.length === 0) return refused('csvEmpty');
  if (rows.length > MOST_ROWS) return refused('tooManyRows', { limit: String(MOST_ROWS) });
  const id = newId();
  const request = { ...asked, fileName: asked.fileName?.slice(0, LONGEST_FILE_NAME) ?? null, undoes: null };
  await desk.operations.add(id, request, phaseOf(request), judged(asked.kind, rows));
  const { kind, isRehearsal, onlyIfAllValid } = asked;
  await desk.journal.record([
    {
      kind: 'operation.asked',
      outcome: 'ok',
      facts: { operationId: id, operation: kind, isRehearsal, onlyIfAllValid, total: rows.length },
    },
  ]);
  return done(id);
}

/** Stops an operation between two rows: what is done stays done; an export, by who asked for it too. Refuses forbidden, scopeMissing, notFound, operationOver. */
export async function cancelOperation(
  context: TenantContext,
  desk: OperationDesk,
  operationId: string,
): Promise<Outcome<void>> {
  const operation = await desk.operations.hold(operationId);
  if (!operation) return refused('notFound');
  const isOwn = operation.kind === 'balExport' && isTheirs(context, operation);
  const allowed = isOwn
    ? done(undefined)
    : await administers(context, desk.roles, OPERATION_SCOPES[operation.kind]);
  if (!allowed.ok) return allowed;
  if (isOver(operation.state)) return refused('operationOver');
  await desk.operations.enter(operationId, 'cancelled', operation.phase);
  if (operation.undoes) await desk.operations.noteUndoing(operation.undoes, null);
  await desk.journal.record([{ kind: 'operation.cancelled', outcome: 'ok', facts: { operationId } }]);
  return done(undefined);
}

/**
 * Takes back what an operation opened and nobody used since, row by row, as another operation. Answers that one's id. Refuses notFound,
 * forbidden, scopeMissing, operationNotUndoable.
 */
export async function rollBackOperation(
  context: TenantContext,
  desk: OperationDesk,
  newId: NewId,
  operationId: string,
): Promise<Outcome<string>> {
  const operation = await desk.operations.hold(operationId);
  if (!operation) return refused('notFound');
  const allowed = await administers(context, desk.roles, OPERATION_SCOPES[operation.kind]);
  if (!allowed.ok) return allowed;
  const opened = isUndoable(operation) ? await desk.operations.opened(operationId) : [];
  if (opened.length === 0) return refused('operationNotUndoable');
  const id = newId();
  const kind = operation.kind === 'balOpening' ? 'balUndoing' : 'accessUndoing';
  const request = { kind, isRehearsal: false, onlyIfAllValid: false, undoes: operationId } as const;
  await desk.operations.add(id, { ...request, fileName: operation.fileName }, 'doing', opened);
  await desk.operations.noteUndoing(operationId, id);
  const facts = { operationId: id, operation: kind, undoes: operationId, total: opened.length };
  await desk.journal.record([{ kind: 'operation.asked', outcome: 'ok', facts }]);
  return done(id);
}

function judged(kind: AskedOperation['kind'], rows: readonly FileRow[]): readonly NewRow[] {
  const firstOf = new Map<string, number>();
  return rows.map(({ line, cells, isTooLong }) => {
    const read = kind === 'balOpening' ? balKey(cells) : accessKey(cells);
    const key = read.ok ? read.value : (cells.address ?? '').toLowerCase();
    const first = read.ok ? firstOf.get(key) : undefined;
    if (read.ok && first === undefined) firstOf.set(key, line);
    const outcome = isTooLong
      ? refused('rowTooLong')
      : first === undefined
        ? read
        : refused('rowRepeated', { line: String(first) });
    return { number: line, key, cells, refusal: outcome.ok ? null : outcome.refusal };
  });
}

function balKey(cells: Cells): Outcome<string> {
  const item = readBalRow(cells);
  return item.ok ? done(item.value.address) : item;
}

function accessKey(cells: Cells): Outcome<string> {
  const item = readAccessRow(cells);
  return item.ok ? done(`${item.value.address} ${item.value.person} ${item.value.role}`) : item;
}
