import type { MessageBytes } from '@cachet/mss-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { file } from './support/given.js';
import { ImapLineClient } from './support/imap-line-client.js';
import { type Holder, ImapWorld } from './support/imap-world.js';

const LETTERS = 150;
/** Messages whose short ranges come together. */
const AT_ONE_TIME = 64;

describe('Previews and header fields of many letters', () => {
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
  ] as const)
    it(`${name}: ${item} of ${LETTERS} messages is read by the ${AT_ONE_TIME}, not one by one`, async () => {
      const { together, alone, lines } = await visitsOf(`b FETCH 1:* (UID ${item})`);
      expect(lines.filter((line) => /^\* \d+ FETCH \(UID \d+ /.test(line))).toHaveLength(LETTERS);
      expect(lines).toContainEqual(expect.stringContaining(`* 77 FETCH (UID 77 ${shown}`));
      expect(lines.at(-1)).toBe('b OK FETCH completed');
      expect({ together, alone }).toEqual({ together: Math.ceil(LETTERS / AT_ONE_TIME), alone: 0 });
    });

  it('of one message is read alone, at the same cost', async () => {
    const { together, alone, lines } = await visitsOf('c FETCH 12 (PREVIEW)');
    expect(lines).toContain('* 12 FETCH (PREVIEW "Bonjour 12")');
    expect({ together, alone }).toEqual({ together: 0, alone: 1 });
  });
});
