import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileLetters } from '../../corpus/hostile-letters.js';
import type { Letter } from '../../corpus/letters.js';
import { ImapLineClient } from './support/imap-line-client.js';
import { ImapWorld } from './support/imap-world.js';

/** Octets of what is told of a letter at most: its addresses three times (Sender and Reply-To repeat From), its parts. */
const MOST_TOLD = 2_000_000;

const PATIENCE_MS = 20_000;

describe('letters made to exhaust whoever reads them', () => {
  let world: ImapWorld;
  let letters: readonly Letter[];
  beforeAll(async () => {
    [world, letters] = await Promise.all([ImapWorld.open(), hostileLetters()]);
  });
  afterAll(() => world.close());

  it('each is filed, told within bounds and given back whole, and the session goes on', async () => {
    const client = await ImapLineClient.signedIn(world.port, await world.holder());
    await client.command('a SELECT INBOX');
    for (const [index, { name, raw }] of letters.entries()) {
      client.send(`b APPEND INBOX {${raw.length}}\r\n`);
      await client.until('+ ');
      client.send(`${raw.toString('latin1')}\r\n`);
      expect((await client.until('b ', PATIENCE_MS)).at(-1), name).toMatch(/^b OK /);
      const told = await client.command(`c FETCH ${index + 1} (RFC822.SIZE ENVELOPE BODYSTRUCTURE)`);
      expect(told.at(-1), name).toBe('c OK FETCH completed');
      expect(told.join('\r\n'), name).toContain(`RFC822.SIZE ${raw.length} `);
      expect(told.join('\r\n').length, name).toBeLessThan(MOST_TOLD);
      const [first = ''] = await client.command(`d FETCH ${index + 1} BODY.PEEK[]<${raw.length - 4}.9>`);
      expect(first, name).toContain(`BODY[]<${raw.length - 4}> {4}`);
      expect((await client.command('e NOOP')).at(-1)).toBe('e OK NOOP completed');
    }
    client.close();
  }, 60_000);
});
