import { afterAll, beforeAll, expect, it } from 'vitest';
import { ImapWorld } from '../dialogues/imap/support/imap-world.js';
import { letter, PEER_DOMAIN } from '../dialogues/smtp/support/edge-under-test.js';
import { ForeignWorld } from './support/edge.js';
import { run, withPrograms } from './support/programs.js';

const CORRESPONDENT = `jean.dupont@${PEER_DOMAIN}`;

withPrograms(['curl'], 'curl as a mail program', () => {
  let world: ForeignWorld;
  let imap: ImapWorld;
  let secured: string[];
  beforeAll(async () => {
    world = await ForeignWorld.open();
    imap = await ImapWorld.open({ secureContext: () => world.edge.identity.secureContext() });
    secured = ['-sS', '--ssl-reqd', '--cacert', world.chainFile, '--login-options', 'AUTH=XOAUTH2'];
    secured.push('--connect-to', `mx.cachet.test:143:127.0.0.1:${imap.port}`);
  });
  afterAll(async () => {
    await imap?.close();
    await world?.close();
  });

  it('EX_3.1_5020: brings a letter to the MX with an operator’s certificate, checking ours', async () => {
    const files = world.filesOf('peer', world.edge.peer);
    const content = letter(CORRESPONDENT, world.anne.bal.address, 'Lettre de curl\r\n');
    const { code, stderr } = await run('curl', [
      ...['-sS', '--ssl-reqd', '--cacert', world.chainFile, '--cert', files.cert, '--key', files.key],
      ...['--connect-to', `mx.cachet.test:25:127.0.0.1:${world.edge.mxPort}`],
      ...['--mail-from', CORRESPONDENT, '--mail-rcpt', world.anne.bal.address],
      ...['--upload-file', world.write('letter', content), 'smtp://mx.cachet.test:25/poste.test'],
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect((await world.letters('inbox'))[0]).toContain('Lettre de curl\r\n');
  });

  it('EX_LPS_0700: submits a letter with an access token', async () => {
    const { bal, token } = world.anne;
    const { code, stderr } = await run('curl', [
      ...['-sS', '--ssl-reqd', '--cacert', world.chainFile, '--login-options', 'AUTH=XOAUTH2'],
      ...['--connect-to', `mx.cachet.test:587:127.0.0.1:${world.edge.submissionPort}`],
      ...['--user', bal.address, '--oauth2-bearer', token],
      ...['--mail-from', bal.address, '--mail-rcpt', CORRESPONDENT],
      ...['--upload-file', world.write('letter', letter(bal.address, CORRESPONDENT, 'Par curl\r\n'))],
      'smtp://mx.cachet.test:587/poste.test',
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect((await world.letters('sent')).at(-1)).toContain('Par curl\r\n');
  });

  it('EX_LPS_0500, EX_LPS_0700: appends, lists, searches and fetches by IMAP with an access token', async () => {
    const { bal, token } = await imap.holder('curl.imap');
    const ask = (path: string, args: readonly string[] = []) =>
      run('curl', [
        ...secured,
        ...['--user', bal.address, '--oauth2-bearer', token, ...args],
        `imap://mx.cachet.test:143/${path}`,
      ]);
    const content = letter(CORRESPONDENT, bal.address, 'Déposée par curl\r\n');
    const file = world.write('letter', content);
    expect(await ask('INBOX', ['--upload-file', file])).toMatchObject({ code: 0, stderr: '' });
    expect((await ask('')).stdout).toMatch(/^\* LIST \(.*\) "\/" "?INBOX"?\r$/m);
    expect((await ask('INBOX?ALL')).stdout).toBe('* SEARCH 1\r\n');
    expect((await ask('INBOX;UID=1')).stdout).toBe(content);
    expect((await ask('INBOX;UID=1;SECTION=HEADER.FIELDS%20(SUBJECT)')).stdout).toBe(
      'Subject: Compte rendu\r\n\r\n',
    );
    const told = async (command: string) => (await ask('INBOX', ['-X', command])).stdout;
    expect(await told('UID MOVE 1 Archive')).toContain('* 1 EXPUNGE\r\n');
    expect(await told('SEARCH ALL')).toBe('* SEARCH\r\n');
    expect((await ask('Archive', ['-X', 'STORE 1 +FLAGS \\Flagged'])).stdout).toBe(
      '* 1 FETCH (FLAGS (\\Seen \\Flagged \\Recent))\r\n',
    );
    expect((await ask('Archive?FLAGGED%20SEEN')).stdout).toBe('* SEARCH 1\r\n');
  });

  it('EX_LPS_0710: is refused by IMAP with a token that is no token', async () => {
    const { bal } = await imap.holder('curl.refused');
    const { code, stderr } = await run('curl', [
      ...secured,
      ...['--user', bal.address, '--oauth2-bearer', 'forged', 'imap://mx.cachet.test:143/INBOX;UID=1'],
    ]);
    // 67: the user name, password or similar was not accepted.
    expect([code, stderr]).toEqual([67, expect.stringMatching(/Login denied|Authentication/i)]);
  });
});
