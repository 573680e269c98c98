import { describe, expect, it } from 'vitest';
import { parseFlag } from './flags.js';
import { namesAbove, parseFolderName } from './folder-name.js';
import { ALL_UIDS, holds, normalized, uidSetOf, uidSetText } from './uid-set.js';

describe('A flag', () => {
  it.each([
    ['\\seen', '\\Seen'],
    ['$FORWARDED', '$Forwarded'],
    ['Urgent', 'Urgent'],
    ['\\Recent', null],
    ['\\Unknown', null],
    ['two words', null],
    ['a"b', null],
    ['a(b', null],
    ['a%b', null],
    ['a\r\nb', null],
    ['', null],
    ['x'.repeat(65), null],
  ])('%j is %s', (text, flag) => {
    expect(parseFlag(text)).toBe(flag);
  });
});

describe('A folder name', () => {
  it.each([
    ['inbox', 'INBOX'],
    ['Inbox/Été', 'INBOX/Été'],
    ['E\u0301te\u0301', 'Été'],
    ['Patients/', 'Patients'],
    ['Boîte d’envoi', 'Boîte d’envoi'],
    ['', null],
    ['/', null],
    ['a//b', null],
    ['/a', null],
    ['a/ /b', null],
    ['a*', null],
    ['a%b', null],
    ['a\r\nb', null],
    ['a\0', null],
    ['a\u2028b', null],
    ['\ud800', null],
    ['x'.repeat(241), null],
    ['a/'.repeat(30), null],
  ])('%j is read as %j', (text, name) => {
    expect(parseFolderName(text)).toBe(name);
  });

  it('tells the names above it', () => {
    expect(namesAbove(parseFolderName('a/b/c')!)).toEqual(['a', 'a/b']);
    expect(namesAbove(parseFolderName('a')!)).toEqual([]);
  });
});

describe('A set of uids', () => {
  it('is written with the fewest ranges', () => {
    expect(uidSetText(uidSetOf([5, 1, 2, 3, 7, 6, 2]))).toBe('1:3,5:7');
    expect(uidSetText(ALL_UIDS)).toBe('1:*');
    expect(uidSetText(uidSetOf([]))).toBe('');
  });

  it('is searched by halves once normalized', () => {
    const set = normalized([
      { first: 10, last: 20 },
      { first: 1, last: 3 },
      { first: 15, last: 30 },
      { first: 31, last: 31 },
    ]);
    expect(uidSetText(set)).toBe('1:3,10:31');
    expect([0, 1, 3, 4, 9, 10, 31, 32].filter((uid) => holds(set, uid))).toEqual([1, 3, 10, 31]);
  });
});
