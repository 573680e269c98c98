import type { BulkRoom, HolderNotices, Outcome } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { bulkDesk } from './bulk-desk.js';
import { Gathered } from './gathered.js';
import { PgOperations } from './pg-operations.js';

/** Letters to the holders of a BAL, within a visit. */
export type NoticesOf = (sql: TenantSql) => HolderNotices;

/**
 * Works on rows of an operation within one transaction: what the use cases of administration ask again and again is asked once, what they
 * trace and announce is written at the end.
 */
export async function inBulkRoom<T>(
  sql: TenantSql,
  { operationId, noticesOf }: { readonly operationId: string; readonly noticesOf: NoticesOf },
  work: (room: BulkRoom) => Promise<T>,
): Promise<T> {
  const gathered = new Gathered();
  const gathering: TenantSql = {
    context: sql.context,
    query: async (text, values) => {
      const asked = sql.query<never>(text, values);
      if (!answersNoRow(text)) return asked;
      gathered.send(asked);
      return [];
    },
    // A letter in a folder tells its modseq: that is told at once.
    notify: async (topic, id, modseq) =>
      modseq === undefined ? gathered.notify(topic, id) : sql.notify(topic, id, modseq),
  };
  const result = await work({
    operations: new PgOperations(gathering),
    desk: bulkDesk(gathering, gathered, noticesOf(gathering), operationId),
    attempt: (work) => attempted(sql, gathered, work),
    rehearse: (work) => rehearsed(sql, gathered, work),
  });
  await gathered.settle();
  await gathered.write(sql);
  return result;
}

async function attempted<U>(
  sql: TenantSql,
  gathered: Gathered,
  work: () => Promise<Outcome<U>>,
): Promise<Outcome<U>> {
  const forget = gathered.mark();
  gathered.send(sql.query('savepoint bulk_row'));
  const outcome = await work();
  gathered.send(sql.query(outcome.ok ? 'release savepoint bulk_row' : 'rollback to savepoint bulk_row'));
  if (!outcome.ok) forget();
  await gathered.settle();
  return outcome;
}

async function rehearsed<U>(sql: TenantSql, gathered: Gathered, work: () => Promise<U>): Promise<U> {
  const forget = gathered.mark();
  await sql.query('savepoint bulk_batch');
  const result = await work();
  await gathered.settle();
  await sql.query('rollback to savepoint bulk_batch');
  forget();
  return result;
}

function answersNoRow(text: string): boolean {
  return /^\s*(?:insert|update|delete)\b/i.test(text) && !/\breturning\b/i.test(text);
}
