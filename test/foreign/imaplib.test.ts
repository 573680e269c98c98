import { afterAll, beforeAll, expect, it } from 'vitest';
import { ImapDoor } from './support/imap-door.js';
import { letterOf } from './support/letter-of.js';
import { withPrograms } from './support/programs.js';

/** What a script of somebody's would do in a day; it tells each step as a line of JSON. */
const SCRIPT = String.raw`
import base64, imaplib, json, ssl, sys
port, chain, user, token, letter = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], open(sys.argv[5], 'rb').read()
def told(name, value): print(json.dumps([name, value], default=bytes.decode))
mail = imaplib.IMAP4('localhost', port)
mail.starttls(ssl.create_default_context(cafile=chain))
mail.authenticate('XOAUTH2', lambda _: ('user=%s\1auth=Bearer %s\1\1' % (user, token)).encode())
told('folders', sorted(line.decode().rsplit(' ', 1)[1].strip('"') for line in mail.list()[1]))
told('append', mail.append('INBOX', r'(\Flagged)', imaplib.Time2Internaldate(1763640000), letter)[0])
told('append', mail.append('INBOX', None, None, letter)[0])
told('select', mail.select('INBOX'))
told('same', mail.uid('FETCH', '1', '(BODY.PEEK[])')[1][0][1] == letter)
told('date', imaplib.Internaldate2tuple(mail.fetch('1', 'INTERNALDATE')[1][0])[:3])
told('flag', mail.store('2', '+FLAGS', r'(\Answered Urgent)')[1])
told('search', mail.search(None, 'KEYWORD', 'Urgent', 'SUBJECT', '"lettre 1"')[1])
told('copy', mail.copy('1:2', 'Archive')[0])
told('move', mail.uid('MOVE', '2', 'Trash')[0])
told('delete', mail.store('1', '+FLAGS', r'(\Deleted)')[0])
told('expunge', mail.expunge()[1])
told('status', mail.status('Archive', '(MESSAGES UNSEEN)')[1])
told('create', mail.create('"Patients &AOk-t&AOk-"')[0])
told('subscribe', mail.subscribe('"Patients &AOk-t&AOk-"')[0])
told('close', mail.close()[0])
told('logout', mail.logout()[0])
`;

withPrograms(['python3'], 'Python’s imaplib, as a script uses it', () => {
  let door: ImapDoor;
  beforeAll(async () => {
    door = await ImapDoor.open();
  });
  afterAll(() => door?.close());

  it('EX_LPS_0500, EX_LPS_0700: signs in with an access token, files, reads, marks, moves and deletes', async () => {
    const { bal, token, tenant } = await door.world.holder();
    const letter = door.write('letter', Buffer.from(letterOf(1), 'latin1'));
    const args = ['-', String(door.port), door.chainFile, bal.address, token, letter];
    const { code, stdout, stderr } = await door.run('python3', args, SCRIPT);
    expect([code, stderr]).toEqual([0, '']);
    const told = stdout.trimEnd().split('\n');
    expect(told.map((line) => JSON.parse(line))).toEqual([
      ['folders', ['Archive', 'Drafts', 'INBOX', 'Junk', 'Sent', 'Trash']],
      ...[
        ['append', 'OK'],
        ['append', 'OK'],
        ['select', ['OK', ['2']]],
        ['same', true],
        ['date', [2025, 11, 20]],
        ['flag', ['2 (FLAGS (\\Answered Urgent \\Recent))']],
        ['search', ['2']],
        ['copy', 'OK'],
        ['move', 'OK'],
        ['delete', 'OK'],
        // It gives here the message that MOVE took away too.
        ['expunge', ['2', '1']],
        ['status', ['"Archive" (MESSAGES 2 UNSEEN 2)']],
      ],
      ...[
        ['create', 'OK'],
        ['subscribe', 'OK'],
        ['close', 'OK'],
        ['logout', 'BYE'],
      ],
    ]);
    expect(await door.kept({ tenant, bal }, 'Patients été')).toEqual([]);
    expect(await door.kept({ tenant, bal }, 'Trash')).toEqual([
      { uid: 1, raw: letterOf(1), flags: ['Urgent', '\\Answered'] },
    ]);
  });
});
