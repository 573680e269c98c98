import { afterEach, describe, expect, it } from 'vitest';
import { file } from './support/given.js';
import { ImapLineClient } from './support/imap-line-client.js';
import { ImapWorld } from './support/imap-world.js';

/** More than an answer may hold back. */
const LETTER = `Subject: x\r\n\r\n${'le corps\r\n'.repeat(30_000)}`;

describe('EX_GDT_5030: the reading of a letter', () => {
  let world: ImapWorld;
  afterEach(() => world.close());

  /** A holder with one letter selected, whose traces wait at the gate, and what tells that octets were opened. */
  async function given(gate: Promise<void>) {
    const opened = Promise.withResolvers<void>();
    let isGuarded = false;
    world = await ImapWorld.open({
      store: (store) => ({
        ...store,
        inBal: (context, balId, work) =>
          store.inBal(context, balId, (stores) =>
            work({
              ...stores,
              journal: {
                record: async (events) => {
                  if (isGuarded) await gate;
                  return stores.journal.record(events);
                },
              },
            }),
          ),
        bytes: (context, balId) => {
          const bytes = store.bytes(context, balId);
          return {
            ahead: (ranges) => bytes.ahead(ranges),
            open: async (messageId, range) => {
              const found = await bytes.open(messageId, range);
              opened.resolve();
              return found;
            },
          };
        },
      }),
    });
    const holder = await world.holder();
    await file(world, holder, 'INBOX', [LETTER]);
    const client = await ImapLineClient.signedIn(world.port, holder);
    await client.command('a SELECT INBOX');
    const neighbour = await ImapLineClient.signedIn(world.port, holder);
    isGuarded = true;
    return { client, neighbour, opened: opened.promise };
  }

  it('opens its octets meanwhile, and tells none of them before the trace is kept', async () => {
    const gate = Promise.withResolvers<void>();
    const { client, neighbour, opened } = await given(gate.promise);
    client.send('b FETCH 1 BODY.PEEK[]\r\n');
    let told: string | null = null;
    const first = client.line().then((line) => {
      told = line;
    });
    await opened;
    for (const tag of ['n', 'o', 'p']) await neighbour.command(`${tag} NOOP`);
    expect(told).toBeNull();
    gate.resolve();
    await first;
    expect(told).toMatch(/^\* 1 FETCH \(BODY\[\] \{300014\}/);
    expect((await client.until('b ')).at(-1)).toBe('b OK FETCH completed');
    client.close();
    neighbour.close();
  });

  it('is refused, and tells nothing, when its trace cannot be kept', async () => {
    const gate = Promise.withResolvers<void>();
    const { client, neighbour, opened } = await given(gate.promise);
    client.send('b FETCH 1 BODY.PEEK[]\r\n');
    await opened;
    gate.reject(new Error('no trace'));
    expect((await client.until('b ')).join('\n')).toMatch(/^b NO \[SERVERBUG\]/);
    expect((await client.command('c NOOP')).at(-1)).toBe('c OK NOOP completed');
    client.close();
    neighbour.close();
  });
});
