import { done, type Outcome, refused } from '../outcome/index.js';

/** A record of a CSV file, and the line of the file it begins at. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export const MOST_FIELDS = 64;
const LONGEST_HEADER = 10_000;

/** The separator of a file: of semicolon, comma and tab the one its first line holds most of, outside quotes. */
export function separatorOf(text: string): string {
  const first =
    /^(?:"[^"]*"|[^"\r\n])*/.exec(text.slice(0, LONGEST_HEADER))?.[0].replace(/"[^"]*"/g, '') ?? '';
  const counts = [';', ',', '\t'].map((separator) => [separator, first.split(separator).length] as const);
  return counts.reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}

/**
 * The records of a file (RFC 4180, whatever its separator and line ends), lines without anything left out; one at a time, so that nobody
 * holds more of them than they want. Ends with a refusal csvMalformed, naming the line: a quote never closed, something behind a closed
 * one, or more fields than any file of ours has.
 */
export function* csvRows(text: string): Generator<Outcome<CsvRow>> {
  const reader = new Reader(text, separatorOf(text));
  for (;;) {
    const row = reader.next();
    if (row === null) return;
    if (!row.ok || row.value.cells.some((cell) => cell.trim() !== '')) yield row;
    if (!row.ok) return;
  }
}

class Reader {
  #at = 0;
  #line = 1;
  readonly #plain: RegExp;

  constructor(
    private readonly text: string,
    private readonly separator: string,
  ) {
    this.#plain = new RegExp(`[^${separator}\\r\\n]*`, 'y');
    if (text.startsWith('\ufeff')) this.#at = 1;
  }

  next(): Outcome<CsvRow> | null {
    if (this.#at >= this.text.length) return null;
    const line = this.#line;
    const cells: string[] = [];
    for (;;) {
      const cell = this.text[this.#at] === '"' ? this.#quoted() : this.#run();
      if (cell === null || cells.length >= MOST_FIELDS)
        return refused('csvMalformed', { line: String(line) });
      cells.push(cell);
      const after = this.text[this.#at];
      this.#at += 1;
      if (after === this.separator) continue;
      if (after !== undefined) this.#endLine(after);
      return done({ line, cells });
    }
  }

  #run(): string {
    this.#plain.lastIndex = this.#at;
    const cell = this.#plain.exec(this.text)?.[0] ?? '';
    this.#at += cell.length;
    return cell;
  }

  /** RFC 4180 §2 (6, 7): line ends and separators inside, a quote written twice. Null when it does not end, or not at the end of a field. */
  #quoted(): string | null {
    let cell = '';
    let from = this.#at + 1;
    for (;;) {
      const quote = this.text.indexOf('"', from);
      if (quote < 0) return null;
      cell += this.text.slice(from, quote);
      from = quote + 1;
      if (this.text[from] !== '"') break;
      cell += '"';
      from += 1;
    }
    this.#line += cell.split(/\r\n|\r|\n/).length - 1;
    this.#at = from;
    const after = this.text[from];
    return after === undefined || [this.separator, '\r', '\n'].includes(after) ? cell : null;
  }

  #endLine(after: string): void {
    if (after === '\r' && this.text[this.#at] === '\n') this.#at += 1;
    this.#line += 1;
  }
}
