import {
  COPIED_COLUMNS,
  type CopiedEntry,
  type CopyKind,
  type DirectoryIndex,
  Lexicon,
  type LexiconWord,
  type WordEntries,
} from '@cachet/mss-core';
import type { Database } from '../database.js';
import { FrequentPlaces } from './frequent-places.js';
import { columnName } from './packed-lines.js';
import { PgDirectoryLexicon } from './pg-directory-lexicon.js';

/** Questions of one statement leave in one write; the words are read in longer ones. */
export type DirectoryReader = Pick<Database, 'alone' | 'shared'>;

/** The copy in force, when it was last looked at. */
export interface CopyInForce {
  readonly id: number;
  readonly asOf: Date;
  readonly lineCount: number;
}

/** One copy of a directory as it is searched: its words in memory, their places and the lines in PostgreSQL. */
export class PgDirectoryIndex implements DirectoryIndex {
  readonly #frequent = new FrequentPlaces();

  private constructor(
    private readonly database: DirectoryReader,
    private readonly copyId: number,
    readonly lexicon: Lexicon,
    readonly size: number,
  ) {}

  static async inForce(database: DirectoryReader, kind: CopyKind): Promise<CopyInForce | null> {
    const [row] = await database.alone<{ id: number; as_of: Date; line_count: number }>({
      text: "select id, as_of, line_count from directory_copy where kind = $1 and state = 'inForce'",
      values: [kind],
    });
    return row ? { id: row.id, asOf: row.as_of, lineCount: row.line_count } : null;
  }

  /** Reads its words: some hundred thousand, once for each copy and process. */
  static async open(database: DirectoryReader, copy: CopyInForce): Promise<PgDirectoryIndex> {
    const lexicon = await Lexicon.read(new PgDirectoryLexicon(database, copy.id).pieces());
    return new PgDirectoryIndex(database, copy.id, lexicon, copy.lineCount);
  }

  /** Whether its lines are still there. */
  async isKept(): Promise<boolean> {
    const rows = await this.#ask(
      "select from directory_copy where id = $1 and state in ('inForce', 'former')",
      [this.copyId],
    );
    return rows.length > 0;
  }

  async places(words: readonly LexiconWord[], most: number): Promise<readonly WordEntries[]> {
    const held = words.map((word) => this.#frequent.of(word, most));
    const told = held.filter((each) => each !== null);
    const asked = words.filter((_, place) => held[place] === null);
    if (asked.length === 0) return told;
    const read = await this.#read(asked, most);
    this.#frequent.hold(asked, read);
    return [...told, ...read];
  }

  async #read(words: readonly LexiconWord[], most: number): Promise<readonly WordEntries[]> {
    const rows = await this.#ask<{ word: string; field: LexiconWord['field']; entries: Buffer }>(
      // One row for a word, whatever the segments it stands in: these are twenty times as many, and each would be read by itself.
      `select asked.word, asked.field, w.entries
         from unnest($2::text[], $3::text[]) as asked (word, field)
        cross join lateral (
          select substring(string_agg(substring(entries from 1 for $4), '' order by segment) from 1 for $4) as entries
            from directory_word where copy_id = $1 and word = asked.word and field = asked.field) w
        where w.entries is not null`,
      [
        ...[this.copyId, words.map(({ word }) => word), words.map(({ field }) => field)],
        Math.min(most * OCTETS, MOST_OCTETS),
      ],
    );
    return rows.map(({ word, field, entries }) => ({ word, field, entries: numbersOf(entries) }));
  }

  /** In the order asked for. */
  async entries(numbers: readonly number[]): Promise<readonly CopiedEntry[]> {
    const columns = COPIED_COLUMNS.map((column) => `e.${columnName(column)} as "${column}"`);
    return this.#ask<CopiedEntry>(
      `select ${columns.join(', ')}
         from unnest($2::int[]) with ordinality as asked (id, place)
         join directory_entry e on e.copy_id = $1 and e.id = asked.id
        order by place`,
      [this.copyId, [...numbers]],
    );
  }

  #ask<R>(text: string, values: readonly unknown[]): Promise<R[]> {
    return this.database.alone<R>({ text, values });
  }
}

/** Of one number, and the most that one value holds. */
const OCTETS = 4;
const MOST_OCTETS = 2 ** 30;

function numbersOf(bytes: Buffer): Uint32Array {
  const numbers = new Uint32Array(bytes.length / 4);
  for (let index = 0; index < numbers.length; index += 1) numbers[index] = bytes.readUInt32LE(index * 4);
  return numbers;
}
