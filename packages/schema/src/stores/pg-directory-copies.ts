import {
  COPIED_COLUMNS,
  type CopiedEntry,
  type CopiedFile,
  type CopiedPractice,
  type CopyKind,
  type CopyState,
  type DirectoryCopies,
  type DirectoryCopy,
  PRACTICE_COLUMNS,
  type WordPlaces,
} from '@cachet/mss-core';
import type { Database } from '../database.js';
import type { SharedSql } from '../sql.js';
import { columnName, packLines } from './packed-lines.js';
import { PgDirectoryLexicon } from './pg-directory-lexicon.js';

interface CopyRow {
  readonly id: number;
  readonly kind: CopyKind;
  readonly state: CopyState;
  readonly source: string;
  readonly file_name: string | null;
  readonly started_at: Date;
  readonly as_of: Date | null;
  readonly loaded_at: Date | null;
  readonly sha256: string | null;
  readonly line_count: number;
  readonly bad_line_count: number;
}

const COLUMNS =
  'id, kind, state, source, file_name, started_at, as_of, loaded_at, sha256, line_count, bad_line_count';
/** Rows removed, and places of words written, by one statement. */
const ROWS_AT_ONCE = 20_000;
const PLACES_AT_ONCE = 200_000;

/** Another run has begun and forgot this copy: whoever wrote it was thought dead. */
export class CopyGone extends Error {
  constructor(copyId: number) {
    super(`copy ${copyId} was forgotten while it was written`);
  }
}

/** Each call is a transaction of its own: a copy is written for minutes, and counts only once it is finished. */
export class PgDirectoryCopies implements DirectoryCopies {
  constructor(private readonly database: Pick<Database, 'shared'>) {}

  async list(): Promise<readonly DirectoryCopy[]> {
    const rows = await this.#ask<CopyRow>(
      `select ${COLUMNS} from directory_copy where state in ('inForce', 'pending') order by kind, state, id`,
    );
    return rows.map(copyOf);
  }

  async begin(kind: CopyKind, source: string, at: Date): Promise<number> {
    const others = await this.#ask<{ id: number }>(
      "select id from directory_copy where kind = $1 and state <> 'inForce' order by id",
      [kind],
    );
    for (const { id } of others) await this.forget(id);
    const [row] = await this.#ask<{ id: number }>(
      `insert into directory_copy (id, kind, state, source, started_at)
       values (nextval('directory_copy_number'), $1, 'loading', $2, $3) returning id`,
      [kind, source, at],
    );
    if (!row) throw new Error('no copy was begun');
    return row.id;
  }

  addEntries(copyId: number, first: number, entries: readonly CopiedEntry[]): Promise<void> {
    return this.#add('directory_entry', COPIED_COLUMNS, copyId, first, entries);
  }

  addPractices(copyId: number, first: number, practices: readonly CopiedPractice[]): Promise<void> {
    return this.#add('directory_practice', PRACTICE_COLUMNS, copyId, first, practices);
  }

  async addWords(copyId: number, segment: number, words: Iterable<WordPlaces>): Promise<void> {
    let rows: string[][] = [];
    let places = 0;
    const write = async () => {
      await this.#load(
        copyId,
        `insert into directory_word (copy_id, word, field, segment, entries)
         select $1, f[1], f[2], $2, decode(f[3], 'base64')
           from string_to_table($3, E'\\x1e') as line, string_to_array(line, E'\\x1f') as f`,
        [copyId, segment, packLines(rows)],
      );
      [rows, places] = [[], 0];
    };
    for (const { word, field, entries } of words) {
      rows.push([word, field, packed(entries)]);
      places += entries.length;
      if (rows.length >= ROWS_AT_ONCE || places >= PLACES_AT_ONCE) await write();
    }
    if (rows.length > 0) await write();
  }

  async finish(
    copyId: number,
    state: 'inForce' | 'pending',
    told: CopiedFile & { readonly lineCount: number; readonly badLineCount: number; readonly at: Date },
  ): Promise<void> {
    const { fileName, asOf, sha256, lineCount, badLineCount, at } = told;
    await new PgDirectoryLexicon(this.database, copyId).write();
    await this.database.shared(async (sql) => {
      await holdLoading(sql, copyId);
      await sql.query(
        `update directory_copy set state = 'pending', file_name = $2, as_of = $3, sha256 = $4, line_count = $5,
                bad_line_count = $6, loaded_at = $7 where id = $1`,
        [copyId, fileName, asOf, sha256, lineCount, badLineCount, at],
      );
      if (state === 'inForce') await putInForce(sql, copyId);
    });
  }

  approve(sha256: string): Promise<DirectoryCopy | null> {
    return this.database.shared((sql) => PgDirectoryCopies.approveIn(sql, sha256));
  }

  /** Within the transaction that traces who said yes. */
  static async approveIn(sql: SharedSql, sha256: string): Promise<DirectoryCopy | null> {
    const [waiting] = await sql.query<CopyRow>(
      `select ${COLUMNS} from directory_copy where state = 'pending' and sha256 = $1 for update`,
      [sha256],
    );
    if (!waiting) return null;
    await putInForce(sql, waiting.id);
    return { ...copyOf(waiting), state: 'inForce' };
  }

  async forget(copyId: number): Promise<void> {
    // From here on nothing more is written into it.
    await this.#ask("update directory_copy set state = 'former' where id = $1 and state <> 'inForce'", [
      copyId,
    ]);
    await this.#remove('directory_entry', 'copy_id, id', copyId);
    await this.#remove('directory_practice', 'copy_id, id', copyId);
    await this.#remove('directory_word', 'copy_id, word, field, segment', copyId);
    await this.database.shared(async (sql) => {
      const [gone] = await sql.query(
        "delete from directory_copy where id = $1 and state <> 'inForce' returning id",
        [copyId],
      );
      // Whoever still reads a former copy may have put its words together meanwhile.
      if (gone) await sql.query('delete from directory_lexicon where copy_id = $1', [copyId]);
    });
  }

  // In pieces, so that no transaction is long.
  async #remove(table: string, key: string, copyId: number): Promise<void> {
    for (;;) {
      const gone = await this.#ask(
        `delete from ${table} where (${key}) in (select ${key} from ${table} where copy_id = $1 limit ${ROWS_AT_ONCE})
           and not exists (select from directory_copy where id = $1 and state = 'inForce') returning 1`,
        [copyId],
      );
      if (gone.length === ROWS_AT_ONCE) continue;
      // Another may be forgetting the same copy, and have removed of these what is missing, or all.
      const [left] = await this.#ask(
        `select 1 from ${table} where copy_id = $1
            and not exists (select from directory_copy where id = $1 and state = 'inForce') limit 1`,
        [copyId],
      );
      if (!left) return;
    }
  }

  async #add<T>(
    table: string,
    columns: readonly (keyof T & string)[],
    copyId: number,
    first: number,
    lines: readonly T[],
  ): Promise<void> {
    if (lines.length === 0) return;
    const values = columns.map((_, index) => `nullif(f[${index + 1}], '')`);
    await this.#load(
      copyId,
      `insert into ${table} (copy_id, id, ${columns.map(columnName).join(', ')})
       select $1, $2 + place - 1, ${values.join(', ')}
         from string_to_table($3, E'\\x1e') with ordinality as l (line, place), string_to_array(line, E'\\x1f') as f`,
      [copyId, first, packLines(lines.map((line) => columns.map((column) => String(line[column] ?? ''))))],
    );
  }

  #load(copyId: number, text: string, values: readonly unknown[]): Promise<void> {
    return this.database.shared(async (sql) => {
      await holdLoading(sql, copyId);
      await sql.query(text, values);
    });
  }

  #ask<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return this.database.shared((sql) => sql.query<R>(text, values));
  }
}

/** Until the transaction ends nobody forgets it. @throws CopyGone */
async function holdLoading(sql: SharedSql, copyId: number): Promise<void> {
  const [copy] = await sql.query("select from directory_copy where id = $1 and state = 'loading' for share", [
    copyId,
  ]);
  if (!copy) throw new CopyGone(copyId);
}

// One statement after the other in one transaction: readers see the one or the other, whole.
async function putInForce(sql: SharedSql, copyId: number): Promise<void> {
  await sql.query(
    `update directory_copy set state = 'former'
      where state = 'inForce' and kind = (select kind from directory_copy where id = $1)`,
    [copyId],
  );
  await sql.query("update directory_copy set state = 'inForce' where id = $1", [copyId]);
}

/** Numbers of lines, each in four octets. */
function packed(entries: readonly number[]): string {
  const bytes = Buffer.allocUnsafe(entries.length * 4);
  for (let index = 0; index < entries.length; index += 1) bytes.writeUInt32LE(entries[index] ?? 0, index * 4);
  return bytes.toString('base64');
}

function copyOf(row: CopyRow): DirectoryCopy {
  const { id, kind, state, source, sha256 } = row;
  return {
    ...{ id, kind, state, source, sha256, fileName: row.file_name, startedAt: row.started_at },
    ...{ asOf: row.as_of, loadedAt: row.loaded_at },
    ...{ lineCount: row.line_count, badLineCount: row.bad_line_count },
  };
}
