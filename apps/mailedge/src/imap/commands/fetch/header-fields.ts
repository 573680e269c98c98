/** The header (latin1) reduced to some fields, or to all but some; the blank line that ends it stays (RFC 3501 §6.4.5). */
export function chooseFields(header: string, names: readonly string[], keep: 'these' | 'others'): string {
  const wanted = new Set(names);
  const fields = header.match(FIELD) ?? [];
  const kept = fields.filter((field) => wanted.has(nameOf(field)) === (keep === 'these'));
  return `${kept.join('')}\r\n`;
}

/** A field with the folded lines that continue it; the blank line at the end is not one. */
const FIELD = /[^\r\n][^\n]*\n?(?:[ \t][^\n]*\n?)*/g;

function nameOf(field: string): string {
  const colon = field.indexOf(':');
  return field.slice(0, Math.max(colon, 0)).trim().toLowerCase();
}
