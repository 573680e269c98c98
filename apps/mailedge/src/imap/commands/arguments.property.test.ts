import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cursor, SyntaxProblem } from '../wire/cursor.js';
import { MODIFIED_UTF7_NAMES, UTF8_NAMES } from '../wire/folder-names.js';
import { fetchItems } from './fetch/items.js';
import { fetchModifiers } from './fetch/modifiers.js';
import { UnusableName } from './mailbox-name.js';
import { messageSet } from './message-set.js';
import { eventGroups } from './notify/event-groups.js';
import { knownState } from './resync.js';
import { returnOptions } from './search/results.js';
import { sortCriteria } from './search/sort.js';

const plain = { names: MODIFIED_UTF7_NAMES, speaksUtf8: false };
const utf8 = { names: UTF8_NAMES, speaksUtf8: true };

const READERS: readonly (readonly [
  name: string,
  read: (args: Cursor) => unknown,
  words: readonly string[],
])[] = [
  [
    'what a client knew of a folder',
    knownState,
    ['(', ')', '1 ', '99999999999999999999', '1:3', ',', '*', '(1 1)'],
  ],
  ['the modifiers of FETCH', fetchModifiers, [' (', ')', 'CHANGEDSINCE ', '12', 'VANISHED', ' ']],
  [
    'the items of FETCH',
    fetchItems,
    ['(', ')', 'BINARY', '.PEEK', '.SIZE', '[1.2]', '[', '<0.5>', 'PREVIEW', ' (LAZY)', ' '],
  ],
  ['a set of messages', messageSet, ['$', '1', ':', ',', '*', '4294967296', '0']],
  ['what a search returns', returnOptions, [' RETURN ', '(', ')', 'SAVE', 'MIN', ' ', 'ALL']],
  ['the keys of a sort', sortCriteria, ['(', ')', 'REVERSE ', 'DATE', 'DISPLAYFROM', ' ']],
  [
    'the groups of NOTIFY',
    (args) => eventGroups(plain, args),
    [
      '(',
      ')',
      'SELECTED ',
      'SUBTREE ',
      'a ',
      '(MessageNew MessageExpunge)',
      'MessageNew (UID) ',
      'NONE',
      ' ',
    ],
  ],
  [
    'the groups of NOTIFY in UTF-8',
    (args) => eventGroups(utf8, args),
    ['(', ')', 'MAILBOXES ', '"\xc3\xa9"', '"\xe9"', ' NONE)', ' '],
  ],
];

describe('arguments of commands', () => {
  it.each(READERS)('%s: read, or refused as bad syntax, whatever was written', (_, read, words) => {
    const piece = fc.oneof(
      fc.constantFrom(...words),
      fc.constantFrom(...words),
      fc.string({ unit: 'binary-ascii', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          read(new Cursor([pieces.join('')]));
        } catch (fault) {
          expect(fault instanceof SyntaxProblem || fault instanceof UnusableName, String(fault)).toBe(true);
        }
      }),
      { numRuns: fuzzRuns(200) },
    );
  });
});
