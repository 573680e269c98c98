import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { file } from './support/given.js';
import { ImapLineClient } from './support/imap-line-client.js';
import { type Holder, ImapWorld } from './support/imap-world.js';

const MEBIBYTE = 1024 * 1024;

describe('those who mean harm', () => {
  let world: ImapWorld;
  let holder: Holder;

  beforeAll(async () => {
    world = await ImapWorld.open();
    holder = await world.holder();
    await file(world, holder, 'INBOX', ['Subject: a\r\n\r\nb\r\n', 'Subject: c\r\n\r\nd\r\n']);
  });
  afterAll(() => world.close());

  it('fifty strangers holding half a command cost little memory, and others are served', async () => {
    const witness = await ImapLineClient.signedIn(world.port, holder);
    const before = process.memoryUsage().rss;
    const strangers = await Promise.all(Array.from({ length: 50 }, () => ImapLineClient.connect(world.port)));
    for (const stranger of strangers) stranger.send(`a NOOP ${'('.repeat(500_000)}`);
    const began = performance.now();
    expect((await witness.command('a SELECT INBOX')).at(-1)).toMatch(/^a OK/);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * MEBIBYTE);
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
      const began = performance.now();
      const tag = `t${index}`;
      expect((await client.command(`${tag} ${cruelty}`)).at(-1)).toMatch(new RegExp(`^${tag} (OK|NO|BAD)`));
      expect(performance.now() - began, cruelty.slice(0, 40)).toBeLessThan(1_000);
    }
    expect((await client.command('z NOOP')).at(-1)).toBe('z OK NOOP completed');
    client.close();
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

  it('a client that asks for much and reads nothing makes the server wait, not grow', async () => {
    const big = Buffer.alloc(8 * MEBIBYTE, 'x').toString('latin1');
    await file(world, holder, 'Archive', [`Subject: big\r\n\r\n${big}`]);
    const client = await ImapLineClient.signedIn(world.port, holder);
    await client.command('a SELECT Archive');
    client.pause();
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 20; i += 1) client.send(`f${i} FETCH 1 BODY.PEEK[]\r\n`);
    const witness = await ImapLineClient.signedIn(world.port, holder);
    for (let i = 0; i < 50; i += 1) await witness.command('a STATUS Archive (MESSAGES)');
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * MEBIBYTE);
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
