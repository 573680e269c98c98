import {
  ANSWERED,
  DELETED,
  DRAFT,
  FLAGGED,
  type Flag,
  parseFlag,
  SEEN,
  type SearchKey,
  uidSetOf,
} from '@cachet/mss-core/messaging';
import type { SelectedFolder } from '../../session/selected-folder.js';
import { type Cursor, SyntaxProblem } from '../../wire/cursor.js';
import { parseDate } from '../../wire/dates.js';
import { plainSet } from '../../wire/sequence-set.js';
import { messageSet, uidsOf } from '../message-set.js';
import { messageOfEmailId } from '../object-ids.js';

/** What turns the text of a search into a question: message numbers become uids, `now` gives ages their origin. */
export interface SearchTerms {
  readonly args: Cursor;
  readonly folder: SelectedFolder;
  readonly now: Date;
  /** RFC 7162 §3.1.5: a MODSEQ criterion makes the answer tell modseqs. */
  asksModseq: boolean;
}

const MOST_KEYS = 1_000;
const ALL: SearchKey = { kind: 'all' };
const NONE: SearchKey = { kind: 'not', key: ALL };
const DAY_MS = 24 * 60 * 60 * 1000;

/** One or more keys, all of which must hold (RFC 3501 §6.4.4). */
export function searchKeys(terms: SearchTerms): SearchKey {
  const keys = [searchKey(terms)];
  while (terms.args.tryTake(' ')) {
    keys.push(searchKey(terms));
    if (keys.length > MOST_KEYS) throw new SyntaxProblem('Too many search keys');
  }
  const [only] = keys;
  return keys.length === 1 && only ? only : { kind: 'and', keys };
}

function searchKey(terms: SearchTerms): SearchKey {
  const { args } = terms;
  args.nest();
  const key = args.peek() === '(' ? group(terms) : (numbers(terms) ?? named(terms));
  args.unnest();
  return key;
}

function group(terms: SearchTerms): SearchKey {
  const keys = terms.args.list(() => searchKey(terms));
  if (keys.length === 0) throw new SyntaxProblem('Empty search group');
  return { kind: 'and', keys };
}

function numbers({ args, folder }: SearchTerms): SearchKey | null {
  if (!/^[\d*$]$/.test(args.peek())) return null;
  const set = messageSet(args);
  if (set === 'saved') return { kind: 'uid', uids: uidsOf(folder, set, 0) };
  // Numbers beyond the last message find nothing, as uids that nobody has.
  const known = folder.sequence.atNumbers(plainSet(set, folder.sequence.count));
  return { kind: 'uid', uids: uidSetOf(known) };
}

function named(terms: SearchTerms): SearchKey {
  const name = terms.args.atom('a search key').toUpperCase();
  const read = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
  if (!read) throw new SyntaxProblem('Unknown search key');
  return read(terms);
}

type KeyReader = (terms: SearchTerms) => SearchKey;

const KEYS: Readonly<Record<string, KeyReader>> = {
  ALL: () => ALL,
  ANSWERED: flag(ANSWERED, true),
  DELETED: flag(DELETED, true),
  DRAFT: flag(DRAFT, true),
  FLAGGED: flag(FLAGGED, true),
  SEEN: flag(SEEN, true),
  UNANSWERED: flag(ANSWERED, false),
  UNDELETED: flag(DELETED, false),
  UNDRAFT: flag(DRAFT, false),
  UNFLAGGED: flag(FLAGGED, false),
  UNSEEN: flag(SEEN, false),
  // To an IMAP4rev2 session nothing is recent, nothing new, everything old.
  NEW: ({ folder }) => ({
    kind: 'and',
    keys: [recent(folder), { kind: 'flag', flag: SEEN, present: false }],
  }),
  RECENT: ({ folder }) => recent(folder),
  OLD: ({ folder }) => ({ kind: 'not', key: recent(folder) }),
  KEYWORD: (terms) => keyword(terms, true),
  UNKEYWORD: (terms) => keyword(terms, false),
  BCC: header('bcc'),
  CC: header('cc'),
  FROM: header('from'),
  SUBJECT: header('subject'),
  TO: header('to'),
  HEADER: (terms) => ({ kind: 'header', name: argument(terms).toLowerCase(), contains: argument(terms) }),
  BODY: (terms) => ({ kind: 'body', contains: argument(terms) }),
  TEXT: (terms) => ({ kind: 'text', contains: argument(terms) }),
  BEFORE: (terms) => ({ kind: 'internalDay', before: day(date(terms)) }),
  ON: (terms) => onDay('internalDay', date(terms)),
  SINCE: (terms) => ({ kind: 'internalDay', from: day(date(terms)) }),
  SENTBEFORE: (terms) => ({ kind: 'sentDay', before: day(date(terms)) }),
  SENTON: (terms) => onDay('sentDay', date(terms)),
  SENTSINCE: (terms) => ({ kind: 'sentDay', from: day(date(terms)) }),
  SAVEDBEFORE: (terms) => ({ kind: 'savedDay', before: day(date(terms)) }),
  SAVEDON: (terms) => onDay('savedDay', date(terms)),
  SAVEDSINCE: (terms) => ({ kind: 'savedDay', from: day(date(terms)) }),
  // RFC 8514 §4.3: every folder remembers when a message came.
  SAVEDATESUPPORTED: () => ALL,
  EMAILID: (terms) => email(objectId(terms)),
  // RFC 8474 §5.2: no thread has a name.
  THREADID: (terms) => {
    objectId(terms);
    return NONE;
  },
  YOUNGER: (terms) => ({ kind: 'age', now: terms.now, youngerThan: number(terms) }),
  OLDER: (terms) => ({ kind: 'age', now: terms.now, olderThan: number(terms) }),
  LARGER: (terms) => ({ kind: 'size', largerThan: number(terms) }),
  SMALLER: (terms) => ({ kind: 'size', smallerThan: number(terms) }),
  MODSEQ: modseq,
  UID: (terms) => {
    terms.args.space();
    const { folder, args } = terms;
    return { kind: 'uid', uids: uidsOf(folder, messageSet(args), folder.sequence.lastUid) };
  },
  NOT: (terms) => ({ kind: 'not', key: operand(terms) }),
  OR: (terms) => ({ kind: 'or', keys: [operand(terms), operand(terms)] }),
};

function recent({ recent: { uids } }: SelectedFolder): SearchKey {
  return { kind: 'uid', uids };
}

function flag(name: Flag, present: boolean): KeyReader {
  return () => ({ kind: 'flag', flag: name, present });
}

function keyword({ args }: SearchTerms, present: boolean): SearchKey {
  args.space();
  const name = parseFlag(args.atom('a keyword'));
  if (!name) return present ? NONE : ALL;
  return { kind: 'flag', flag: name, present };
}

function header(name: string): KeyReader {
  return (terms) => ({ kind: 'header', name, contains: argument(terms) });
}

function operand(terms: SearchTerms): SearchKey {
  terms.args.space();
  return searchKey(terms);
}

/** A text to look for. Whatever charset was named, it was UTF-8 or its ASCII part. */
function argument({ args }: SearchTerms): string {
  args.space();
  const octets = Buffer.from(args.astring(), 'latin1');
  try {
    return UTF8.decode(octets);
  } catch {
    throw new SyntaxProblem('Text is not UTF-8');
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function objectId({ args }: SearchTerms): string {
  args.space();
  return args.match(/[A-Za-z0-9_-]{1,255}/y, 'an object id');
}

function email(id: string): SearchKey {
  const messageId = messageOfEmailId(id);
  return messageId === null ? NONE : { kind: 'message', messageId };
}

function number({ args }: SearchTerms): number {
  args.space();
  return args.number();
}

function date({ args }: SearchTerms): Date {
  args.space();
  const found = parseDate(args.tryString() ?? args.atom('a date'));
  if (!found) throw new SyntaxProblem('Not a date');
  return found;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function onDay(kind: 'internalDay' | 'savedDay' | 'sentDay', date: Date): SearchKey {
  return { kind, from: day(date), before: day(new Date(date.getTime() + DAY_MS)) };
}

/** RFC 7162 §3.1.5: the entry name and type are allowed and change nothing, flags sharing one modseq here. */
function modseq(terms: SearchTerms): SearchKey {
  const { args } = terms;
  args.space();
  if (args.peek() === '"') {
    args.string();
    args.space();
    args.match(/(?:all|shared|priv)/iy, 'an entry type');
    args.space();
  }
  terms.asksModseq = true;
  return { kind: 'modseq', atLeast: args.number() };
}
