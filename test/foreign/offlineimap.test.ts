import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Holder } from '../dialogues/imap/support/imap-world.js';
import { ImapDoor } from './support/imap-door.js';
import { letterOf } from './support/letter-of.js';
import { Maildir } from './support/maildir.js';
import { withPrograms } from './support/programs.js';

/** What it says of each change it brings over. */
const WORK = /^ *(?:Copy message|Deleting|Adding flags|Creating)/m;

/**
 * Its library (imaplib2) reads and writes one TLS session from two threads at once, which OpenSSL forbids: with TLS 1.3, whose tickets
 * come of themselves after the handshake, it hangs or fails at its first command whenever both meet. TLS 1.2 sends nothing unasked.
 */
const ONE_AT_A_TIME = [
  ...['openssl_conf = all', '[all]', 'ssl_conf = ssl', '[ssl]', 'system_default = tls', '[tls]'],
  ...['MaxProtocol = TLSv1.2', ''],
].join('\n');

withPrograms(['offlineimap'], 'OfflineIMAP, which keeps a BAL on this machine', () => {
  let door: ImapDoor;
  beforeAll(async () => {
    door = await ImapDoor.open();
  });
  afterAll(() => door?.close());

  /** Synchronises all folders once. */
  async function synchronise({ bal, token }: Holder): Promise<string> {
    const settings = door.write(
      'offlineimaprc',
      [
        ...['[general]', 'accounts = bal', `metadata = ${door.folder}/metadata`, 'ui = basic'],
        ...['[Account bal]', 'localrepository = near', 'remoterepository = far'],
        ...['[Repository near]', 'type = Maildir', `localfolders = ${door.makeFolder('near')}`],
        ...['[Repository far]', 'type = IMAP', 'remotehost = localhost', `remoteport = ${door.port}`],
        ...['ssl = no', 'starttls = yes', `sslcacertfile = ${door.chainFile}`],
        ...[`remoteuser = ${bal.address}`, 'auth_mechanisms = XOAUTH2', `oauth2_access_token = ${token}`],
        '',
      ].join('\n'),
    );
    const tls = door.write('openssl.cnf', ONE_AT_A_TIME);
    const { code, stdout, stderr } = await door.run('env', [
      `OPENSSL_CONF=${tls}`,
      'offlineimap',
      '-c',
      settings,
      '-o',
    ]);
    expect([code, stdout + stderr]).toEqual([0, expect.not.stringMatching(/ERROR|Traceback/)]);
    return stdout + stderr;
  }

  const near = (name: string) => new Maildir(join(door.folder, 'near', name));

  it('EX_LPS_0500, EX_LPS_0700: brings both to the same state with an access token, and then finds nothing to do', async () => {
    const anne = await door.world.holder();
    const letters = [1, 2, 3].map((n) => letterOf(n));
    await door.file(anne, 'INBOX', letters);
    expect(await synchronise(anne)).toMatch(WORK);
    const inbox = near('INBOX');
    const raws = inbox.letters().map(({ raw }) => raw);
    expect(raws.toSorted()).toEqual(letters.toSorted());

    inbox.mark(inbox.with('Lettre 1'), 'FS');
    inbox.remove(inbox.with('Lettre 2'));
    near('Drafts').add('mine', letterOf(4), 'D');
    await synchronise(anne);
    expect(await door.kept(anne, 'INBOX')).toEqual([
      { uid: 1, raw: letters[0], flags: ['\\Flagged', '\\Seen'] },
      { uid: 3, raw: letters[2], flags: [] },
    ]);
    expect(await door.kept(anne, 'Drafts')).toEqual([{ uid: 1, raw: letterOf(4), flags: ['\\Draft'] }]);
    expect(await synchronise(anne)).not.toMatch(WORK);
  }, 60_000);
});
