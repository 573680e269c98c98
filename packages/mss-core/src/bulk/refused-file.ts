import { sentence } from '../outcome/index.js';
import { ACCESS_COLUMNS, ADDED_HEADERS, BAL_COLUMNS, type Column } from './columns.js';
import { CSV_MARK, csvLine } from './csv-cells.js';
import type { OperationKind } from './operation.js';
import type { OperationRow } from './ports.js';

/** Refused rows as a file to correct and send again: each with the line it came from, and why it was refused. */
export function refusedFile(kind: OperationKind, rows: readonly OperationRow[]): string {
  const columns: readonly Column[] =
    kind === 'balOpening' || kind === 'balUndoing' ? BAL_COLUMNS : ACCESS_COLUMNS;
  const header = [...columns.map((column) => column.header), ...ADDED_HEADERS];
  const lines = rows.map(({ number, cells, refusal }) => [
    ...columns.map(({ field }) => cells[field] ?? ''),
    ...[String(number), refusal ? sentence(refusal) : '', refusal?.code ?? ''],
  ]);
  return `${CSV_MARK}${[header, ...lines].map(csvLine).join('')}`;
}
