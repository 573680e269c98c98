import { ScimFault } from './scim-fault.js';

/** `attribute eq value`: the one comparison by which directories look for what they know. */
export interface Comparison {
  /** As it was written, without its schema's name being taken apart. */
  readonly attribute: string;
  readonly value: string | boolean;
}

const LONGEST = 2_000;
const MOST = 10;
// RFC 7644 §3.4.2.2: names, operators and « and » whatever their capitals; a value as JSON writes it.
const COMPARISON = /\s*([A-Za-z][\w$:.-]*)\s+eq\s+("(?:[^"\\]|\\.)*"|true|false)\s*/iy;
const AND = /and(?=\s)/iy;

/** Reads a filter made of equalities that must all hold. @throws ScimFault invalidFilter for any other. */
export function readFilter(text: string): readonly Comparison[] {
  if (text.length > LONGEST) throw notSupported(text);
  const found: Comparison[] = [];
  let at = 0;
  do {
    COMPARISON.lastIndex = at;
    const [whole, attribute, value] = COMPARISON.exec(text) ?? [];
    if (whole === undefined || attribute === undefined || value === undefined) throw notSupported(text);
    found.push({ attribute, value: readValue(value, text) });
    at += whole.length;
    if (at === text.length) return found;
    AND.lastIndex = at;
    if (!AND.test(text)) throw notSupported(text);
    at += 'and'.length;
  } while (found.length < MOST);
  throw notSupported(text);
}

function readValue(text: string, filter: string): string | boolean {
  try {
    const value: unknown = JSON.parse(text.startsWith('"') ? text : text.toLowerCase());
    if (typeof value === 'string' || typeof value === 'boolean') return value;
  } catch {
    // An escape that JSON does not know.
  }
  throw notSupported(filter);
}

export function notSupported(filter: string): ScimFault {
  const shown = filter.slice(0, 200);
  return new ScimFault(
    400,
    'invalidFilter',
    `Ce filtre n’est pas pris en charge : « ${shown} ». Utilisez « eq », et « and » entre plusieurs.`,
    `This filter is not supported: “${shown}”. Use “eq”, and “and” between several.`,
  );
}
