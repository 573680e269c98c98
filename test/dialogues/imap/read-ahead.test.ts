import { openMailSafe, PgMessageBytes } from '@cachet/mailstore';
import type { MessageBytes, TenantContext } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { file } from './support/given.js';
import { ImapLineClient } from './support/imap-line-client.js';
import { type Holder, ImapWorld } from './support/imap-world.js';

const LETTERS = 150;
/** Messages whose short ranges come together. */
const AT_ONE_TIME = 64;

describe('Previews, headers and short bodies of many letters', () => {
  let visits = 0;
  let world: ImapWorld;
  let holder: Holder;
  let client: ImapLineClient;

  /** The bytes of a BAL, each visit of the database counted. */
  function counted(context: TenantContext, balId: string): MessageBytes {
    const { database } = world;
    const counting: Pick<Database, 'withTenant'> = {
      withTenant: (visitor, work) => {
        visits += 1;
        return database.withTenant(visitor, work);
      },
    };
    return PgMessageBytes.of(counting, openMailSafe(database, world.safeSettings), context, balId);
  }

  beforeAll(async () => {
    world = await ImapWorld.open({
      store: (store) => ({ ...store, bytes: counted }),
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

  async function visitsOf(command: string): Promise<{ count: number; lines: string[] }> {
    visits = 0;
    const lines = await client.command(command);
    return { count: visits, lines };
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
      const { count, lines } = await visitsOf(`b FETCH 1:* (UID ${item})`);
      expect(lines.filter((line) => /^\* \d+ FETCH \(UID \d+ /.test(line))).toHaveLength(LETTERS);
      expect(lines).toContainEqual(expect.stringContaining(`* 77 FETCH (UID 77 ${shown}`));
      expect(lines.at(-1)).toBe('b OK FETCH completed');
      expect(count).toBe(Math.ceil(LETTERS / AT_ONE_TIME));
    });

  it('no more than half a megabyte is read ahead, and none of it twice', async () => {
    const body = (octets: number) => `Subject: long\r\n\r\n${'x'.repeat(76)}\r\n`.padEnd(octets, 'y');
    await client.command('d CREATE Longs');
    await file(world, holder, 'Longs', [
      ...Array.from({ length: 40 }, (_, index) => body(30_000 + index)),
      body(40_000),
    ]);
    await client.command('e SELECT Longs');
    const { count, lines } = await visitsOf('f FETCH 1:* (BODY.PEEK[TEXT])');
    expect(lines.filter((line) => /^\* \d+ FETCH /.test(line))).toHaveLength(41);
    // Three by the sixteen of four rows each, and the long one.
    expect(count).toBe(4);
    const again = await visitsOf('g COPY 41,1 Longs');
    expect(again.lines.at(-1)).toMatch(/^g OK /);
    // One of them once more, behind those that were read ahead since.
    const twice = await visitsOf('h FETCH 1:* (BODY.PEEK[TEXT])');
    expect(twice.lines.filter((line) => /^\* \d+ FETCH /.test(line))).toHaveLength(43);
    expect(twice.count).toBe(6);
    await client.command('i SELECT INBOX');
  });

  it('what is asked in many small pieces is held by whole rows, and beyond what may be held read in turn', async () => {
    const long = `Subject: long\r\n\r\n${'x'.repeat(17_000)}\r\n`;
    await client.command('j CREATE Pieces');
    await file(world, holder, 'Pieces', [long, `${long}2`, `${long}3`]);
    await client.command('k SELECT Pieces');
    const pieces = Array.from({ length: 40 }, (_, index) => `BODY.PEEK[]<${7_960 + index}.100>`);
    const { count, lines } = await visitsOf(`l FETCH 1:* (${pieces.join(' ')})`);
    expect(lines.filter((line) => /^\* \d+ FETCH /.test(line))).toHaveLength(3);
    // Two rows each: of one letter thirty-two together, and eight by themselves.
    expect(count).toBe(3 * (1 + 8));
    await client.command('m SELECT INBOX');
  });

  it('of one message is read alone, at the same cost', async () => {
    const { count, lines } = await visitsOf('c FETCH 12 (PREVIEW)');
    expect(lines).toContain('* 12 FETCH (PREVIEW "Bonjour 12")');
    expect(count).toBe(1);
  });
});
