import type { PoolClient } from 'pg';

/**
 * The connection was lost after COMMIT had left and before its answer: all was kept or nothing was, and only the database can tell
 * which, once the backend that was committing is gone.
 */
export class CommitInDoubt extends Error {
  constructor(
    /** Process that was committing; null when the server never told it. */
    readonly backend: number | null,
    readonly lost: unknown,
  ) {
    super('connection lost while committing', { cause: lost });
  }

  /** The fault itself when the database answered with it, as nothing was kept then; the doubt when nobody answered. */
  static unlessAnswered(fault: unknown, client: PoolClient): unknown {
    if (isAnswer(fault)) return fault;
    const backend = 'processID' in client && typeof client.processID === 'number' ? client.processID : null;
    return new CommitInDoubt(backend, fault);
  }
}

/** Whether PostgreSQL itself answered with this fault: nothing was kept, and the connection is as good as before. */
export function isAnswer(fault: unknown): boolean {
  return fault instanceof Error && 'severity' in fault && fault.severity === 'ERROR';
}
