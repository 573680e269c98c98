import type { FolderStore, Journal, TenantContext, TraceEvent } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { traced } from '../traced.js';
import { ViewedFolders } from './viewed-folders.js';
import type { ViewedMail } from './viewed-mail.js';
import { LaterSql, ReadingSql, type Visit } from './visit-sql.js';
import { whenNeeded } from './when-needed.js';

/** What work on one BAL can reach. */
export interface ViewedBal {
  readonly folders: FolderStore;
  readonly journal: Journal;
  readonly sql: TenantSql;
}

/**
 * Work on one BAL, in one transaction when it writes, in none when memory tells all it asks; a STORE or an APPEND that comes first is an act
 * of its own. What it committed is seen by whoever asks once this has answered. @throws LetterInDoubt
 */
export async function inViewedBal<T>(
  mail: ViewedMail,
  context: TenantContext,
  balId: string,
  work: (bal: ViewedBal) => Promise<T>,
): Promise<T> {
  const { database, views, trees } = mail;
  const reading = new ReadingSql(database, context);
  const untold: TraceEvent[] = [];
  const visits: LaterSql[] = [];
  try {
    return await whenNeeded<Visit, T>(
      (inside) =>
        traced(database, context, async (sql, journal) => {
          await journal.record(untold.splice(0));
          return inside({ sql, journal });
        }),
      async (need) => {
        const sql = new LaterSql(context, need);
        visits.push(sql);
        const journal: Journal = {
          record: async (events) =>
            void (sql.isOpen ? await (await need()).journal.record(events) : untold.push(...events)),
        };
        const folders = new ViewedFolders(mail, sql, reading, balId, journal);
        const answer = await work({ folders, journal, sql });
        if (untold.length > 0) await mail.traces.record(context, untold);
        return answer;
      },
    );
  } finally {
    for (const { announced, changesTree } of visits) {
      for (const folderId of announced) views.touch(folderId);
      if (changesTree) trees.touch(balId);
    }
  }
}
