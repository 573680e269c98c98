import { done, type Outcome, refused } from '../outcome/index.js';
import { type Cells, type Column, readHeader } from './columns.js';
import { meantCell } from './csv-cells.js';
import { type CsvRow, csvRows } from './csv-rows.js';

/** A row of a file, each cell under its field. */
export interface FileRow<F extends string = string> {
  /** Of the file, the first being 1. */
  readonly line: number;
  readonly cells: Cells<F>;
  /** It holds more than the first line names. */
  readonly isTooLong: boolean;
}

export const MOST_ROWS = 10_000;
/** Of one cell: names, descriptions and reasons are far shorter. */
const LONGEST_CELL = 1_000;

/**
 * The rows of a file. What is wrong with the file as a whole refuses the whole: csvMalformed, csvColumnUnknown, csvColumnTwice,
 * csvColumnMissing, csvEmpty, tooManyRows.
 */
export function readFile<F extends string>(
  text: string,
  columns: readonly Column<F>[],
): Outcome<readonly FileRow<F>[]> {
  const records = csvRows(text);
  const first = records.next().value;
  if (!first) return refused('csvEmpty');
  if (!first.ok) return first;
  const header = readHeader(first.value.cells, columns);
  if (!header.ok) return header;
  const rows: FileRow<F>[] = [];
  for (const record of records) {
    if (!record.ok) return record;
    if (rows.length >= MOST_ROWS) return refused('tooManyRows', { limit: String(MOST_ROWS) });
    rows.push(rowOf(record.value, header.value));
  }
  return rows.length === 0 ? refused('csvEmpty') : done(rows);
}

function rowOf<F extends string>({ line, cells }: CsvRow, header: readonly (Column<F> | null)[]): FileRow<F> {
  const named: Partial<Record<F, string>> = {};
  header.forEach((column, place) => {
    const text = meantCell((cells[place] ?? '').trim());
    if (column && text !== '') named[column.field] = text.slice(0, LONGEST_CELL);
  });
  const isTooLong = cells.slice(header.length).some((cell) => cell.trim() !== '');
  return { line, cells: named, isTooLong };
}
