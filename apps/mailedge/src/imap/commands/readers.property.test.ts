import type { Folder } from '@cachet/mss-core/messaging';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SelectedFolder } from '../session/selected-folder.js';
import type { Session } from '../session/session.js';
import { Cursor, type Piece, SyntaxProblem } from '../wire/cursor.js';
import { parseDateTime } from '../wire/dates.js';
import { MODIFIED_UTF7_NAMES, UTF8_NAMES } from '../wire/folder-names.js';
import { plainSet, sequenceSet } from '../wire/sequence-set.js';
import { fetchItems } from './fetch/items.js';
import { fetchModifiers } from './fetch/modifiers.js';
import { flags, parenthesizedFlags } from './flag-list.js';
import { listRequest } from './list/options.js';
import { UnusableName } from './mailbox-name.js';
import { namedUids } from './message-set.js';
import { knownState } from './resync.js';
import { searchKeys } from './search/keys.js';
import { returnOptions } from './search/results.js';
import { statusItems } from './status-items.js';

/** What is left of what was read. */
type Reading = (args: Cursor) => unknown;

const FOLDER: Folder = {
  ...{ id: 'f', name: 'INBOX', specialUse: 'inbox', subscribed: true, uidValidity: 1, uidNext: 30 },
  ...{ highestModseq: 9, messages: 3, unseen: 0, size: 0 },
} as Folder;
const folder = new SelectedFolder(FOLDER, Uint32Array.of(3, 7, 29), false);
// Of a session these readers look at the way of writing names only.
const session = (isUtf8: boolean) =>
  ({ names: isUtf8 ? UTF8_NAMES : MODIFIED_UTF7_NAMES, speaksUtf8: isUtf8 }) as unknown as Session;

const WORDS = [
  ...['1', '0', '*', '1:*', '4294967295', '4294967296', '99999999999999999999', ':', ',', '$', '1,2:1', '-1'],
  ...[
    '(',
    ')',
    ' ',
    '[',
    ']',
    '<',
    '>',
    '.',
    '"',
    '""',
    '"a b"',
    '\\',
    '"\\""',
    '%',
    '*%*',
    '&',
    '&AOk-',
    '&-',
  ],
  ...[
    'ALL',
    'FULL',
    'FLAGS',
    'UID',
    'BODY',
    'BODY[',
    'BODY.PEEK[',
    '1.2.',
    'MIME',
    'HEADER.FIELDS (',
    'TEXT',
  ],
  ...['BINARY.PEEK[', 'BINARY.SIZE[', 'MODSEQ', 'PREVIEW', 'RFC822', 'CHANGEDSINCE ', 'VANISHED', '<0.1>'],
  ...[
    'OR ',
    'NOT ',
    'SEEN',
    'KEYWORD ',
    'HEADER ',
    'SUBJECT ',
    'SENTON ',
    '1-Feb-2026',
    'LARGER ',
    'YOUNGER ',
    'UID ',
  ],
  ...[
    'EMAILID ',
    'SAVEDBEFORE ',
    'MODSEQ ',
    'RETURN (',
    'MIN',
    'COUNT',
    'SAVE',
    'PARTIAL 1:2',
    'STATUS (',
    'CHILDREN',
  ],
  ...[
    'SUBSCRIBED',
    'RECURSIVEMATCH',
    'SPECIAL-USE',
    'MESSAGES',
    'HIGHESTMODSEQ',
    '\\Seen',
    '\\Recent',
    '$Urgent',
  ],
  ...[
    '"17-Jul-1996 02:44:25 -0700"',
    'NIL',
    '{3}',
    '~',
    'é',
    '\u00ff',
    '\t',
    '(((((((((((((((((((((((((((((((((((((',
  ],
];

const text = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...WORDS) },
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    {
      maxLength: 16,
    },
  )
  .map((words) => words.join(''));
const literal = fc.string({ unit: 'binary', maxLength: 8 }).map((octets) => Buffer.from(octets, 'latin1'));
/** Text, literals and text again, as the reader of commands gives them. */
const argumentsOf = fc
  .tuple(text, fc.array(fc.tuple(literal, text), { maxLength: 2 }))
  .map(([head, rest]): Piece[] => [head, ...rest.flat()]);

const READINGS: Readonly<Record<string, Reading>> = {
  'a message set': (args) => {
    const set = sequenceSet(args);
    for (const { first, last } of plainSet(set, 29)) expect(first).toBeLessThanOrEqual(last);
    return namedUids(folder, set, true);
  },
  'fetch items': (args) => [fetchItems(args), fetchModifiers(args)],
  'search keys': (args) => searchKeys({ args, folder, now: new Date(0), asksModseq: false }),
  'search options': (args) => returnOptions(args),
  'flags of STORE': (args) => flags(args),
  'arguments of APPEND': (args) => {
    const marked = args.peek() === '(' ? parenthesizedFlags(args) : [];
    if (marked.length > 0) args.space();
    return [marked, parseDateTime(args.string())];
  },
  'status items': (args) => statusItems(args),
  'a LIST': (args) => listRequest(session(false), args),
  'a LIST in UTF-8': (args) => listRequest(session(true), args),
  'what a client knew of a folder': (args) => knownState(args),
};

describe('Whatever the arguments', () => {
  it.each(Object.entries(READINGS))('%s are read, or refused by name', (_, read) => {
    fc.assert(
      fc.property(argumentsOf, (pieces) => {
        const args = new Cursor(pieces);
        try {
          read(args);
          args.end();
        } catch (fault) {
          if (!(fault instanceof SyntaxProblem || fault instanceof UnusableName)) throw fault;
        }
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});
