import { readable } from './raw-text.js';

/** A value with parameters: Content-Type, Content-Disposition (RFC 2045 §5.1). Parameter names in lower case, values raw. */
export interface Parameterized {
  readonly value: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const MAX_PARAMETERS = 200;
const MAX_VALUE = 8192;

/**
 * Reads tolerantly: comments are dropped, values may be quoted or not, unquoted ones may hold spaces. RFC 2231 names
 * (`filename*0*`) are kept as they are, for BODYSTRUCTURE. The first of two parameters of one name wins.
 */
export function parseParameterized(raw: string): Parameterized {
  const [head = '', ...rest] = pieces(raw);
  const parameters = new Map<string, string>();
  for (const piece of rest) {
    const equals = piece.indexOf('=');
    if (equals < 1) continue;
    const name = token(piece.slice(0, equals), 128);
    if (name !== '' && !parameters.has(name)) parameters.set(name, parameterValue(piece.slice(equals + 1)));
    if (parameters.size >= MAX_PARAMETERS) break;
  }
  return { value: token(head, 256), parameters: Object.fromEntries(parameters) };
}

function token(raw: string, length: number): string {
  return readable(raw).trim().toLowerCase().slice(0, length).toWellFormed();
}

function parameterValue(raw: string): string {
  const text = readable(raw).trim();
  const value = text.startsWith('"') ? unquoted(text) : text;
  return value.slice(0, MAX_VALUE).toWellFormed();
}

/** The inside of a quoted string, escapes undone; what follows the closing quote is dropped. */
function unquoted(text: string): string {
  const out: string[] = [];
  for (let at = 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') break;
    if (char === '\\' && at + 1 < text.length) at += 1;
    out.push(text.charAt(at));
  }
  return out.join('');
}

/** Splits at semicolons outside quotes, leaving comments out. One pass. */
function pieces(raw: string): readonly string[] {
  const found: string[] = [];
  let piece: string[] = [];
  for (const { 0: token, index } of raw.matchAll(TOKEN)) {
    if (token === ';') {
      found.push(piece.join(''));
      piece = [];
    } else piece.push(isComment(raw, token, index) ? ' ' : token);
  }
  return [...found, piece.join('')];
}

// A quoted string, a comment (two levels are seen in the field), a semicolon, other text; then what closes nothing.
const TOKEN = /"(?:[^"\\]|\\.)*"?|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|;|[^";(]+|\(/gs;

/** In `report (1).pdf`, unquoted, the parentheses belong to the name: a comment stands apart on both sides. */
function isComment(raw: string, token: string, index: number): boolean {
  if (!token.startsWith('(') || token.length < 2) return false;
  return /^[\s;]?$/.test(raw.charAt(index - 1)) && /^[\s;]?$/.test(raw.charAt(index + token.length));
}
