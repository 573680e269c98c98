import type { Pool, PoolClient } from 'pg';

/**
 * One transaction on one pooled connection. Commits when `work` answers, rolls back when it throws. A connection
 * that could not be rolled back is closed, never pooled again.
 */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // Not waited for: what follows leaves in the same write, and a lost connection fails it too.
    const [begun, result] = await Promise.allSettled([client.query('begin'), work(client)]);
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

// PostgreSQL answers ROLLBACK to the COMMIT of a failed transaction: a swallowed error must not pass for success.
async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('commit');
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
