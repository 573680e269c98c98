import type { DirectoryCache, KeptAnswer } from '@cachet/mss-core';
import type { Database } from '../database.js';

/** Public data that can be asked for again: the oldest leave, so that they never fill a disk. */
const MOST_KEPT = 5_000;
const KEEPS_BETWEEN_SWEEPS = 50;

/** Answers of the Annuaire, kept for every process of the installation. */
// RE_2.1_5030
export class PgDirectoryCache implements DirectoryCache {
  private keeps = 0;

  constructor(
    private readonly database: Pick<Database, 'shared'>,
    private readonly mostKept = MOST_KEPT,
    private readonly keepsBetweenSweeps = KEEPS_BETWEEN_SWEEPS,
  ) {}

  async read(key: string): Promise<KeptAnswer | null> {
    return this.database.shared(async (sql) => {
      const [row] = await sql.query<KeptAnswer>(
        'select entries, is_cut as "isCut", as_of as "asOf" from directory_answer where key = $1',
        [key],
      );
      return row ?? null;
    });
  }

  async keep(key: string, { entries, isCut, asOf }: KeptAnswer): Promise<void> {
    this.keeps += 1;
    const isSwept = this.keeps % this.keepsBetweenSweeps === 0;
    await this.database.shared(async (sql) => {
      // An answer that another process had later stays.
      await sql.query(
        `insert into directory_answer (key, entries, is_cut, as_of) values ($1, $2, $3, $4)
         on conflict (key) do update set entries = excluded.entries, is_cut = excluded.is_cut, as_of = excluded.as_of
         where directory_answer.as_of <= excluded.as_of`,
        [key, JSON.stringify(entries), isCut, asOf],
      );
      if (!isSwept) return;
      await sql.query(
        `delete from directory_answer
         where as_of < (select as_of from directory_answer order by as_of desc offset $1 limit 1)`,
        [this.mostKept - 1],
      );
    });
  }
}
