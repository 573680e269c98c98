import type { ImapStore } from '@cachet/mailedge/imap';
import type { MessageBytes } from '@cachet/mss-core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { file } from './support/given.js';
import { ImapLineClient } from './support/imap-line-client.js';
import { type Holder, ImapWorld } from './support/imap-world.js';

const MEBIBYTE = 1024 * 1024;

describe('those who mean harm', () => {
  let world: ImapWorld;
  let holder: Holder;
  /** What the server asked of the store: visits of the database, and octets of messages. */
  const asked = { visits: 0, octets: 0 };

  beforeAll(async () => {
    world = await ImapWorld.open({ store: (store) => counted(store, asked) });
    holder = await world.holder();
    await file(world, holder, 'INBOX', ['Subject: a\r\n\r\nb\r\n', 'Subject: c\r\n\r\nd\r\n']);
  });
  afterAll(() => world.close());

  it('fifty strangers holding half a command cost little memory, and others are served before they have sent the rest', async () => {
    const witness = await ImapLineClient.signedIn(world.port, holder);
    const before = process.memoryUsage().rss;
    const strangers = await Promise.all(Array.from({ length: 50 }, () => ImapLineClient.connect(world.port)));
    for (const stranger of strangers) stranger.send(`a NOOP ${'('.repeat(500_000)}`);
    expect((await witness.command('a SELECT INBOX')).at(-1)).toMatch(/^a OK/);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * MEBIBYTE);
    for (const stranger of strangers) stranger.send('\r\n');
    for (const stranger of strangers)
      expect((await stranger.until('a ')).at(-1)).toBe('a BAD Command line too long');
    for (const stranger of strangers) stranger.close();
    witness.close();
  });

  it('sets, items and nests made to explode are answered and the next command too', async () => {
    const client = await ImapLineClient.signedIn(world.port, holder);
    await client.command('a SELECT INBOX');
    const cruelties = [
      'FETCH 1:4294967295,1:4294967295,4294967295:1 (UID)',
      `FETCH ${'1:*,'.repeat(15_000)}1 (UID)`,
      `FETCH 1 (${'BODY.PEEK[HEADER] '.repeat(3_000)}UID)`,
      `FETCH 1 BODY[${'1.'.repeat(5_000)}1]`,
      `SEARCH ${'NOT '.repeat(5_000)}ALL`,
      `SEARCH ${'OR ALL '.repeat(5_000)}ALL`,
      `SEARCH ${'ALL '.repeat(5_000)}ALL`,
      `LIST "" "${'%*'.repeat(200)}x"`,
      `STORE 1 +FLAGS (${Array.from({ length: 5_000 }, (_, i) => `k${i}`).join(' ')})`,
      `UID SEARCH UID ${'1,'.repeat(20_000)}1`,
      `SEARCH HEADER ${'x'.repeat(30_000)} ${'y'.repeat(30_000)}`,
    ];
    for (const [index, cruelty] of cruelties.entries()) {
      const before = asked.visits;
      const tag = `t${index}`;
      const answer = await client.command(`${tag} ${cruelty}`);
      expect(answer.at(-1)).toMatch(new RegExp(`^${tag} (OK|NO|BAD)`));
      expect(asked.visits - before, cruelty.slice(0, 40)).toBeLessThan(4);
      expect(answer.join('').length, cruelty.slice(0, 40)).toBeLessThan(1_024);
    }
    expect((await client.command('z NOOP')).at(-1)).toBe('z OK NOOP completed');
    client.close();
  });

  it.each([
    ['a literal of four gigabytes', 'SELECT {4294967295}', /^t BAD \[TOOBIG\] /],
    ['a literal beyond all numbers', 'SELECT {99999999999999}', /^t BAD /],
    ['an unasked literal above 4,096 octets', `SELECT {4097+}\r\n${'x'.repeat(4_097)}`, /^t BAD \[TOOBIG\] /],
    ['a message of four gigabytes', 'APPEND INBOX {4294967295}', /^t NO \[TOOBIG\] /],
    ['parentheses never closed', `FETCH 1 ${'('.repeat(2_000)}`, /^t BAD /],
    ['parentheses never opened', `FETCH 1 FLAGS${')'.repeat(2_000)}`, /^t BAD /],
    ['a quote never closed', 'CREATE "abc', /^t BAD /],
    ['a name that is no UTF-7', 'CREATE "&AGE-"', /^t NO \[CANNOT\] /],
    ['a name in raw octets', 'CREATE "\xff\xfe"', /^t NO \[CANNOT\] /],
    ['a line of 70,000 octets', `NOOP ${'x'.repeat(70_000)}`, /^t BAD Command line too long/],
    ['a set of everything to copy', 'UID COPY 1:4294967295 Nowhere', /^t NO \[TRYCREATE\] /],
    ['a set of everything to mark', 'UID STORE 1:4294967295 +FLAGS.SILENT (\\Seen)', /^t OK /],
    ['a set from the end to the end', 'UID FETCH 4294967295:* (UID)', /^t OK /],
    ['a number too large', 'FETCH 4294967296 (UID)', /^t BAD /],
    ['a command that nobody knows', 'XYZZY', /^t BAD /],
    ['a tag and nothing', '', /^t BAD |^\* BAD /],
  ])('%s is refused or done, and the session goes on', async (_, command, expected) => {
    const client = await ImapLineClient.signedIn(world.port, holder);
    await client.command('a SELECT INBOX');
    client.send(`t ${command}\r\n`);
    expect(await untilAnswered(client)).toMatch(expected);
    expect((await client.command('z NOOP')).at(-1)).toBe('z OK NOOP completed');
    client.close();
  });

  it('an endless line ends its own connection and no other', async () => {
    const endless = await ImapLineClient.signedIn(world.port, holder);
    const other = await ImapLineClient.signedIn(world.port, holder);
    for (let sent = 0; sent < 64 && !endless.closed; sent += 1) endless.send('x'.repeat(65_536));
    let said: string | null = '';
    while (said !== null) said = await endless.line();
    expect((await other.command('z NOOP')).at(-1)).toBe('z OK NOOP completed');
    other.close();
  });

  it('commands in the wrong state are BAD, and the session goes on', async () => {
    const stranger = await ImapLineClient.encrypted(world.port);
    for (const command of [
      'SELECT INBOX',
      'LIST "" *',
      'APPEND INBOX {5}',
      'IDLE',
      'FETCH 1 FLAGS',
      'EXPUNGE',
    ])
      expect((await stranger.command(`t ${command}`)).at(-1), command).toMatch(/^t BAD /);
    stranger.close();
    const reader = await ImapLineClient.signedIn(world.port, holder);
    for (const command of [
      'FETCH 1 FLAGS',
      'UID STORE 1 FLAGS ()',
      'SEARCH ALL',
      'EXPUNGE',
      'CLOSE',
      'UNSELECT',
    ])
      expect((await reader.command(`t ${command}`)).at(-1), command).toMatch(/^t BAD /);
    for (const command of ['STARTTLS', 'AUTHENTICATE XOAUTH2 eA==', 'LOGIN a b'])
      expect((await reader.command(`t ${command}`)).at(-1), command).toMatch(/^t BAD /);
    await reader.command('a EXAMINE INBOX');
    for (const command of ['STORE 1 FLAGS (\\Seen)', 'EXPUNGE', 'MOVE 1 Archive'])
      expect((await reader.command(`t ${command}`)).at(-1), command).toMatch(/^t NO \[READ-ONLY\] /);
    expect((await reader.command('z NOOP')).at(-1)).toBe('z OK NOOP completed');
    reader.close();
  });

  it('a literal that stops half-way, a flood of pipelined commands and a silent departure harm nobody', async () => {
    const half = await ImapLineClient.signedIn(world.port, holder);
    half.send('a APPEND Sent {1000000}\r\n');
    await half.until('+ ');
    half.send('Subject: half');
    half.close();
    const flood = await ImapLineClient.signedIn(world.port, holder);
    flood.send(Array.from({ length: 5_000 }, (_, i) => `n${i} NOOP\r\n`).join(''));
    expect((await flood.until('n4999 ')).length).toBe(5_000);
    flood.close();
    const other = await ImapLineClient.signedIn(world.port, holder);
    expect(await other.command('b STATUS Sent (MESSAGES)')).toContain('* STATUS "Sent" (MESSAGES 0)');
    other.close();
  });

  it('a client that asks for much and reads nothing makes the server wait: it takes no more from the store than is on the way', async () => {
    const big = Buffer.alloc(8 * MEBIBYTE, 'x').toString('latin1');
    await file(world, holder, 'Archive', [`Subject: big\r\n\r\n${big}`]);
    const client = await ImapLineClient.signedIn(world.port, holder);
    await client.command('a SELECT Archive');
    client.pause();
    const before = asked.octets;
    for (let i = 0; i < 20; i += 1) client.send(`f${i} FETCH 1 BODY.PEEK[]\r\n`);
    const witness = await ImapLineClient.signedIn(world.port, holder);
    for (let i = 0; i < 50; i += 1) await witness.command('a STATUS Archive (MESSAGES)');
    // Of 160 mebibytes: one message, and what lies in the buffers of two sockets.
    expect(asked.octets - before).toBeLessThan(16 * MEBIBYTE);
    client.close();
    witness.close();
  });

  it('answers any arguments of any command without a fault, and stays', async () => {
    const word = fc.constantFrom(
      ...[
        'INBOX',
        '1:*',
        '*',
        '1,2:1',
        '(',
        ')',
        '\\Seen',
        '+FLAGS',
        'BODY[1.HEADER]',
        'BODY.PEEK[]<0.9>',
        '"x"',
        '""',
      ],
      ...[
        '{3+}\r\nabc',
        '{0+}\r\n',
        'RETURN (MIN)',
        'RETURN (SAVE COUNT)',
        '$',
        '(DATE REVERSE SUBJECT)',
        'UTF-8',
        'REFERENCES',
        'SET (PERSONAL (MailboxName))',
        'BINARY.PEEK[1]<0.3>',
        '(PREVIEW (LAZY))',
        '(CHANGEDSINCE 1 VANISHED)',
        '(QRESYNC (1 1 1:3))',
        'UID',
        'NOT',
        'OR',
        'ALL',
        '%',
        '&AOk-',
        'a/b',
        '(FLAGS)',
        '99',
        '-1',
      ],
    );
    const name = fc.constantFrom(
      ...[
        'SELECT',
        'EXAMINE',
        'LIST',
        'LSUB',
        'CREATE',
        'DELETE',
        'RENAME',
        'STATUS',
        'SUBSCRIBE',
        'ENABLE',
        'ID',
      ],
      ...[
        'FETCH',
        'UID FETCH',
        'STORE',
        'UID STORE',
        'SEARCH',
        'UID SEARCH',
        'COPY',
        'UID MOVE',
        'UID EXPUNGE',
        'CLOSE',
      ],
      ...['SORT', 'UID SORT', 'THREAD', 'UID THREAD', 'NOTIFY', 'MYRIGHTS', 'LISTRIGHTS', 'SETACL', 'GETACL'],
      ...['CHECK', 'NOOP', 'GETQUOTAROOT', 'APPEND', 'EXPUNGE', 'UNSELECT', 'NAMESPACE'],
    );
    const stranger = await world.holder();
    const client = await ImapLineClient.signedIn(world.port, stranger);
    let count = 0;
    await client.command('q ENABLE QRESYNC');
    await fc.assert(
      fc.asyncProperty(name, fc.array(word, { maxLength: 6 }), async (command, words) => {
        count += 1;
        const tag = `z${count}`;
        const answer = await client.command([tag, command, ...words].join(' '));
        expect(answer.at(-1)).toMatch(new RegExp(`^${tag} (OK|NO|BAD) `));
        expect(answer.at(-1)).not.toMatch(/SERVERBUG|UNAVAILABLE/);
      }),
      { numRuns: 600 },
    );
    client.close();
  });

  it('nothing a letter or a client says can pose as a response', async () => {
    const forged = 'Subject: =?utf-8?Q?a?= "\\ {5}\r\n * 1 EXPUNGE\r\nFrom: "a\\"b\u0000c" <x@y.fr>\r\n\r\n';
    await file(world, holder, 'Drafts', [forged]);
    const client = await ImapLineClient.signedIn(world.port, holder);
    await client.command('a SELECT Drafts');
    const lines = await client.command('b FETCH 1 (ENVELOPE BODYSTRUCTURE)');
    expect(lines.filter((line) => /^\* \d+ EXPUNGE/.test(line))).toEqual([]);
    expect(lines.at(-1)).toBe('b OK FETCH completed');
    expect((await client.command('c CREATE {9+}\r\na\r\n* OK x')).join('\n')).not.toMatch(/^\* OK x/m);
    client.close();
  });
});

/** The tagged line, or the untagged BAD of a command whose tag could not be told. */
async function untilAnswered(client: ImapLineClient): Promise<string | null> {
  for (;;) {
    const line = await client.line();
    if (line === null || line.startsWith('t ') || line.startsWith('* BAD ')) return line;
  }
}

function counted(store: ImapStore, asked: { visits: number; octets: number }): ImapStore {
  return {
    ...store,
    inBal: (context, balId, work) => {
      asked.visits += 1;
      return store.inBal(context, balId, work);
    },
    bytes: (context, balId) => countedBytes(store.bytes(context, balId), asked),
  };
}

function countedBytes(bytes: MessageBytes, asked: { visits: number; octets: number }): MessageBytes {
  async function* passing(octets: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of octets) {
      asked.octets += piece.length;
      yield piece;
    }
  }
  return {
    open: async (messageId, range) => {
      asked.visits += 1;
      const stored = await bytes.open(messageId, range);
      return stored && { size: stored.size, bytes: passing(stored.bytes) };
    },
    ahead: (ranges) => {
      asked.visits += 1;
      return bytes.ahead(ranges);
    },
  };
}
