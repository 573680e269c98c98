/** What a spreadsheet takes for a formula when a cell begins with it (OWASP, « CSV Injection »), full-width forms included. */
const FORMULA = /^'*[=+\-@\t\r\n|%＝＋－＠]/;

/** A cell that no spreadsheet runs: one that begins as a formula has an apostrophe before, and one that has some already has one more. */
export function harmlessCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** What was meant by a cell: the apostrophe that we put before is taken away. */
export function meantCell(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

/** One line of a CSV file as French spreadsheets read it (semicolons), its cells harmless. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(harmlessCell(cell))).join(';')}\r\n`;
}

/** Written before the first line: spreadsheets then read UTF-8. */
export const CSV_MARK = '\ufeff';

function quoted(cell: string): string {
  return /[";\r\n\t,]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell;
}
