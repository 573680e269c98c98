import { type Cursor, SyntaxProblem } from '../../wire/cursor.js';
import { type Binary, binary } from './binary.js';
import { type Section, section } from './section.js';

/** One thing FETCH was asked for (RFC 3501 §6.4.5, MODSEQ of RFC 7162, BINARY of RFC 3516, EMAILID of RFC 8474, SAVEDATE of RFC 8514, PREVIEW of RFC 8970). */
export type FetchItem = { readonly kind: PlainItem } | Section | Binary;

export type PlainItem =
  | 'flags'
  | 'uid'
  | 'internalDate'
  | 'size'
  | 'modseq'
  | 'envelope'
  | 'body'
  | 'bodyStructure'
  | 'emailId'
  | 'threadId'
  | 'saveDate'
  | 'preview';

const FAST: readonly PlainItem[] = ['flags', 'internalDate', 'size'];
const MACROS: Readonly<Record<string, readonly PlainItem[]>> = {
  FAST,
  ALL: [...FAST, 'envelope'],
  FULL: [...FAST, 'envelope', 'body'],
};

const PLAIN: Readonly<Record<string, PlainItem>> = {
  FLAGS: 'flags',
  UID: 'uid',
  INTERNALDATE: 'internalDate',
  'RFC822.SIZE': 'size',
  MODSEQ: 'modseq',
  ENVELOPE: 'envelope',
  BODY: 'body',
  BODYSTRUCTURE: 'bodyStructure',
  EMAILID: 'emailId',
  THREADID: 'threadId',
  SAVEDATE: 'saveDate',
  PREVIEW: 'preview',
};

/** More than any client asks; the work of one message stays bounded. */
const MOST_ITEMS = 100;

export function fetchItems(args: Cursor): readonly FetchItem[] {
  const macro = args.tryMatch(/(?:ALL|FAST|FULL)(?= |$)/iy);
  if (macro) return (MACROS[macro.toUpperCase()] ?? []).map((kind) => ({ kind }));
  const items = args.peek() === '(' ? args.list(() => item(args)) : [item(args)];
  if (items.length === 0 || items.length > MOST_ITEMS)
    throw new SyntaxProblem('Unreasonable number of items');
  return items;
}

function item(args: Cursor): FetchItem {
  const name = args.match(/[A-Z0-9.]+/iy, 'a fetch item').toUpperCase();
  const asked = section(name, args) ?? binary(name, args);
  if (asked) return asked;
  const kind = Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
  if (!kind) throw new SyntaxProblem('Unknown fetch item');
  // RFC 8970 §3.2: a preview costs a share of one read for many messages, so that the lazy one is the same.
  if (kind === 'preview') args.tryTake(' (LAZY)');
  return { kind };
}
