import { refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { doRow, type RowTools } from './do-row.js';
import { finalState, isOver, type Operation } from './operation.js';
import type { BulkRoom, OperationRow, RowVerdict } from './ports.js';

/** Where an operation stands after some of its rows. */
export type BatchOutcome = 'goesOn' | 'over';

/**
 * Does the next rows of an operation and writes what became of each, all in one transaction: a row is done exactly when its verdict is
 * there. Whoever holds the operation does them; another waits, and finds the rows after.
 */
export async function runBatch(
  context: TenantContext,
  room: BulkRoom,
  tools: RowTools,
  operationId: string,
  size: number,
): Promise<BatchOutcome> {
  const operation = await room.operations.hold(operationId);
  if (!operation || isOver(operation.state)) return 'over';
  const { phase } = operation;
  if (operation.state === 'queued') await room.operations.enter(operationId, 'running', phase);
  const rows = await room.operations.nextRows(operationId, phase, size);
  if (rows.length === 0) return turn(room, operation);
  const judge = () => verdictsOf(context, room, tools, operation, rows);
  const verdicts = phase === 'checking' ? await room.rehearse(judge) : await judge();
  await room.operations.settle(operationId, verdicts);
  if (operation.undoes) await room.operations.markUndone(operation.undoes, verdicts);
  return 'goesOn';
}

/** What a row is told that failed by a fault of ours, tried alone. Nothing when it is not the next one: it was done after all. */
export async function giveUpRow(room: BulkRoom, operationId: string, number: number): Promise<void> {
  const operation = await room.operations.hold(operationId);
  if (!operation || isOver(operation.state)) return;
  const [row] = await room.operations.nextRows(operationId, operation.phase, 1);
  if (row?.number !== number) return;
  const { refusal } = refused('rowFault');
  await room.operations.settle(operationId, [failed(row, refusal)]);
}

// From checking to doing when every row is valid; else to the end.
async function turn(room: BulkRoom, operation: Operation): Promise<BatchOutcome> {
  const { id, phase, isRehearsal, counts, undoes } = operation;
  if (phase === 'checking' && !isRehearsal && counts.failed === 0) {
    await room.operations.enter(id, 'running', 'doing');
    return 'goesOn';
  }
  const isGivenUp = phase === 'checking' && !isRehearsal;
  const state = isGivenUp ? 'failed' : finalState(operation);
  await room.operations.enter(id, state, phase);
  if (undoes && state !== 'succeeded') await room.operations.noteUndoing(undoes, null);
  const { total, done, unchanged, failed: refusals } = counts;
  await room.desk.journal.record([
    {
      kind: 'operation.ended',
      outcome: 'ok',
      facts: { operationId: id, state, total, done, unchanged, failed: refusals },
    },
  ]);
  return 'over';
}

async function verdictsOf(
  context: TenantContext,
  room: BulkRoom,
  tools: RowTools,
  operation: Operation,
  rows: readonly OperationRow[],
): Promise<readonly RowVerdict[]> {
  const verdicts: RowVerdict[] = [];
  await room.desk.bulk.foresee(rows);
  for (const row of rows) {
    const outcome = await room.attempt(() => doRow(context, room.desk, tools, operation, row));
    verdicts.push(outcome.ok ? kept(operation, row, outcome.value) : failed(row, outcome.refusal));
  }
  return verdicts;
}

function kept(
  { phase }: Pick<Operation, 'phase'>,
  { number }: OperationRow,
  { state, balId, accessId }: { state: 'done' | 'unchanged'; balId: string | null; accessId: string | null },
): RowVerdict {
  if (state === 'unchanged') return { number, state, refusal: null, balId, accessId };
  // What was opened while nothing is written is not there any more.
  if (phase === 'checking') return { number, state: 'valid', refusal: null, balId: null, accessId: null };
  return { number, state, refusal: null, balId, accessId };
}

function failed({ number }: OperationRow, refusal: RowVerdict['refusal']): RowVerdict {
  return { number, state: 'failed', refusal, balId: null, accessId: null };
}
