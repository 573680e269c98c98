import type { Journal, TenantContext } from '@cachet/mss-core';
import { CommitInDoubt, type Database, newRowId, PgJournal, type TenantSql } from '@cachet/schema';
import { wasKept } from './settle-doubt.js';

/**
 * One transaction of a tenant whose acts leave traces in this journal. When the connection is lost during its commit, the database tells
 * by one of them whether it was kept: then its answer is given as if nothing had happened, else the loss is thrown.
 * @throws LetterInDoubt when the database does not tell for a minute.
 */
export async function traced<T>(
  database: Pick<Database, 'withTenant'>,
  context: TenantContext,
  work: (sql: TenantSql, journal: Journal) => Promise<T>,
): Promise<T> {
  const traces: string[] = [];
  const newTrace = () => {
    const id = newRowId();
    traces.push(id);
    return id;
  };
  const ended: T[] = [];
  try {
    return await database.withTenant(context, async (sql) => {
      const answer = await work(sql, new PgJournal(sql, newTrace));
      ended.push(answer);
      return answer;
    });
  } catch (fault) {
    if (!(fault instanceof CommitInDoubt)) throw fault;
    const [traceId] = traces;
    const { tenantId } = context;
    const isDone = traceId !== undefined && (await wasKept(database, context, fault, { tenantId, traceId }));
    for (const answer of isDone ? ended : []) return answer;
    // What leaves no trace changes nothing that matters.
    throw fault.lost;
  }
}
