import { describe, expect, it } from 'vitest';
import { append, copy, type Folders, newMessage } from './acts.js';
import { type FolderState, type Item, impossible, isAs, UidMemory, unchanged } from './folder-state.js';
import { ImapLedger } from './imap-ledger.js';

const item = (mark: string, ...flags: string[]): Item => ({ mark, flags });
const folder = (items: readonly (readonly [number, Item])[], uidNext = 10): FolderState => ({
  uidValidity: 7,
  uidNext,
  highestModseq: 5,
  items: new Map(items),
});

const before = folder([
  [1, item('a')],
  [2, item('b', '\\Seen')],
]);

describe('what a mail program finds after a command', () => {
  const names = { here: 'ici', there: 'ailleurs' };
  const folders: Folders = { here: before, there: folder([], 4) };
  const { after } = copy(names, folders, 'here', 'there', [1, 2]);

  it('is its whole effect, under new uids and in order', () => {
    const seen = folder([
      [4, item('a')],
      [5, item('b', '\\Seen')],
    ]);
    expect(isAs(folders.there, after.there, seen)).toBe(true);
    expect(isAs(before, after.here, before)).toBe(true);
  });

  it('is not when a message, a flag or the order is missing, or an old uid is used', () => {
    const half = folder([[4, item('a')]]);
    const unflagged = folder([
      [4, item('a')],
      [5, item('b')],
    ]);
    const turned = folder([
      [4, item('b', '\\Seen')],
      [5, item('a')],
    ]);
    const old = folder([
      [3, item('a')],
      [5, item('b', '\\Seen')],
    ]);
    for (const seen of [half, unflagged, turned, old])
      expect(isAs(folders.there, after.there, seen)).toBe(false);
    expect(isAs(before, unchanged(before), folder([[1, item('a')]]))).toBe(false);
  });

  it('is told as broken when it is neither all nor nothing, gone though OK, or there though refused', () => {
    const act = append(names, folders, 'here', [newMessage('c', [], 200)]);
    const ledger = new ImapLedger();
    ledger.found('un', act, 'unknown', false, false);
    ledger.found('un', act, 'ok', false, true);
    ledger.found('un', act, 'refused', true, false);
    ledger.found('un', act, 'unknown', true, false);
    ledger.found('un', act, 'notSent', false, true);
    expect(ledger.counts).toMatchObject({ broken: 3, unknownDone: 1 });
    expect(ledger.violations).toHaveLength(3);
  });
});

describe('what may never be', () => {
  it('is another UIDVALIDITY, a UIDNEXT or HIGHESTMODSEQ that goes back, a uid beyond', () => {
    const seen = { uidValidity: 8, uidNext: 9, highestModseq: 4, items: new Map([[9, item('z')]]) };
    expect([...impossible('ici', before, seen)]).toHaveLength(4);
    expect([...impossible('ici', before, before)]).toEqual([]);
  });

  it('is a uid that was another message’s', () => {
    const memory = new UidMemory();
    expect([...memory.note('ici', before)]).toEqual([]);
    expect([...memory.note('ici', folder([[2, item('c')]]))]).toHaveLength(1);
  });
});
