import { type MailSafe, PgFolders, PgMailRooms, traced } from '@cachet/mailstore';
import {
  type AppendedItems,
  depositLetters,
  type ImportPorts,
  type Journal,
  type NewId,
  type NewItem,
  type Outcome,
} from '@cachet/mss-core';
import type { LetterScanning } from '@cachet/scanning';
import { type Database, PgImports, PgJournal, type TenantSql } from '@cachet/schema';
import { ofTheMessage } from './of-the-message.js';

export interface ImportParts {
  readonly database: Database;
  readonly safe: MailSafe;
  readonly scanning: Pick<LetterScanning, 'receive'>;
  /** How long infected letters are kept, in milliseconds. */
  readonly quarantineMs: number;
  readonly newId: NewId;
}

/** What taking mail over needs, on the real database and spool. */
export function importPorts({ database, safe, scanning, quarantineMs, newId }: ImportParts): ImportPorts {
  const rooms = new PgMailRooms(database, safe);
  return {
    inBal: (context, balId, work) =>
      database.withTenant(context, (sql) =>
        work({
          folders: new PgFolders(sql, safe, balId),
          imports: new PgImports(sql),
          journal: new PgJournal(sql),
        }),
      ),
    receive: async (bytes) => {
      const received = await ofTheMessage(() => scanning.receive(bytes));
      if (!received.ok) return received;
      const message = received.value;
      return { ok: true, value: { message, scanned: async () => message, dispose: () => message.dispose() } };
    },
    deposit: (context, deposit, mark) =>
      ofTheMessage(() =>
        depositLetters(
          {
            rooms,
            quarantineMs,
            newId,
            inFolders: (ctx, balId, work) =>
              traced(database, ctx, (sql, journal) =>
                work(new MarkingFolders(sql, safe, balId, journal, () => mark(new PgImports(sql)))),
              ),
          },
          context,
          deposit,
        ),
      ),
  };
}

/** Folders in which what is filed is marked as taken over, in the same transaction. */
class MarkingFolders extends PgFolders {
  constructor(
    sql: TenantSql,
    safe: MailSafe,
    balId: string,
    journal: Journal,
    private readonly mark: () => Promise<void>,
  ) {
    super(sql, safe, balId, journal);
  }

  override async append(folderId: string, items: readonly NewItem[]): Promise<Outcome<AppendedItems>> {
    const appended = await super.append(folderId, items);
    if (appended.ok) await this.mark();
    return appended;
  }

  override async markSentCopy(folderId: string, copy: NewItem): Promise<AppendedItems | null> {
    const there = await super.markSentCopy(folderId, copy);
    if (there) await this.mark();
    return there;
  }
}
