import type { Scope } from '../access/index.js';
import type { Actor, Means } from '../tenancy/index.js';

/**
 * What many rows are done with, one after the other: BAL or accesses opened, what an earlier operation opened taken back; or the folders
 * of a BAL that somebody takes away, whose rows nobody does but their reader.
 */
export type OperationKind = 'balOpening' | 'accessOpening' | 'balUndoing' | 'accessUndoing' | 'balExport';

/**
 * Waiting: what is left depends on somebody else, the Annuaire Santé for instance. Partial: some rows were done, others refused.
 */
export type OperationState =
  | 'queued'
  | 'running'
  | 'waiting'
  | 'succeeded'
  | 'partial'
  | 'failed'
  | 'cancelled';

/**
 * Valid: it would be done, or will be once all are known to be. Unchanged: what it asks for is there already. Skipped: not done because
 * others were refused, or because the operation was cancelled.
 */
export type RowState = 'waiting' | 'valid' | 'done' | 'unchanged' | 'failed' | 'skipped' | 'undone';

/** Checking changes nothing: the whole of a rehearsal, and the beginning of what is done only if all rows are valid. */
export type OperationPhase = 'checking' | 'doing';

/** How many rows are in each state; those that wait are the others. */
export interface RowCounts {
  readonly total: number;
  readonly checked: number;
  readonly done: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface OperationRequest {
  readonly kind: OperationKind;
  /** Verdicts only: nothing is changed. */
  readonly isRehearsal: boolean;
  /** Nothing is done unless every row is valid. */
  readonly onlyIfAllValid: boolean;
  /** Of the file, when there was one. */
  readonly fileName: string | null;
  /** The operation that is taken back, when this one does that. */
  readonly undoes: string | null;
}

export interface Operation extends OperationRequest {
  readonly id: string;
  readonly state: OperationState;
  readonly phase: OperationPhase;
  readonly counts: RowCounts;
  readonly author: Actor;
  /** Of the key or token that asked; none for a person. */
  readonly scopes: readonly string[];
  readonly means: Means;
  readonly remoteAddress: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly updatedAt: Date;
  /** The operation that takes this one back. */
  readonly undoneBy: string | null;
}

/** What whoever asks for an operation, follows its rows and stops it must be allowed to do. */
export const OPERATION_SCOPES: Readonly<Record<OperationKind, Scope>> = {
  balOpening: 'bal:write',
  accessOpening: 'access:write',
  balUndoing: 'bal:write',
  accessUndoing: 'access:write',
  balExport: 'bal:write',
};

export function isOver(state: OperationState): boolean {
  return state !== 'queued' && state !== 'running' && state !== 'waiting';
}

export function phaseOf({ isRehearsal, onlyIfAllValid }: OperationRequest): OperationPhase {
  return isRehearsal || onlyIfAllValid ? 'checking' : 'doing';
}

/** How an operation ended whose rows all have. */
export function finalState({ counts }: Pick<Operation, 'counts'>): OperationState {
  if (counts.failed === 0) return 'succeeded';
  return counts.failed + counts.skipped === counts.total ? 'failed' : 'partial';
}

/** Percent of the way, from 0 to 100; 100 when it is over. Rows that are checked first go half the way by that. */
export function progressOf({ state, counts, onlyIfAllValid, isRehearsal }: Operation): number {
  if (isOver(state) || counts.total === 0) return 100;
  const settled = counts.done + counts.unchanged + counts.failed + counts.skipped;
  const isTwice = onlyIfAllValid && !isRehearsal;
  const way = isTwice
    ? (counts.checked + 2 * settled) / (2 * counts.total)
    : (counts.checked + settled) / counts.total;
  return Math.min(99, Math.floor(way * 100));
}

/** Whether what it opened may be asked to be taken back. */
export function isUndoable({ kind, state, isRehearsal, counts, undoneBy }: Operation): boolean {
  return (
    !isUndoing(kind) &&
    kind !== 'balExport' &&
    isOver(state) &&
    !isRehearsal &&
    counts.done > 0 &&
    undoneBy === null
  );
}

export function isUndoing(kind: OperationKind): kind is 'balUndoing' | 'accessUndoing' {
  return kind === 'balUndoing' || kind === 'accessUndoing';
}
