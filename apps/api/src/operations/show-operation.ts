import {
  ACCESS_COLUMNS,
  type Actor,
  BAL_COLUMNS,
  type Column,
  isOver,
  isUndoable,
  type Operation,
  type OperationRow,
  progressOf,
  sentence,
  type TenantId,
} from '@cachet/mss-core';
import { OperationKindName, OperationRowStateName, OperationStateName } from '../types/enums.js';
import type { OperationRowType, OperationType } from '../types/operation.js';

export function showOperation(operation: Operation, structureId: TenantId): OperationType {
  const { id, fileName, onlyIfAllValid, createdAt, startedAt, endedAt, counts, state } = operation;
  const { total, checked, done, unchanged, failed, skipped } = counts;
  return {
    ...{ id, structureId, fileName, onlyIfAllValid, createdAt, startedAt, endedAt },
    ...{ total, valid: checked, done, unchanged, failed, skipped, progress: progressOf(operation) },
    kind: KINDS[operation.kind],
    state: STATES[state],
    dryRun: operation.isRehearsal,
    author: nameOf(operation.author),
    mayCancel: !isOver(state),
    mayRollback: isUndoable(operation),
    rollbackOf: operation.undoes,
    rolledBackBy: operation.undoneBy,
  };
}

export function showRow({ number, key, state, refusal, balId, accessId }: OperationRow): OperationRowType {
  const field = refusal?.detail.field ?? null;
  return {
    ...{ number, key, balId, accessId, field },
    state: ROW_STATES[state],
    code: refusal?.code ?? null,
    message: refusal && sentence(refusal, 'fr'),
    messageEn: refusal && sentence(refusal, 'en'),
    column: refusal?.detail.column ?? columnOf(field),
  };
}

function columnOf(field: string | null): string | null {
  const columns: readonly Column[] = [...BAL_COLUMNS, ...ACCESS_COLUMNS];
  return columns.find((column) => column.field === field)?.header ?? null;
}

function nameOf(author: Actor): string {
  return author.kind === 'peer' ? author.dn : author.kind === 'structure' ? author.idNat : author.name;
}

const KINDS: Record<Operation['kind'], OperationKindName> = {
  balOpening: OperationKindName.BAL_OPENING,
  accessOpening: OperationKindName.ACCESS_OPENING,
  balUndoing: OperationKindName.BAL_ROLLBACK,
  accessUndoing: OperationKindName.ACCESS_ROLLBACK,
  balExport: OperationKindName.BAL_EXPORT,
};
const STATES: Record<Operation['state'], OperationStateName> = {
  queued: OperationStateName.QUEUED,
  running: OperationStateName.RUNNING,
  waiting: OperationStateName.WAITING,
  succeeded: OperationStateName.SUCCEEDED,
  partial: OperationStateName.PARTIAL,
  failed: OperationStateName.FAILED,
  cancelled: OperationStateName.CANCELLED,
};
const ROW_STATES: Record<OperationRow['state'], OperationRowStateName> = {
  waiting: OperationRowStateName.WAITING,
  valid: OperationRowStateName.VALID,
  done: OperationRowStateName.DONE,
  unchanged: OperationRowStateName.UNCHANGED,
  failed: OperationRowStateName.FAILED,
  skipped: OperationRowStateName.SKIPPED,
  undone: OperationRowStateName.UNDONE,
};
