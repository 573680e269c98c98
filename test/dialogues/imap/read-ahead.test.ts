import type { MessageBytes } from '@cachet/mss-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { file } from './support/given.js';
import { ImapLineClient } from './support/imap-line-client.js';
import { type Holder, ImapWorld } from './support/imap-world.js';

const LETTERS = 150;
/** Messages whose short ranges come together. */
const AT_ONE_TIME = 64;

describe('Previews, headers and short bodies of many letters', () => {
  const asked = { together: 0, alone: 0 };
  let world: ImapWorld;
  let holder: Holder;
  let client: ImapLineClient;

  /** Each call is one visit of the database. */
  function counted(bytes: MessageBytes): MessageBytes {
    return {
      open: (messageId, range) => {
        asked.alone += 1;
        return bytes.open(messageId, range);
      },
      ahead: (ranges) => {
        asked.together += 1;
        return bytes.ahead(ranges);
      },
    };
  }

  beforeAll(async () => {
    world = await ImapWorld.open({
      store: (store) => ({ ...store, bytes: (context, balId) => counted(store.bytes(context, balId)) }),
    });
    holder = await world.holder();
    const letters = Array.from(
      { length: LETTERS },
      (_, index) => `Subject: n${index + 1}\r\n\r\nBonjour ${index + 1}\r\n`,
    );
    await file(world, holder, 'INBOX', letters);
    client = await ImapLineClient.signedIn(world.port, holder);
    await client.command('a SELECT INBOX');
  });
  afterAll(async () => {
    client.close();
    await world.close();
  });

  async function visitsOf(command: string): Promise<{ together: number; alone: number; lines: string[] }> {
    Object.assign(asked, { together: 0, alone: 0 });
    const lines = await client.command(command);
    return { ...asked, lines };
  }

  for (const [name, item, shown] of [
    ['RFC 8970 §3.1', 'PREVIEW', 'PREVIEW "Bonjour 77"'],
    ['RFC 8970 §3.2', 'PREVIEW (LAZY)', 'PREVIEW "Bonjour 77"'],
    ['RFC 3501 §6.4.5', 'BODY.PEEK[HEADER.FIELDS (SUBJECT)]', 'BODY[HEADER.FIELDS (SUBJECT)] {16}'],
    ['RFC 3501 §6.4.5', 'BODY.PEEK[]', 'BODY[] {28}'],
    ['RFC 3501 §6.4.5', 'BODY.PEEK[TEXT]<2.4>', 'BODY[TEXT]<2> {4}'],
    ['RFC 3501 §6.4.5', 'BODY.PEEK[HEADER]', 'BODY[HEADER] {16}'],
  ] as const)
    it(`${name}: ${item} of ${LETTERS} messages is read by the ${AT_ONE_TIME}, not one by one`, async () => {
      const { together, alone, lines } = await visitsOf(`b FETCH 1:* (UID ${item})`);
      expect(lines.filter((line) => /^\* \d+ FETCH \(UID \d+ /.test(line))).toHaveLength(LETTERS);
      expect(lines).toContainEqual(expect.stringContaining(`* 77 FETCH (UID 77 ${shown}`));
      expect(lines.at(-1)).toBe('b OK FETCH completed');
      expect({ together, alone }).toEqual({ together: Math.ceil(LETTERS / AT_ONE_TIME), alone: 0 });
    });

  it('no more than half a megabyte is read ahead, and none of it twice', async () => {
    const body = (octets: number) => `Subject: long\r\n\r\n${'x'.repeat(76)}\r\n`.padEnd(octets, 'y');
    await client.command('d CREATE Longs');
    await file(world, holder, 'Longs', [
      ...Array.from({ length: 40 }, (_, index) => body(30_000 + index)),
      body(40_000),
    ]);
    await client.command('e SELECT Longs');
    const { together, alone, lines } = await visitsOf('f FETCH 1:* (BODY.PEEK[TEXT])');
    expect(lines.filter((line) => /^\* \d+ FETCH /.test(line))).toHaveLength(41);
    expect({ together, alone }).toEqual({ together: 3, alone: 0 });
    const again = await visitsOf('g COPY 41,1 Longs');
    expect(again.lines.at(-1)).toMatch(/^g OK /);
    // One of them once more, behind those that were read ahead since.
    const twice = await visitsOf('h FETCH 1:* (BODY.PEEK[TEXT])');
    expect(twice.lines.filter((line) => /^\* \d+ FETCH /.test(line))).toHaveLength(43);
    expect({ together: twice.together, alone: twice.alone }).toEqual({ together: 3, alone: 1 });
    await client.command('i SELECT INBOX');
  });

  it('of one message is read alone, at the same cost', async () => {
    const { together, alone, lines } = await visitsOf('c FETCH 12 (PREVIEW)');
    expect(lines).toContain('* 12 FETCH (PREVIEW "Bonjour 12")');
    expect({ together, alone }).toEqual({ together: 0, alone: 1 });
  });
});
