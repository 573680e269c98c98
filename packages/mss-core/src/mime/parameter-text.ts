import { Buffer } from 'node:buffer';
import { decodeCharset } from './charset.js';
import { decodeWords } from './encoded-words.js';

type Parameters = Readonly<Record<string, string>>;

const MAX_SECTIONS = 200;

/**
 * What a parameter says to people: RFC 2231 continuations joined and decoded, else the plain one with the RFC 2047
 * words that many senders put there. Null when the parameter is absent.
 */
export function parameterText(parameters: Parameters, name: string): string | null {
  const extended = own(parameters, `${name}*`);
  if (extended !== null) return decodeExtended([{ text: extended, encoded: true }]);
  const sections = sectionsOf(parameters, name);
  if (sections.length > 0) return decodeExtended(sections);
  const plain = own(parameters, name);
  return plain === null ? null : decodeWords(plain);
}

/** A parameter that is not for people (boundary, charset): continuations joined, nothing decoded. */
export function parameterToken(parameters: Parameters, name: string): string | null {
  const sections = sectionsOf(parameters, name);
  return own(parameters, name) ?? (sections.length > 0 ? sections.map((s) => s.text).join('') : null);
}

interface Section {
  readonly text: string;
  readonly encoded: boolean;
}

function sectionsOf(parameters: Parameters, name: string): readonly Section[] {
  const sections: Section[] = [];
  for (let number = 0; number < MAX_SECTIONS; number += 1) {
    const encoded = own(parameters, `${name}*${number}*`);
    const text = encoded ?? own(parameters, `${name}*${number}`);
    if (text === null) break;
    sections.push({ text, encoded: encoded !== null });
  }
  return sections;
}

// RFC 2231 §4: the first section opens with charset'language', each part possibly empty.
const OPENING = /^([^']*)'[^']*'/;

function decodeExtended(sections: readonly Section[]): string {
  const [first] = sections;
  const opening = first?.encoded ? OPENING.exec(first.text) : null;
  const bytes = sections.map((section, index) => {
    const text = index === 0 && opening ? section.text.slice(opening[0].length) : section.text;
    return section.encoded ? percentBytes(text) : Buffer.from(text, 'utf8');
  });
  return decodeCharset(Buffer.concat(bytes), opening?.[1] ?? 'utf-8');
}

function percentBytes(text: string): Buffer {
  const out: Buffer[] = [];
  let end = 0;
  for (const match of text.matchAll(/%([0-9A-Fa-f]{2})/g)) {
    out.push(Buffer.from(text.slice(end, match.index), 'utf8'), Buffer.from(match[1] ?? '', 'hex'));
    end = match.index + 3;
  }
  return Buffer.concat([...out, Buffer.from(text.slice(end), 'utf8')]);
}

function own(parameters: Parameters, name: string): string | null {
  return Object.hasOwn(parameters, name) ? (parameters[name] ?? null) : null;
}
