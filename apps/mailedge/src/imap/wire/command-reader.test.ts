import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from './byte-source.js';
import { CommandReader, type Frame } from './command-reader.js';
import { type Cursor, SyntaxProblem } from './cursor.js';
import { AFTER_AUTHENTICATION, BEFORE_AUTHENTICATION } from './limits.js';
import { LineReader } from './line-reader.js';

/** A client whose octets arrive in the given pieces. */
class Pieces implements ByteSource {
  delivered = 0;
  constructor(private readonly pieces: Buffer[]) {}
  async read(): Promise<Buffer | null> {
    const piece = this.pieces.shift() ?? null;
    this.delivered += piece?.length ?? 0;
    return piece;
  }
}

function chopped(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...places, bytes.length]
    .map((end, i) => bytes.subarray(i === 0 ? 0 : places[i - 1], end))
    .filter((piece) => piece.length > 0);
}

function readerOf(
  pieces: Buffer[],
  invitations: string[] = [],
  limits = AFTER_AUTHENTICATION,
): CommandReader {
  return new CommandReader(
    new LineReader(new Pieces(pieces)),
    () => limits,
    async () => void invitations.push('+'),
  );
}

/** Everything a client's octets amount to, messages read to their end. */
async function story(pieces: Buffer[], limits = AFTER_AUTHENTICATION): Promise<unknown[]> {
  const invitations: string[] = [];
  const reader = readerOf(pieces, invitations, limits);
  const told: unknown[] = [];
  for (;;) {
    let frame: Frame = await reader.next();
    while (frame.kind === 'command' && frame.announced) {
      let size = 0;
      for await (const piece of reader.streamLiteral()) size += piece.length;
      told.push([frame.tag, frame.name, rest(frame.arguments), 'message', size]);
      frame = await reader.resume(frame);
    }
    if (frame.kind === 'end') return [...told, `invited ${invitations.length} times`];
    told.push(frame.kind === 'command' ? [frame.tag, frame.name, rest(frame.arguments)] : frame);
    if (frame.kind === 'unreadable' && frame.fatal) return told;
  }
}

/** The arguments as they were written, their strings between « ». */
function rest(args: Cursor): string {
  let text = '';
  while (!args.atEnd) {
    const string = quietly(() => args.tryString());
    const next = string === null ? args.tryMatch(/[\s\S]/y) : `«${string}»`;
    if (next === null) return text;
    text += next;
  }
  return text;
}

function quietly(read: () => string | null): string | null {
  try {
    return read();
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return null;
    throw problem;
  }
}

const conversation = [
  'a1 CAPABILITY\r\n',
  'a2 LIST "" {1}\r\n*\r\n',
  'a3 uid fetch 1:* (FLAGS BODY[HEADER.FIELDS (From)]<0.10>)\r\n',
  'a4 APPEND Sent (\\Seen) {11}\r\nhello\r\nyou!\r\n',
  'a5 APPEND {4+}\r\nSent {5}\r\n12345 {3+}\r\nabc\r\n',
  'a6 SEARCH SUBJECT {6+}\r\n{3}\r\na OR "x\\"y" {0}\r\n\r\n',
  '\r\n',
  'nonsense\r\n',
  'a7 SELECT {999999}\r\n',
  'a8 NOOP\r\n',
].join('');

describe('reading commands', () => {
  it('cuts lines and literals into commands', async () => {
    expect(await story([Buffer.from(conversation)])).toEqual([
      ['a1', 'CAPABILITY', ''],
      ['a2', 'LIST', ' «» «*»'],
      ['a3', 'UID FETCH', ' 1:* (FLAGS BODY[HEADER.FIELDS (From)]<0.10>)'],
      ['a4', 'APPEND', ' Sent (\\Seen) ', 'message', 11],
      ['a4', 'APPEND', ''],
      ['a5', 'APPEND', ' «Sent» ', 'message', 5],
      ['a5', 'APPEND', ' ', 'message', 3],
      ['a5', 'APPEND', ''],
      ['a6', 'SEARCH', ' SUBJECT «{3}\r\na» OR «x"y» «»'],
      { kind: 'unreadable', tag: null, code: null, reason: 'Unreadable tag', fatal: false },
      { kind: 'unreadable', tag: 'a7', code: 'TOOBIG', reason: 'Literal too large', fatal: false },
      ['a8', 'NOOP', ''],
      'invited 4 times',
    ]);
  });

  it('reads the same commands however the octets were cut on the way', async () => {
    const bytes = Buffer.from(conversation);
    const whole = await story([bytes]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 60 }), async (cuts) => {
        expect(await story(chopped(bytes, cuts))).toEqual(whole);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('makes something of any octets without ever throwing', async () => {
    const fragment = fc.oneof(
      fc.constantFrom(
        'a ',
        'a FETCH ',
        'b UID ',
        '{3}',
        '{5+}\r\n',
        '\r\n',
        '\n',
        '"',
        '((((',
        '\\',
        '{99999999999+}\r\n',
      ),
      fc.constantFrom('a APPEND x {3}\r\n', 'a APPEND {1}\r\n', '\0', '\r', '*', '{4097+}\r\n', 'abc'),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fragment, { maxLength: 40 }), fc.array(fc.nat()), async (fragments, cuts) => {
        const bytes = Buffer.from(fragments.join(''), 'latin1');
        await story(chopped(bytes, cuts));
      }),
      { numRuns: fuzzRuns(1_000) },
    );
  });

  it('gives up an endless line after dropping a megabyte of it', async () => {
    const source = new Pieces(Array.from({ length: 100 }, () => Buffer.alloc(64 * 1024, 'x')));
    const reader = new CommandReader(
      new LineReader(source),
      () => BEFORE_AUTHENTICATION,
      async () => {},
    );
    expect(await reader.next()).toEqual({ kind: 'end' });
    expect(source.delivered).toBeLessThan(1.2 * 1024 * 1024);
  });

  it('answers a long line once, by its tag, and goes on with the next', async () => {
    const bytes = Buffer.from(`a NOOP ${'('.repeat(100_000)}\r\nb NOOP\r\n`);
    const told = await story([bytes]);
    expect(told).toMatchObject([
      { kind: 'unreadable', tag: 'a', fatal: false },
      ['b', 'NOOP', ''],
      'invited 0 times',
    ]);
  });

  it('invites no literal above the limit of strangers, and hangs on to the next command', async () => {
    const told = await story([Buffer.from('a LOGIN {8193}\r\nb NOOP\r\n')], BEFORE_AUTHENTICATION);
    expect(told).toMatchObject([
      { tag: 'a', code: 'TOOBIG', fatal: false },
      ['b', 'NOOP', ''],
      'invited 0 times',
    ]);
  });

  it('drops an unasked literal above 4096 octets and finds the command after it', async () => {
    const bytes = Buffer.from(`a APPEND Sent {4097+}\r\n${'m'.repeat(4097)}\r\nb NOOP\r\n`);
    expect(await story([bytes])).toMatchObject([
      { tag: 'a', code: 'TOOBIG', fatal: false },
      ['b', 'NOOP', ''],
      'invited 0 times',
    ]);
  });

  it('ends the connection when the octets coming unasked are too many to wait for', async () => {
    const told = await story([Buffer.from('a APPEND Sent {4294967295+}\r\n')]);
    expect(told).toMatchObject([{ tag: 'a', code: 'TOOBIG', fatal: true }]);
  });

  it('drops the message of a command that did not want it', async () => {
    const reader = readerOf([Buffer.from('a APPEND Nowhere {6+}\r\nb NOOP\r\nc NOOP\r\n')]);
    expect(await reader.next()).toMatchObject({ tag: 'a', announced: { size: 6 } });
    expect(await reader.next()).toMatchObject({ tag: 'c', name: 'NOOP' });
  });
});
