import { attributeType } from './attribute-type.js';
import type { DistinguishedName, DnAttribute } from './distinguished-name.js';
import { readDnValue } from './dn-value.js';

/** Longest DN text read; the longest of the real list has 130 characters. */
const MAX_LENGTH = 2048;

const TYPE = /\s*((?:oid\.)?[a-z][a-z0-9-]*|(?:oid\.)?\d+(?:\.\d+)+)\s*=/iy;

/**
 * Reads a DN written by a human hand or a tool: RFC 2253 or RFC 1779 (quoted values), with spaces around separators, stray
 * quotes inside values, `\2C`, `\,` and `#04…` forms. Null when the text is no DN. The order of the text is kept.
 */
export function parseDn(text: string): DistinguishedName | null {
  if (text.length > MAX_LENGTH) return null;
  const names: DnAttribute[][] = [];
  let joinsPrevious = false;
  for (let at = 0; ; ) {
    const attribute = readAttribute(text, at);
    if (!attribute) return null;
    const previous = names.at(-1);
    if (joinsPrevious && previous) previous.push(attribute);
    else names.push([attribute]);
    if (attribute.end >= text.length) return names.map(withoutPositions);
    joinsPrevious = text[attribute.end] === '+';
    at = attribute.end + 1;
  }
}

interface ReadAttribute extends DnAttribute {
  /** Where the separator that ended it stands, or the end of the text. */
  readonly end: number;
}

function readAttribute(text: string, at: number): ReadAttribute | null {
  TYPE.lastIndex = at;
  const found = TYPE.exec(text);
  if (!found?.[1]) return null;
  const { value, end } = readDnValue(text, TYPE.lastIndex);
  return value.trim() === '' ? null : { type: attributeType(found[1]), value, end };
}

function withoutPositions(attributes: readonly DnAttribute[]): readonly DnAttribute[] {
  return attributes.map(({ type, value }) => ({ type, value }));
}
