import type { MailSafe } from '@cachet/mailstore';
import { PgFolders, traced } from '@cachet/mailstore';
import type { Outcome, Refusal, TenantContext } from '@cachet/mss-core';
import type { Database, TenantSql } from '@cachet/schema';

/** Undoes a transaction that its own rules refused. */
class Undone extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

/** What one transaction on one BAL works with. */
export interface InFolders {
  readonly folders: PgFolders;
  readonly sql: TenantSql;
}

/**
 * One traced transaction on the folders of a BAL, undone whole when the work refuses; when its commit is in doubt, the database tells.
 * @throws LetterInDoubt
 */
export async function inFoldersOrUndone<T>(
  database: Database,
  safe: MailSafe,
  context: TenantContext,
  balId: string,
  work: (stores: InFolders) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  try {
    return await traced(database, context, async (sql, journal) => {
      const outcome = await work({ sql, folders: new PgFolders(sql, safe, balId, journal) });
      if (!outcome.ok) throw new Undone(outcome.refusal);
      return outcome;
    });
  } catch (fault) {
    if (fault instanceof Undone) return { ok: false, refusal: fault.refusal };
    throw fault;
  }
}
