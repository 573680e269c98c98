import type { FolderStore, Journal, TenantContext } from '@cachet/mss-core';
import type { Database, TenantSql } from '@cachet/schema';
import type { MailSafe } from '../mail-safe.js';
import { traced } from '../traced.js';
import type { FolderViews } from './folder-views.js';
import { ViewedFolders } from './viewed-folders.js';
import { LaterSql, ReadingSql, type Visit } from './visit-sql.js';
import { whenNeeded } from './when-needed.js';

/** What work on one BAL can reach. */
export interface ViewedBal {
  readonly folders: FolderStore;
  readonly journal: Journal;
  readonly sql: TenantSql;
}

/**
 * Work on one BAL, in one transaction when it writes, in none when memory tells all it asks. What it committed is seen by whoever asks
 * once this has answered. @throws LetterInDoubt
 */
export async function inViewedBal<T>(
  database: Pick<Database, 'withTenant' | 'atOnce'>,
  safe: MailSafe,
  views: FolderViews,
  context: TenantContext,
  balId: string,
  work: (bal: ViewedBal) => Promise<T>,
): Promise<T> {
  const announced: Set<string>[] = [];
  try {
    return await whenNeeded<Visit, T>(
      (inside) => traced(database, context, (sql, journal) => inside({ sql, journal })),
      (need) => {
        const sql = new LaterSql(context, need);
        announced.push(sql.announced);
        const journal: Journal = {
          record: async (events) => (events.length > 0 ? (await need()).journal.record(events) : undefined),
        };
        const reading = new ReadingSql(database, context);
        const folders = new ViewedFolders(views, sql, reading, safe, balId, journal);
        return work({ folders, journal, sql });
      },
    );
  } finally {
    for (const folderId of announced.flatMap((ids) => [...ids])) views.touch(folderId);
  }
}
