import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ImapLineClient } from '../dialogues/imap/support/imap-line-client.js';
import { type Automaton, ImapDoor } from './support/imap-door.js';
import { letterOf } from './support/letter-of.js';
import { withPrograms } from './support/programs.js';

/** fetchmail(1): there was no mail. */
const NO_MAIL = 1;

withPrograms(['fetchmail'], 'fetchmail, which empties the BAL of a machine', () => {
  let door: ImapDoor;
  beforeAll(async () => {
    door = await ImapDoor.open('authcli');
  });
  afterAll(() => door?.close());

  /** Fetches what there is, each letter added to the file `brought`. */
  function fetchLetters({ bal, files }: Automaton) {
    const settings = door.write(
      'fetchmailrc',
      [
        ...[`poll localhost protocol IMAP port ${door.port} auth password`],
        ...[`username "${bal.address}" password "peu-importe" no rewrite`],
        ...[`sslproto "TLS1.2+" sslcertck sslcertfile "${door.chainFile}"`],
        ...[`sslcert "${files.cert}" sslkey "${files.key}"`, `mda "cat >> ${join(door.folder, 'brought')}"`],
        '',
      ].join('\n'),
    );
    return door.run('fetchmail', [
      '-f',
      settings,
      '--pidfile',
      join(door.folder, 'pid'),
      '-i',
      join(door.folder, 'ids'),
    ]);
  }

  it('EX_LPS_1200: brings every letter once by certificate, and leaves none', async () => {
    const automaton = await door.automaton('automate');
    const client = await ImapLineClient.encrypted(door.port, {
      cert: readFileSync(automaton.files.cert, 'utf8'),
      key: readFileSync(automaton.files.key, 'utf8'),
    });
    await client.command(`a LOGIN ${automaton.bal.address} x`);
    for (const n of [1, 2]) {
      client.send(`b${n} APPEND INBOX {${letterOf(n).length}}\r\n`);
      await client.until('+ ');
      client.send(`${letterOf(n)}\r\n`);
      expect((await client.until(`b${n} `)).at(-1)).toMatch(/ OK /);
    }
    client.close();
    const first = await fetchLetters(automaton);
    // It would rather not be run by root.
    expect([first.code, first.stderr.replace(/^fetchmail: WARNING: Running as root.*\n/, '')]).toEqual([
      0,
      '',
    ]);
    const brought = readFileSync(join(door.folder, 'brought'), 'latin1');
    for (const n of [1, 2]) expect(brought).toContain(letterOf(n).replaceAll('\r\n', '\n'));
    expect(await door.kept(automaton, 'INBOX')).toEqual([]);
    expect((await fetchLetters(automaton)).code).toBe(NO_MAIL);
  });
});
