import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Holder } from '../dialogues/imap/support/imap-world.js';
import { ImapDoor } from './support/imap-door.js';
import { letterOf } from './support/letter-of.js';
import { Maildir } from './support/maildir.js';
import { withPrograms } from './support/programs.js';

/** A command that changes something, or reads a letter, in what it shows of its conversation. */
const WORK = /^>>> \d+ (?:APPEND|CREATE|UID (?:STORE|COPY|MOVE|EXPUNGE)|UID FETCH.*BODY).*/m;

withPrograms(['mbsync'], 'mbsync, which keeps a BAL and a folder of this machine alike', () => {
  let people: ImapDoor;
  let automata: ImapDoor;
  beforeAll(async () => {
    people = await ImapDoor.open();
    automata = await ImapDoor.open('authcli');
  });
  afterAll(async () => {
    await people?.close();
    await automata?.close();
  });

  /** Synchronises all folders once, as these lines of its settings say one signs in. */
  async function synchronise(door: ImapDoor, account: readonly string[]) {
    const near = door.makeFolder('near');
    const settings = door.write(
      'mbsyncrc',
      [
        ...['IMAPAccount bal', 'Host localhost', `Port ${door.port}`, 'SSLType STARTTLS'],
        ...[`CertificateFile ${door.chainFile}`, ...account, ''],
        ...['IMAPStore far', 'Account bal', ''],
        ...['MaildirStore near', `Path ${near}/`, `Inbox ${near}/INBOX`, 'SubFolders Verbatim', ''],
        ...['Channel all', 'Far :far:', 'Near :near:', 'Patterns *', 'Create Both', 'Expunge Both'],
        ...['SyncState *', 'CopyArrivalDate yes', ''],
      ].join('\n'),
    );
    const { code, stdout, stderr } = await door.run('mbsync', ['-c', settings, '-Dn', '-a']);
    expect([code, stdout + stderr]).toEqual([0, expect.not.stringMatching(/error|warning/i)]);
    return stdout;
  }

  const nearOf = (door: ImapDoor, name: string) => new Maildir(join(door.folder, 'near', name));

  /** What the store has, but for the line that mbsync writes in each copy to find it again. */
  const kept = async (door: ImapDoor, who: Pick<Holder, 'tenant' | 'bal'>, name: string) =>
    (await door.kept(who, name))?.map((one) => ({ ...one, raw: withoutMark(one.raw) }));

  const byToken = ({ bal, token }: Holder) => ['AuthMechs XOAUTH2', `User ${bal.address}`, `Pass ${token}`];

  it('EX_LPS_0500, EX_LPS_0700: brings both to the same state with an access token, and then finds nothing to do', async () => {
    const anne = await people.world.holder();
    const letters = [1, 2, 3, 4].map((n) => letterOf(n));
    await people.file(anne, 'INBOX', letters);
    await synchronise(people, byToken(anne));
    const inbox = nearOf(people, 'INBOX');
    expect(
      inbox
        .letters()
        .map(({ raw }) => withoutMark(raw))
        .sort(),
    ).toEqual(letters.toSorted());
    for (const name of ['Archive', 'Drafts', 'Junk', 'Sent', 'Trash'])
      expect(nearOf(people, name).exists(), name).toBe(true);

    inbox.mark(inbox.with('Lettre 1'), 'FRS');
    inbox.mark(inbox.with('Lettre 2'), 'T');
    inbox.remove(inbox.with('Lettre 3'));
    nearOf(people, 'Sent').add('mine', letterOf(5), 'S');
    const patients = nearOf(people, 'Patients');
    patients.make();
    patients.add('hers', letterOf(6));
    await people.file(anne, 'Junk', [letterOf(7)]);
    await synchronise(people, byToken(anne));

    expect(await kept(people, anne, 'INBOX')).toEqual([
      { uid: 1, raw: letters[0], flags: ['\\Answered', '\\Flagged', '\\Seen'] },
      { uid: 4, raw: letters[3], flags: [] },
    ]);
    expect(await kept(people, anne, 'Sent')).toEqual([{ uid: 1, raw: letterOf(5), flags: ['\\Seen'] }]);
    expect(await kept(people, anne, 'Patients')).toEqual([{ uid: 1, raw: letterOf(6), flags: [] }]);
    expect(
      nearOf(people, 'Junk')
        .letters()
        .map(({ raw }) => withoutMark(raw)),
    ).toEqual([letterOf(7)]);
    expect(await synchronise(people, byToken(anne))).not.toMatch(WORK);
  });

  it('EX_LPS_1200: the same in an applicative BAL, by the certificate of its structure and PLAIN', async () => {
    const automaton = await automata.automaton('automate');
    const { address } = automaton.bal;
    const account = [
      ...[`User ${address}`, 'Pass peu-importe', 'AuthMechs PLAIN'],
      ...[`ClientCertificate ${automaton.files.cert}`, `ClientKey ${automaton.files.key}`],
    ];
    expect(await synchronise(automata, account)).toMatch(/>>> \d+ AUTHENTICATE PLAIN/);
    nearOf(automata, 'INBOX').add('mine', letterOf(1), 'F');
    expect(await synchronise(automata, account)).toMatch(WORK);
    expect(await kept(automata, automaton, 'INBOX')).toEqual([
      { uid: 1, raw: letterOf(1), flags: ['\\Flagged'] },
    ]);
    expect(await synchronise(automata, account)).not.toMatch(WORK);
  });

  it('EX_LPS_1200: gives up on no way of signing in that was announced, when it may choose itself', async () => {
    const automaton = await automata.automaton('automate.sans.choix');
    const { files, bal } = automaton;
    await synchronise(automata, [
      ...[`User ${bal.address}`, 'Pass peu-importe'],
      ...[`ClientCertificate ${files.cert}`, `ClientKey ${files.key}`],
    ]);
  });
});

const withoutMark = (raw: string) => raw.replace(/^X-TUID: \S{12}\r\n/m, '');
