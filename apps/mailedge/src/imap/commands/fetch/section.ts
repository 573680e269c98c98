import { type Cursor, SyntaxProblem } from '../../wire/cursor.js';
import { imapString } from '../../wire/text.js';

/** `<offset.length>`, in octets. */
export interface PartialRange {
  readonly offset: number;
  readonly length: number;
}

/** A piece of a message, as BODY[…] names it. */
export interface Section {
  readonly kind: 'section';
  /** How the answer names it: `BODY[1.MIME]<0>`. */
  readonly label: string;
  /** Part numbers, from the outside in. */
  readonly path: readonly number[];
  readonly piece: 'whole' | 'header' | 'fields' | 'fieldsNot' | 'text' | 'mime';
  /** Lower case, for `fields` and `fieldsNot`. */
  readonly fields: readonly string[];
  readonly partial: PartialRange | null;
  /** RFC 3501 §6.4.5: reading it sets \Seen, PEEK does not. */
  readonly marksSeen: boolean;
}

const DEEPEST_PATH = 64;

/** The section this name opens, or null when it is not one. */
export function section(name: string, args: Cursor): Section | null {
  switch (name) {
    case 'RFC822':
      return plain(name, 'whole', true);
    case 'RFC822.HEADER':
      return plain(name, 'header', false);
    case 'RFC822.TEXT':
      return plain(name, 'text', true);
    case 'BODY':
      return args.tryTake('[') ? bracketed(args, true) : null;
    case 'BODY.PEEK':
      args.take('[');
      return bracketed(args, false);
    default:
      return null;
  }
}

function plain(label: string, piece: 'whole' | 'header' | 'text', marksSeen: boolean): Section {
  return { kind: 'section', label, path: [], piece, fields: [], partial: null, marksSeen };
}

function bracketed(args: Cursor, marksSeen: boolean): Section {
  const path = partNumbers(args);
  const piece = pieceName(args, path.length > 0);
  const fields = piece === 'fields' || piece === 'fieldsNot' ? fieldNames(args) : [];
  args.take(']');
  const partial = args.tryTake('<') ? partialRange(args) : null;
  const inside = [path.join('.'), WRITTEN[piece]].filter((text) => text !== '').join('.');
  const names = fields.length > 0 ? ` (${fields.map(fieldText).join(' ')})` : '';
  const origin = partial ? `<${partial.offset}>` : '';
  return {
    kind: 'section',
    label: `BODY[${inside}${names}]${origin}`,
    path,
    piece,
    fields: fields.map((field) => field.toLowerCase()),
    partial,
    marksSeen,
  };
}

const WRITTEN: Record<Section['piece'], string> = {
  whole: '',
  header: 'HEADER',
  fields: 'HEADER.FIELDS',
  fieldsNot: 'HEADER.FIELDS.NOT',
  text: 'TEXT',
  mime: 'MIME',
};

export function partNumbers(args: Cursor): number[] {
  const text = args.tryMatch(/[1-9]\d{0,8}(?:\.[1-9]\d{0,8})*/y);
  const numbers = text === null ? [] : text.split('.').map(Number);
  if (numbers.length > DEEPEST_PATH) throw new SyntaxProblem('Too many part numbers');
  return numbers;
}

function pieceName(args: Cursor, afterNumbers: boolean): Section['piece'] {
  if (args.peek() === ']') return 'whole';
  if (afterNumbers) args.take('.');
  if (args.tryTake('HEADER.FIELDS.NOT')) return 'fieldsNot';
  if (args.tryTake('HEADER.FIELDS')) return 'fields';
  if (args.tryTake('HEADER')) return 'header';
  if (args.tryTake('TEXT')) return 'text';
  if (afterNumbers && args.tryTake('MIME')) return 'mime';
  throw new SyntaxProblem('Unknown section');
}

function fieldNames(args: Cursor): string[] {
  args.space();
  const names = args.list(() => args.astring());
  if (names.length === 0) throw new SyntaxProblem('Expected header field names');
  return names;
}

/** After its `<`. */
export function partialRange(args: Cursor): PartialRange {
  const offset = args.number();
  args.take('.');
  const length = args.number();
  args.take('>');
  if (length === 0) throw new SyntaxProblem('Empty partial range');
  return { offset, length };
}

function fieldText(name: string): string {
  return /^[A-Za-z0-9!#$&'+\-.^_`|~]+$/.test(name) ? name : imapString(name);
}
