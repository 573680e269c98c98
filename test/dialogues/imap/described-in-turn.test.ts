import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { file } from './support/given.js';
import { ImapLineClient } from './support/imap-line-client.js';
import { type Holder, ImapWorld } from './support/imap-world.js';

const letterOf = (name: string) =>
  `Subject: ${name}\r\nMessage-ID: <${name}@ch-valmont.mssante.fr>\r\n\r\nBonjour ${name}\r\n`;

/** Two of these fill what the store opens at a time. */
function heavyOf(name: string): string {
  const part =
    '--b\r\nContent-Type: text/plain; charset=us-ascii; name="a"\r\nContent-ID: <a@b>\r\n\r\nx\r\n';
  return `Subject: ${name}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${part.repeat(9_000)}--b--\r\n`;
}

describe('Letters described in turn', () => {
  let world: ImapWorld;
  let holder: Holder;
  let client: ImapLineClient;
  beforeAll(async () => {
    world = await ImapWorld.open();
    holder = await world.holder();
    client = await ImapLineClient.signedIn(world.port, holder);
  });
  afterAll(async () => {
    client.close();
    await world.close();
  });

  /** As after a fault of a disk. */
  async function spoil(uid: number): Promise<string> {
    const rows = await world.database.withTenant(holder.tenant.context(), (sql) =>
      sql.query<{ id: string }>(
        `update mail_message set sealed_structure = set_byte(sealed_structure, 9, get_byte(sealed_structure, 9) # 1)
          where id in (select i.message_id from mail_item i join mail_folder f on f.id = i.folder_id
                        where f.bal_id = $1 and f.name = 'INBOX' and i.uid = $2) returning id`,
        [holder.bal.id, uid],
      ),
    );
    expect(rows).toHaveLength(1);
    return rows[0]?.id ?? '';
  }

  it('a damaged one is left out and told of, and those beside it are shown, searched, sorted and threaded', async () => {
    await file(world, holder, 'INBOX', ['un', 'deux', 'trois'].map(letterOf));
    const damaged = await spoil(2);
    await client.command('a SELECT INBOX');
    const told = await client.command('b FETCH 1:* (UID ENVELOPE)');
    expect(told.map((line) => line.slice(0, 20))).toEqual([
      '* 1 FETCH (UID 1 ENV',
      '* 3 FETCH (UID 3 ENV',
      'b NO [CORRUPTION] So',
    ]);
    expect((await client.command('c FETCH 1:* (FLAGS)')).at(-1)).toBe('c OK FETCH completed');
    expect((await client.command('d FETCH 2 BODY.PEEK[]')).at(-1)).toMatch(/^d NO \[CORRUPTION\] /);
    // That it was marked as read is told all the same.
    const read = await client.command('d2 FETCH 2 BODY[]');
    expect(read.join('\n')).toMatch(/^\* 2 FETCH \(.*FLAGS \(\\Seen \\Recent\).*\)\nd2 NO \[CORRUPTION\]/);
    expect(await client.command('e SEARCH TEXT Bonjour')).toEqual(['* SEARCH 1 3', 'e OK SEARCH completed']);
    expect(await client.command('f SORT (SUBJECT) UTF-8 ALL')).toEqual([
      '* SORT 2 3 1',
      'f OK SORT completed',
    ]);
    expect((await client.command('g THREAD REFERENCES UTF-8 ALL')).at(-1)).toBe('g OK THREAD completed');
    expect(JSON.stringify(world.logged.map(({ facts }) => `${Object.values(facts)}`))).toContain(damaged);
  });

  it('all come, however heavy, a few of them at a time', async () => {
    await client.command('a CREATE Lourds');
    const names = ['un', 'deux', 'trois', 'quatre', 'cinq'];
    await file(world, holder, 'Lourds', names.map(heavyOf));
    await client.command('b SELECT Lourds');
    const told = await client.command('c FETCH 1:* (UID BODYSTRUCTURE)');
    expect(told.at(-1)).toBe('c OK FETCH completed');
    expect(told.slice(0, -1).map((line) => line.slice(0, 16))).toEqual(
      names.map((_, at) => `* ${at + 1} FETCH (UID ${at + 1}`),
    );
    expect(await client.command('d SORT (SUBJECT) UTF-8 ALL')).toEqual([
      '* SORT 5 2 4 3 1',
      'd OK SORT completed',
    ]);
  }, 60_000);
});
