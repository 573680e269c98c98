/** What parts lines and fields in one text: ASCII’s own separators, which no text of a directory needs. */
const LINE = '\x1e';
const FIELD = '\x1f';
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
const UNWANTED = /[\x00\x1e\x1f]/g;

/** Many rows as one value: PostgreSQL takes them apart faster than it reads as many parameters. */
export function packLines(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(clean).join(FIELD)).join(LINE);
}

function clean(text: string): string {
  return text.replace(UNWANTED, '');
}

export function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
