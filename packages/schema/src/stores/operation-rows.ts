import {
  type Actor,
  type Means,
  type Operation,
  type OperationKind,
  type OperationPhase,
  type OperationRow,
  type OperationState,
  REFUSALS,
  type Refusal,
  type RefusalCode,
  type RowState,
} from '@cachet/mss-core';

export interface OperationTableRow {
  id: string;
  kind: OperationKind;
  state: OperationState;
  phase: OperationPhase;
  is_rehearsal: boolean;
  only_if_all_valid: boolean;
  file_name: string | null;
  undoes: string | null;
  undone_by: string | null;
  author: Actor;
  scopes: string[];
  means: Means;
  remote_address: string | null;
  total: number;
  checked: number;
  done: number;
  unchanged: number;
  failed: number;
  skipped: number;
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  updated_at: Date;
}

export function operationOf(row: OperationTableRow): Operation {
  const { id, kind, state, phase, undoes, author, scopes, means } = row;
  const { total, checked, done, unchanged, failed, skipped } = row;
  return {
    ...{ id, kind, state, phase, undoes, author, scopes, means },
    ...{ isRehearsal: row.is_rehearsal, onlyIfAllValid: row.only_if_all_valid, fileName: row.file_name },
    ...{ undoneBy: row.undone_by, remoteAddress: row.remote_address },
    counts: { total, checked, done, unchanged, failed, skipped },
    ...{ createdAt: row.created_at, startedAt: row.started_at },
    ...{ endedAt: row.ended_at, updatedAt: row.updated_at },
  };
}

export interface RowTableRow {
  number: number;
  key: string;
  cells: Record<string, string>;
  state: RowState;
  code: string | null;
  detail: Record<string, string> | null;
  bal_id: string | null;
  access_id: string | null;
}

export const ROW_COLUMNS = 'number, key, cells, state, code, detail, bal_id, access_id';

export function rowOf({ code, detail, bal_id, access_id, ...row }: RowTableRow): OperationRow {
  return { ...row, refusal: refusalOf(code, detail), balId: bal_id, accessId: access_id };
}

function refusalOf(code: string | null, detail: Record<string, string> | null): Refusal | null {
  if (code === null) return null;
  // One that a later version no longer knows is told as a fault of ours.
  return Object.hasOwn(REFUSALS, code)
    ? { code: code as RefusalCode, detail: detail ?? {} }
    : { code: 'rowFault', detail: {} };
}
