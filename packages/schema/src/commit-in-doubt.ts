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
  static async unlessAnswered(fault: unknown, client: PoolClient): Promise<unknown> {
    if (isAnswer(fault) && (fault.severity === 'ERROR' || (await goesOn(client)))) return fault;
    const backend = 'processID' in client && typeof client.processID === 'number' ? client.processID : null;
    return new CommitInDoubt(backend, fault);
  }
}

/** Whether PostgreSQL itself spoke this fault. What comes out of this package says so of nothing that might have been kept. */
export function isAnswer(fault: unknown): fault is Error & { readonly severity: unknown } {
  return fault instanceof Error && 'severity' in fault;
}

// PostgreSQL names its severities in the language of its messages. Whatever the word, the session outlives an ERROR and nothing worse.
function goesOn(client: PoolClient): Promise<boolean> {
  return client.query('select').then(
    () => true,
    () => false,
  );
}
