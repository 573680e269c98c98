import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Holder } from '../dialogues/imap/support/imap-world.js';
import { ImapDoor } from './support/imap-door.js';
import { letterOf } from './support/letter-of.js';
import { withPrograms } from './support/programs.js';

withPrograms(['mutt', 'script'], 'mutt, a mail program of a terminal', () => {
  let door: ImapDoor;
  beforeAll(async () => {
    door = await ImapDoor.open();
  });
  afterAll(() => door?.close());

  /** Settings that sign in by that mechanism, with a command that gives a fresh token. */
  function settingsFor({ bal, token }: Holder, mechanism: 'oauthbearer' | 'xoauth2'): string {
    const tokenFile = door.write('token', `${token}\n`);
    return door.write(
      'muttrc',
      [
        ...[`set folder="imap://localhost:${door.port}/"`, `set imap_user="${bal.address}"`],
        ...[`set imap_authenticators="${mechanism}"`, `set imap_oauth_refresh_command="cat ${tokenFile}"`],
        ...[
          'set ssl_starttls=yes',
          'set ssl_force_tls=yes',
          `set ssl_ca_certificates_file="${door.chainFile}"`,
        ],
        ...[
          'set spoolfile="+INBOX"',
          'set record="+Sent"',
          `set from="${bal.address}"`,
          'set sendmail=/bin/true',
        ],
        ...['set resolve=no', 'set confirmappend=no', 'set delete=yes', 'set move=no', 'set quit=yes'],
        '',
      ].join('\n'),
    );
  }

  it('EX_LPS_0700: files what it sent with OAUTHBEARER', async () => {
    const anne = await door.world.holder();
    const settings = settingsFor(anne, 'oauthbearer');
    const args = ['-F', settings, '-s', 'Avis', '--', 'jean.dupont@peer-operateur.mssante.fr'];
    const { code, stdout, stderr } = await door.run('mutt', args, 'Bonjour\n');
    expect([code, stdout + stderr]).toEqual([0, expect.not.stringMatching(/fail|error/i)]);
    const sent = await door.kept(anne, 'Sent');
    expect(sent).toMatchObject([{ uid: 1, flags: ['\\Seen'] }]);
    expect(sent?.[0]?.raw).toMatch(/^Subject: Avis\r$/m);
    expect(sent?.[0]?.raw).toMatch(/\r\n\r\nBonjour\r\n$/);
  });

  it('EX_LPS_0500, EX_LPS_0700: opens INBOX with XOAUTH2, flags a letter, files one, deletes one', async () => {
    const anne = await door.world.holder();
    const letters = [1, 2, 3].map((n) => letterOf(n));
    await door.file(anne, 'INBOX', letters);
    const keys = [
      ...['<first-entry><flag-message><display-message><exit>'],
      ...['<next-entry><save-message>=Archive<enter><next-entry><delete-message><quit>'],
    ];
    const settings = settingsFor(anne, 'xoauth2');
    const commandLine = `mutt -F ${settings} -e 'push "${keys.join('')}"'`;
    const { code, stdout } = await door.run('script', ['-qec', commandLine, '/dev/null']);
    expect([code, stdout]).toEqual([0, expect.not.stringMatching(/failed/i)]);
    expect(await door.kept(anne, 'INBOX')).toEqual([
      { uid: 1, raw: letters[0], flags: ['\\Flagged', '\\Seen'] },
    ]);
    expect(await door.kept(anne, 'Archive')).toMatchObject([{ uid: 1, raw: letters[1] }]);
  });
});
