import { decodeWords } from './encoded-words.js';
import { oneCharPerByte, readable } from './raw-text.js';

/** The values of every field of that name in a header's bytes, unfolded and decoded for people; name without regard to case. */
export function headerValues(header: Uint8Array, name: string): readonly string[] {
  const wanted = `${name.toLowerCase()}:`;
  const values: string[][] = [];
  let open: string[] | null = null;
  for (const line of oneCharPerByte(header).split(/\r?\n/)) {
    if (/^[ \t]/.test(line)) {
      open?.push(line);
      continue;
    }
    const [field = ''] = /^[^:\s]*[ \t]*:/.exec(line) ?? [];
    open = field.replace(/[ \t]+:$/, ':').toLowerCase() === wanted ? [line.slice(field.length)] : null;
    if (open) values.push(open);
  }
  return values.map((lines) => decodeWords(readable(lines.join(''))).trim());
}

/** A whole header as text for people: decoded, unfolded, one line per field. */
export function headerText(header: Uint8Array): string {
  const unfolded = oneCharPerByte(header).replace(/\r?\n(?=[ \t])/g, '');
  return unfolded
    .split(/\r?\n/)
    .map((line) => decodeWords(readable(line)))
    .join('\n');
}
