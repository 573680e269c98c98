import { afterAll, beforeAll, expect, it } from 'vitest';
import { ImapLineClient } from './support/imap-line-client.js';
import { ImapWorld } from './support/imap-world.js';

let world: ImapWorld;
beforeAll(async () => {
  world = await ImapWorld.open();
});
afterAll(() => world.close());

it('NUL is kept as it came and shown by BINARY; a plain literal, which may not hold it (RFC 3501 §9), has 0x80 in its place', async () => {
  const client = await ImapLineClient.signedIn(world.port, await world.holder());
  const letter = 'Subject: a\0b\r\nContent-Transfer-Encoding: binary\r\n\r\n\0un\0\0deux\0';
  await client.command('a SELECT INBOX');
  client.send(`b APPEND INBOX ~{${letter.length}}\r\n`);
  await client.until('+ ');
  client.send(`${letter}\r\n`);
  expect((await client.until('b ')).at(-1)).toMatch(/^b OK /);
  const shown = async (items: string) => (await client.command(`c FETCH 1 ${items}`)).join('\r\n');
  expect(await shown('BINARY.PEEK[]')).toContain(letter);
  expect(await shown('BINARY.PEEK[1]<1.4>')).toContain('~{4}\r\nun\0\0)');
  expect(await shown('BODY.PEEK[]')).toContain(letter.replaceAll('\0', '\x80'));
  expect(await shown('BODY.PEEK[1]<1.4>')).toContain('{4}\r\nun\x80\x80)');
  for (const items of [
    'BODY.PEEK[HEADER]',
    'BODY.PEEK[HEADER.FIELDS (SUBJECT)]',
    'ENVELOPE',
    'PREVIEW',
    'BODY.PEEK[TEXT]',
  ])
    expect(await shown(items), items).not.toContain('\0');
  client.close();
});
