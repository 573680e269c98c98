import { setTimeout as wait } from 'node:timers/promises';
import type { ActContext, TenantId } from '@cachet/mss-core';
import type { CommitInDoubt, Database } from '@cachet/schema';

/** Nobody can tell whether the letter was kept, or the act done: neither a yes nor a no would be true. */
export class LetterInDoubt extends Error {
  constructor(cause: CommitInDoubt) {
    super('whether the letter was kept is not known', { cause });
  }
}

/** A delivery that the transaction in doubt wrote: it is there if, and only if, all the rest is. */
export interface WrittenDelivery {
  readonly tenantId: TenantId;
  readonly deliveryId: string;
}

/** The same of a trace. */
export interface WrittenTrace {
  readonly tenantId: TenantId;
  readonly traceId: string;
}

/** Within what a mail program waits for the reply to its letter. */
const WITHIN_MS = 60_000;
const PAUSE_MS = 100;

/** Whether the transaction was kept, asked as soon as the database answers again. @throws LetterInDoubt when it does not for a minute. */
export async function wasKept(
  database: Pick<Database, 'withTenant'>,
  context: ActContext,
  doubt: CommitInDoubt,
  row: WrittenDelivery | WrittenTrace,
): Promise<boolean> {
  const { tenantId } = row;
  const [table, id] =
    'deliveryId' in row ? (['delivery', row.deliveryId] as const) : (['trace_event', row.traceId] as const);
  const end = performance.now() + WITHIN_MS;
  for (;;) {
    const answer = await database
      .withTenant({ ...context, tenantId }, async (sql) => {
        // In this order: what is no longer being committed can be seen, or never will be.
        const underway = await sql.query('select from pg_stat_activity where pid = $1', [doubt.backend]);
        const written = await sql.query(`select from ${table} where tenant_id = $1 and id = $2`, [
          tenantId,
          id,
        ]);
        return written.length > 0 || (underway.length > 0 ? null : false);
      })
      // The database is still away.
      .catch(() => null);
    if (answer !== null) return answer;
    if (performance.now() > end) throw new LetterInDoubt(doubt);
    await wait(PAUSE_MS);
  }
}
