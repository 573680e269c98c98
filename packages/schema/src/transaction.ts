import type { Pool, PoolClient, QueryConfig } from 'pg';
import { CommitInDoubt } from './commit-in-doubt.js';
import { preparedName } from './prepared-name.js';
import { inOneWrite, type Statement, Together } from './together.js';

/**
 * One transaction on one pooled connection. Commits when `work` answers, rolls back when it throws. A connection
 * that could not be rolled back is closed, never pooled again. @throws CommitInDoubt
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  opening: 'alongside' | 'first' = 'alongside',
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // Not waited for: what follows leaves in the same write, and a lost connection fails it too.
    inOneWrite(client);
    const begin = client.query('begin');
    if (opening === 'first') await begin;
    const [begun, result] = await Promise.allSettled([begin, work(client)]);
    if (begun.status === 'rejected') throw begun.reason;
    if (result.status === 'rejected') throw result.reason;
    await commit(client);
    return result.value;
  } catch (fault) {
    broken = await rollBack(client);
    throw fault;
  } finally {
    client.release(broken);
  }
}

/** The extended protocol takes one statement: nothing slipped into a text can close our transaction. */
export function preparedQuery({ text, values }: Statement): QueryConfig {
  const query = { text, name: preparedName(text), values: [...values], queryMode: 'extended' };
  return query;
}

/**
 * One transaction whose statements are all known: they leave in one write. Answers the rows of each. Kept whole, or undone whole when one
 * fails: its fault is then thrown. @throws CommitInDoubt
 */
export async function allAtOnce(pool: Pool, statements: readonly Statement[]): Promise<readonly unknown[][]> {
  const together = new Together(statements);
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    client.query(together);
    return await together.answer;
  } catch (fault) {
    const told = await CommitInDoubt.unlessAnswered(fault, client);
    if (told instanceof CommitInDoubt || together.namesAny) broken = new Error('not known', { cause: fault });
    throw told;
  } finally {
    client.release(broken);
  }
}

// PostgreSQL answers ROLLBACK to the COMMIT of a failed transaction: a swallowed error must not pass for success.
async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('commit').catch(async (fault: unknown) => {
    throw await CommitInDoubt.unlessAnswered(fault, client);
  });
  requireCommit(command);
}

function requireCommit(command: string | undefined): void {
  if (command !== 'COMMIT') throw new Error('a statement of this transaction had failed: nothing was kept');
}

async function rollBack(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (fault) {
    return fault instanceof Error ? fault : new Error('rollback failed', { cause: fault });
  }
}
