import { derElements } from './der.js';
import { directoryString } from './directory-string.js';

/** A value read from the text of a DN, and where the separator after it stands. */
export interface DnValue {
  readonly value: string;
  readonly end: number;
}

/**
 * What may end a value: the end of the text, or a separator followed by `type=`. A comma or plus sign followed by anything else
 * belongs to the value: operators' names hold some, and not all are escaped in the published list.
 */
const ENDING = /\s*(?:$|[,;+](?=\s*(?:(?:oid\.)?[a-z][a-z0-9-]*|(?:oid\.)?\d+(?:\.\d+)+)\s*=))/iy;
const LEADING_SPACE = /\s*/y;
const HEX_VALUE = /#((?:[0-9a-f]{2})+)/iy;

/** Reads the value that starts at `at`: quoted when quotes hold it whole, hexadecimal when it is, else plain with escapes. */
export function readDnValue(text: string, at: number): DnValue {
  LEADING_SPACE.lastIndex = at;
  LEADING_SPACE.exec(text);
  const start = LEADING_SPACE.lastIndex;
  return quotedValue(text, start) ?? hexValue(text, start) ?? plainValue(text, start);
}

/** RFC 1779: `"C.H. DE  CADILLAC"`. Null when no closing quote is followed by an ending: the quotes are then letters like others. */
function quotedValue(text: string, start: number): DnValue | null {
  if (text[start] !== '"') return null;
  for (let at = start + 1; at < text.length; at += text[at] === '\\' ? 2 : 1) {
    const end = text[at] === '"' ? endingAt(text, at + 1) : null;
    if (end !== null) return { value: unescaped(text.slice(start + 1, at)), end };
  }
  return null;
}

function hexValue(text: string, start: number): DnValue | null {
  HEX_VALUE.lastIndex = start;
  const octets = HEX_VALUE.exec(text)?.[1];
  const end = octets ? endingAt(text, HEX_VALUE.lastIndex) : null;
  if (!octets || end === null) return null;
  const [element, ...others] = derElements(bytesOfHex(octets)) ?? [];
  const value = element && others.length === 0 ? directoryString(element) : `#${octets.toLowerCase()}`;
  return { value, end };
}

function plainValue(text: string, start: number): DnValue {
  for (let at = start; at < text.length; at += text[at] === '\\' ? 2 : 1) {
    const end = endingAt(text, at);
    if (end !== null) return { value: unescaped(text.slice(start, at)), end };
  }
  return { value: unescaped(text.slice(start)), end: text.length };
}

/** Where the separator stands when only spaces are left before it; null when the value goes on. */
function endingAt(text: string, at: number): number | null {
  ENDING.lastIndex = at;
  const found = ENDING.exec(text);
  if (!found) return null;
  return ENDING.lastIndex === text.length ? text.length : ENDING.lastIndex - 1;
}

/** RFC 2253 §2.4: `\,` is the character, `\C3\A9` are the octets of UTF-8. */
function unescaped(raw: string): string {
  return raw.replace(/(?:\\[0-9a-f]{2})+|\\(.)/gis, (pair: string, character: string | undefined) =>
    character === undefined ? new TextDecoder().decode(bytesOfHex(pair.replaceAll('\\', ''))) : character,
  );
}

function bytesOfHex(octets: string): Uint8Array {
  return Uint8Array.from(octets.match(/../g) ?? [], (octet) => Number.parseInt(octet, 16));
}
