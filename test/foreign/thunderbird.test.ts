import { PgFolders } from '@cachet/mailstore';
import type { SpecialFolder } from '@cachet/mss-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { noise } from '../corpus/bytes.js';
import type { Holder } from '../dialogues/imap/support/imap-world.js';
import { PEER_DOMAIN } from '../dialogues/smtp/support/edge-under-test.js';
import { until } from '../e2e/until.js';
import { letterOf } from './support/letter-of.js';
import { withPrograms } from './support/programs.js';
import { APP_HOST, Desk, PSC_HOST } from './thunderbird/desk.js';

const CORRESPONDENT = `jean.dupont@${PEER_DOMAIN}`;
/** Thunderbird writes down what a person did, and does it a little later. */
const SOON_MS = 30_000;
const SEEN = '\\Seen';
const STORY_MS = 180_000;

withPrograms(['thunderbird', 'certutil', 'pk12util', 'openssl', 'setpriv'], 'Thunderbird, at a desk', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open();
  }, STORY_MS);
  afterAll(() => desk?.close());

  type Owner = Pick<Holder, 'tenant' | 'bal'>;

  /** Waits until the store has these letters in a folder: the subject of each and its marks, but for the one of having been shown. */
  async function keeps(
    { tenant, bal }: Owner,
    use: SpecialFolder,
    letters: readonly string[],
  ): Promise<void> {
    let found: string[] = [];
    const isSo = async () => {
      const messages = await desk.world.edge.messagesIn(tenant, bal, use);
      found = messages.map(({ raw, flags }) =>
        [/^Subject: (.*)\r$/m.exec(raw)?.[1], ...flags.filter((flag) => flag !== SEEN)].join(' '),
      );
      return found.join() === letters.join();
    };
    await until(isSo, SOON_MS, () => `${use} holds ${found.join()}`);
  }

  async function flagsOf({ tenant, bal }: Owner): Promise<string[]> {
    return (await desk.world.edge.messagesIn(tenant, bal, 'inbox')).flatMap(({ flags }) => flags);
  }

  async function foldersOf({ tenant, bal }: Owner): Promise<string[]> {
    const { database, safe } = desk.world.edge;
    return database.withTenant(tenant.context(), async (sql) =>
      (await new PgFolders(sql, safe, bal.id).list()).map(({ name }) => name),
    );
  }

  const openAccount = ({ bal }: Owner, host: string, password = '') =>
    desk.bird.act('openAccount', bal.address, 'Anne MARTIN', host, password);

  /** Somebody’s account, open on INBOX with letters 1 to that number. */
  async function doctorWith(name: string, count: number): Promise<Holder> {
    const doctor = await desk.doctor(name);
    for (let n = 1; n <= count; n += 1) await desk.deliver(doctor.bal, letterOf(n));
    await openAccount(doctor, PSC_HOST);
    await desk.bird.act('openFolder', doctor.bal.address, 'INBOX', `Lettre ${count}`);
    return doctor;
  }

  it('EX_LPS_0300: finds the doors from an address alone, those for which it has a way of signing in', async () => {
    expect(await desk.bird.act('findSettings', desk.world.anne.bal.address)).toEqual([
      `imap ${PSC_HOST} OAuth2`,
      `imap ${APP_HOST} password`,
      `smtp ${PSC_HOST} OAuth2`,
      `smtp ${APP_HOST} password`,
    ]);
  });

  it(
    'EX_LPS_0500, EX_LPS_0700: signs in with Pro Santé Connect, reads a letter and its file, is told of the next',
    async () => {
      const doctor = await doctorWith('lit', 1);
      const { address } = doctor.bal;
      expect(desk.grants).toContain(`authorization_code ${address}`);
      expect(await desk.bird.act('folders', address)).toEqual([
        ...['Archive archive', 'Drafts drafts', 'INBOX inbox', 'Junk junk', 'Sent sent', 'Trash trash'],
      ]);
      const read = await desk.bird.act<{ body: string }>('read', address, 'INBOX', 'Lettre 1');
      expect(read).toEqual({
        subject: 'Lettre 1',
        body: expect.stringContaining('Épreuve\n.\n..fin'),
        attachments: [{ name: 'cr.pdf', base64: noise(3_000, 1).toString('base64') }],
      });
      await until(
        async () => (await flagsOf(doctor)).includes(SEEN),
        SOON_MS,
        () => 'marked as read',
      );
      // RFC 2177: it has nothing to ask, and waits.
      await until(
        () => desk.bird.sent().at(-1)?.endsWith(' IDLE') === true,
        SOON_MS,
        () => desk.bird.sent().join('\n'),
      );
      await desk.deliver(doctor.bal, letterOf(2));
      await desk.bird.act('isTold', address, 'INBOX', 'Lettre 2');
    },
    STORY_MS,
  );

  it(
    'EX_LPS_0700: flags, copies, moves and deletes',
    async () => {
      const doctor = await doctorWith('range', 4);
      const { address } = doctor.bal;
      await desk.bird.act('command', address, 'INBOX', 'Lettre 2', 'cmd_markAsFlagged');
      await keeps(doctor, 'inbox', ['Lettre 1', 'Lettre 2 \\Flagged', 'Lettre 3', 'Lettre 4']);
      await desk.bird.act('put', address, 'INBOX', 'Lettre 2', 'Archive', 'copy');
      await keeps(doctor, 'archive', ['Lettre 2 \\Flagged']);
      await desk.bird.act('put', address, 'INBOX', 'Lettre 3', 'Archive', 'move');
      await keeps(doctor, 'archive', ['Lettre 2 \\Flagged', 'Lettre 3']);
      await desk.bird.act('command', address, 'INBOX', 'Lettre 4', 'cmd_delete');
      await keeps(doctor, 'trash', ['Lettre 4']);
      await keeps(doctor, 'inbox', ['Lettre 1', 'Lettre 2 \\Flagged']);
    },
    STORY_MS,
  );

  it(
    'EX_LPS_0700: makes, renames and deletes a folder whose name has accents',
    async () => {
      const doctor = await doctorWith('dossiers', 1);
      const { address } = doctor.bal;
      await desk.bird.act('makeFolder', address, 'Épreuves & suites');
      expect(await foldersOf(doctor)).toContain('Épreuves & suites');
      await desk.bird.act('renameFolder', address, 'Épreuves & suites', 'Été');
      expect(await foldersOf(doctor)).toContain('Été');
      expect(await foldersOf(doctor)).not.toContain('Épreuves & suites');
      expect(await desk.bird.actAndConfirm('deleteFolder', address, 'Été')).toContain('Été');
      await until(
        async () => (await foldersOf(doctor)).includes('Trash/Été'),
        SOON_MS,
        () => 'in the trash',
      );
    },
    STORY_MS,
  );

  it(
    'EX_LPS_0900: keeps a draft, and sends a letter that Sent holds once',
    async () => {
      const doctor = await doctorWith('redige', 1);
      const { address } = doctor.bal;
      const file = desk.world.write('ordonnance.txt', 'Repos\n');
      const letter = { to: CORRESPONDENT, subject: 'Ordonnance', body: 'Bonjour,\n.\nÀ bientôt.\n', file };
      await desk.bird.act('write', address, letter, 'draft');
      await keeps(doctor, 'drafts', ['Ordonnance \\Draft']);
      await desk.bird.act('write', address, letter, 'send');
      await keeps(doctor, 'sent', ['Ordonnance']);
      await desk.bird.act('shows', address, 'Sent', [
        { subject: 'Ordonnance', isRead: true, isFlagged: false },
      ]);
      const [{ raw } = { raw: '' }] = await desk.world.edge.messagesIn(doctor.tenant, doctor.bal, 'sent');
      expect(raw).toContain('\r\nBonjour,\r\n.\r\nÀ bientôt.\r\n');
      expect(raw).toMatch(/filename="ordonnance\.txt"/);
      const mine = (await desk.world.edge.deliveries(doctor.tenant)).filter(
        ({ sender }) => sender === address,
      );
      expect(mine).toMatchObject([{ direction: 'outbound', recipient: CORRESPONDENT }]);
    },
    STORY_MS,
  );

  it(
    'EX_LPS_0700: learns after a restart what another program did, asking for what changed alone (RFC 7162)',
    async () => {
      const doctor = await doctorWith('revient', 4);
      const { address } = doctor.bal;
      await desk.away(async () => {
        const other = await desk.otherProgram(doctor);
        await other.command('a UID STORE 1 +FLAGS (\\Flagged)');
        await other.command('b UID STORE 2 +FLAGS (\\Seen)');
        await other.command('c UID MOVE 3 Archive');
        other.close();
        await desk.deliver(doctor.bal, letterOf(5));
      });
      await desk.bird.act('openFolder', address, 'INBOX', 'Lettre 5');
      await desk.bird.act('shows', address, 'INBOX', [
        { subject: 'Lettre 1', isRead: false, isFlagged: true },
        { subject: 'Lettre 2', isRead: true, isFlagged: false },
        { subject: 'Lettre 4', isRead: false, isFlagged: false },
        { subject: 'Lettre 5', isRead: false, isFlagged: false },
      ]);
      expect(desk.bird.sent().join('\n')).toMatch(/ UID fetch \S+ \(FLAGS\) \(CHANGEDSINCE \d+\)/);
      expect(desk.grants).toContain(`refresh_token ${address}`);
    },
    STORY_MS,
  );

  it(
    'EX_LPS_1100, EX_LPS_1200: reads and sends in an applicative BAL, by the certificate of its structure',
    async () => {
      const automaton = await desk.automaton('automate');
      const { address } = automaton.bal;
      await desk.deliver(automaton.bal, letterOf(1));
      await openAccount(automaton, APP_HOST, 'peu-importe');
      await desk.bird.act('openFolder', address, 'INBOX', 'Lettre 1');
      const read = await desk.bird.act('read', address, 'INBOX', 'Lettre 1');
      expect(read).toMatchObject({ subject: 'Lettre 1' });
      const letter = { to: CORRESPONDENT, subject: 'Compte rendu', body: 'Ci-joint.\n' };
      await desk.bird.act('write', address, letter, 'send');
      await keeps(automaton, 'sent', ['Compte rendu']);
    },
    STORY_MS,
  );

  it(
    'EX_3.2_5060: tells its person of a recipient outside the trust space, and nothing leaves',
    async () => {
      const doctor = await doctorWith('dehors', 1);
      const letter = { to: 'ami@exemple.fr', subject: 'Dehors', body: 'Bonjour\n' };
      const sending = desk.bird.act('write', doctor.bal.address, letter, 'send');
      await expect(sending).rejects.toThrow(/Thunderbird says «.*ami@exemple\.fr/s);
      await keeps(doctor, 'sent', []);
    },
    STORY_MS,
  );

  it(
    'EX_LPS_0710, EX_LPS_1200: makes no account for a person without a right, nor by the certificate of another structure',
    async () => {
      const [doctor, neighbour] = [await desk.doctor('chez.elle'), await desk.doctor('voisine')];
      desk.claims(neighbour, doctor.bal);
      await expect(openAccount(doctor, PSC_HOST)).rejects.toThrow('Unable to log in');
      const { hospital } = desk.world;
      const bal = await hospital.bal({ address: 'automate.voisin', kind: 'applicative' });
      await expect(openAccount({ tenant: hospital, bal }, APP_HOST, 'x')).rejects.toThrow('Unable to log in');
    },
    STORY_MS,
  );
});
