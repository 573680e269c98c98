import type { AdministrationDesk } from '../administration/index.js';
import type { BalDesk } from '../bal/index.js';
import type { Outcome, Refusal } from '../outcome/index.js';
import type { Cells } from './columns.js';
import type {
  Operation,
  OperationPhase,
  OperationRequest,
  OperationState,
  RowCounts,
  RowState,
} from './operation.js';

/** A row as it is kept when an operation is asked for. */
export interface NewRow {
  /** Of the file, or the place in the list that was sent. */
  readonly number: number;
  /** By which the same row is known again: the address, with the person and the role of an access. */
  readonly key: string;
  readonly cells: Cells;
  /** What was wrong with it by itself. */
  readonly refusal: Refusal | null;
  /** What an operation that takes back takes back. */
  readonly balId?: string | null;
  readonly accessId?: string | null;
}

export interface OperationRow extends Omit<NewRow, 'balId' | 'accessId'> {
  readonly state: RowState;
  /** What it opened, or found open. */
  readonly balId: string | null;
  readonly accessId: string | null;
}

/** What became of one row. */
export interface RowVerdict {
  readonly number: number;
  readonly state: Exclude<RowState, 'waiting'>;
  readonly refusal: Refusal | null;
  readonly balId: string | null;
  readonly accessId: string | null;
}

/** The operations of one tenant. */
export interface OperationStore {
  /** Queued, with its rows; whoever does the work is told. An export waits for its reader instead. */
  add(id: string, request: OperationRequest, phase: OperationPhase, rows: readonly NewRow[]): Promise<void>;
  byId(id: string): Promise<Operation | null>;
  /** Until the transaction ends, nobody else moves that operation or its rows. */
  hold(id: string): Promise<Operation | null>;
  /** The next rows of the phase, in order. */
  nextRows(id: string, phase: OperationPhase, limit: number): Promise<readonly OperationRow[]>;
  /** Writes what became of rows, and counts them. Announced. */
  settle(id: string, verdicts: readonly RowVerdict[]): Promise<RowCounts>;
  /** Announced. Its rows that wait become skipped when it is over. */
  enter(id: string, state: OperationState, phase: OperationPhase): Promise<void>;
  /** The first rows, in whatever state. */
  rows(id: string, limit: number): Promise<readonly OperationRow[]>;
  /** Rows that opened something, in order. */
  opened(id: string): Promise<readonly OperationRow[]>;
  /** By which operation it is taken back; null when that left something. */
  noteUndoing(id: string, by: string | null): Promise<void>;
  /** Of an operation that is taken back: the rows that were. */
  markUndone(id: string, verdicts: readonly RowVerdict[]): Promise<void>;
}

/** What doing rows needs beside the use cases of administration. */
export interface BulkDesk extends AdministrationDesk, Pick<BalDesk, 'estate' | 'compliance'> {
  readonly bulk: {
    /** Rows about to be done: what all of them ask is asked at once. */
    foresee(rows: readonly OperationRow[]): Promise<void>;
    /** Whether anything but that operation ever touched that BAL: a session, a letter, a change. */
    isBalTouched(balId: string, operationId: string): Promise<boolean>;
  };
}

/** One transaction of the worker in one tenant, in the name of who asked for the operation. */
export interface BulkRoom {
  readonly operations: OperationStore;
  readonly desk: BulkDesk;
  /** Undone whole when it refuses. */
  attempt<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>>;
  /** Undone whole, whatever it answers. */
  rehearse<T>(work: () => Promise<T>): Promise<T>;
}
