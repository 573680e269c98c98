import type { Database } from '../database.js';

interface Piece {
  readonly text: string;
  /** Its last word; null behind the last of all. */
  readonly last: string | null;
}

/** Rows of words that one piece is made of: it is then some hundreds of kilobytes, which are read and taken in a few milliseconds. */
const ROWS_IN_PIECE = 40_000;

/**
 * The words of one copy, as the processes that search it hold them in memory. Putting them together takes PostgreSQL seconds: it is done once, by
 * whoever finishes the copy, and read in a moment by everybody else.
 */
export class PgDirectoryLexicon {
  constructor(
    private readonly database: Pick<Database, 'shared'>,
    private readonly copyId: number,
    private readonly rowsInPiece = ROWS_IN_PIECE,
  ) {}

  /** Writes what is not written yet. */
  async write(): Promise<void> {
    for (let [seq, after] = [0, '' as string | null]; after !== null; seq += 1)
      after = await this.#write(seq, after);
  }

  /** In order. A copy that was finished before words were kept so has them written now. */
  async *pieces(): AsyncGenerator<string> {
    for (let [seq, after] = [0, '' as string | null]; after !== null; seq += 1) {
      const piece = (await this.#read(seq)) ?? (await this.#writeAndRead(seq, after));
      yield piece.text;
      after = piece.last;
    }
  }

  async #writeAndRead(seq: number, after: string): Promise<Piece> {
    await this.#write(seq, after);
    const piece = await this.#read(seq);
    if (!piece) throw new Error(`the words of copy ${this.copyId} are gone`);
    return piece;
  }

  async #read(seq: number): Promise<Piece | undefined> {
    const [piece] = await this.#ask<Piece>(
      'select text, last from directory_lexicon where copy_id = $1 and seq = $2',
      [this.copyId, seq],
    );
    return piece;
  }

  /** Answers its last word. Of two who write the same piece, either is right. */
  async #write(seq: number, after: string): Promise<string | null> {
    const [written] = await this.#ask<Pick<Piece, 'last'>>(WRITE, [
      ...[this.copyId, seq, after, this.rowsInPiece],
    ]);
    return written?.last ?? null;
  }

  #ask<R>(text: string, values: readonly unknown[]): Promise<R[]> {
    return this.database.shared((sql) => sql.query<R>(text, values));
  }
}

/** Words of several segments are one. Of a copy that is gone nothing is kept. */
const WRITE = `
  with words as (
    select word, field, sum(octet_length(entries) / 4) as count
      from directory_word where copy_id = $1 and word > $3
       and word <= coalesce((select word from directory_word where copy_id = $1 and word > $3
                              order by word offset $4 limit 1), '{')
     group by word, field),
  piece as (
    select coalesce(string_agg(word || E'\\t' || field || E'\\t' || count || E'\\n', '' order by word, field), '') as text,
           max(word collate "C") as last
      from words),
  kept as (
    insert into directory_lexicon (copy_id, seq, text, last)
    select $1, $2, text, last from piece, (select from directory_copy where id = $1 for share) as copy
        on conflict do nothing)
  select last from piece`;
