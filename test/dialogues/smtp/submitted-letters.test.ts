import { bytesToDeliver } from '@cachet/mailstore';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImapLineClient, xoauth2 as imapXoauth2 } from '../imap/support/imap-line-client.js';
import { EdgeUnderTest, letter, PEER_DOMAIN, xoauth2 } from './support/edge-under-test.js';
import { imapBeside } from './support/imap-beside.js';
import { RawSmtpClient } from './support/raw-smtp-client.js';

const CORRESPONDENT = `jean.dupont@${PEER_DOMAIN}`;

let edge: EdgeUnderTest;
let hospital: TestTenant;
let anne: Awaited<ReturnType<EdgeUnderTest['holder']>>;
let paul: Awaited<ReturnType<EdgeUnderTest['holder']>>;

beforeAll(async () => {
  edge = await EdgeUnderTest.start();
  hospital = await TestTenant.create(edge.database, { domain: 'ch-valmont.mssante.fr' });
  anne = await edge.holder(hospital, 'anne.martin');
  paul = await edge.holder(hospital, 'paul.petit');
  edge.list([hospital.domain]);
});
afterAll(() => edge.stop());

type Who = Pick<typeof anne, 'bal' | 'token'>;

async function sent(who: Who, to: readonly string[], content: string): Promise<string> {
  const client = await RawSmtpClient.secured(edge.submissionPort, null);
  await client.ask('EHLO poste');
  await client.ask(`AUTH XOAUTH2 ${xoauth2(who.bal.address, who.token)}`);
  await client.ask(`MAIL FROM:<${who.bal.address}>`);
  for (const address of to) expect(await client.ask(`RCPT TO:<${address}>`)).toMatch(/^250 /);
  expect(await client.ask('DATA')).toMatch(/^354 /);
  const reply = await client.ask(`${content}\r\n.`);
  client.close();
  return reply;
}

async function lastIn(who: Who, folder: 'inbox' | 'sent'): Promise<string> {
  return (await edge.messagesIn(hospital, who.bal, folder)).at(-1)?.raw ?? '';
}

/** The bytes another operator would get. */
async function leaving(recipient: string): Promise<string> {
  const [delivery] = await edge.database.withTenant(hospital.context(), (sql) =>
    sql.query<{ message_id: string }>(
      'select message_id from delivery where recipient = $1 order by created_at desc, id desc limit 1',
      [recipient],
    ),
  );
  const stored = await bytesToDeliver(
    edge.database,
    edge.safe,
    hospital.context(),
    delivery?.message_id ?? '',
  );
  const bytes = Buffer.concat(await Array.fromAsync(stored?.bytes ?? []));
  expect(bytes.length).toBe(stored?.size);
  return bytes.toString('utf8');
}

describe('RFC 6409 §8: the header of a submitted letter', () => {
  it('is completed when Date and Message-ID are missing, and nothing else changes', async () => {
    const bare = `From: ${anne.bal.address}\r\nX-MSS-NIL:  7 ; é\r\nX-MSS-CODECDA: 34112-3\r\n\r\nBonjour`;
    const reply = await sent(anne, [paul.bal.address], bare);
    const id = /Message (\S+) queued/.exec(reply)?.[1];
    const arrived = await lastIn(paul, 'inbox');
    expect(arrived).toContain(`\r\nMessage-ID: <${id}@mx.cachet.test>\r\nDate: `);
    expect(arrived.endsWith(`\r\n${bare}\r\n`)).toBe(true);
  });

  it('EX_PSU_5830: leaves what its X-MSS fields say beside each of its deliveries, for the statistics', async () => {
    const fields = 'X-MSS-INS: O\r\nX-MSS-CODECDA: 34112-3,\r\n 15508-5\r\nX-MSS-NIL: <ed/logiciel/2>\r\n';
    const content = letter(anne.bal.address, CORRESPONDENT).replace('Subject:', `${fields}Subject:`);
    const reply = await sent(anne, [paul.bal.address, CORRESPONDENT], content);
    expect(reply).toMatch(/^250 /);
    const kept = await edge.database.withTenant(hospital.context(), (sql) =>
      sql.query(
        `select mss_ins, mss_code_cda, mss_nil from delivery where mss_ins is not null and direction = 'outbound'`,
      ),
    );
    const said = { mss_ins: 'O', mss_code_cda: '34112-3, 15508-5', mss_nil: '<ed/logiciel/2>' };
    expect(kept).toEqual([said, said]);
  });

  it('bears a Return-Path here, and none when it leaves', async () => {
    const content = letter(anne.bal.address, `${paul.bal.address}, ${CORRESPONDENT}`);
    expect(await sent(anne, [paul.bal.address, CORRESPONDENT], content)).toMatch(/^250 /);
    expect(await lastIn(paul, 'inbox')).toMatch(/^Return-Path: <anne\.martin@ch-valmont\.mssante\.fr>\r\n/);
    expect(await leaving(CORRESPONDENT)).toMatch(/^Received: by mx\.cachet\.test\r\n/);
  });

  it('shows no blind copy to anybody but the sender', async () => {
    const blind = `Bcc: secret@${PEER_DOMAIN},\r\n autre@${PEER_DOMAIN}`;
    const content = letter(anne.bal.address, paul.bal.address).replace('\r\nDate:', `\r\n${blind}\r\nDate:`);
    const to = [paul.bal.address, `secret@${PEER_DOMAIN}`];
    expect(await sent(anne, to, content)).toMatch(/^250 /);
    for (const seen of [await lastIn(paul, 'inbox'), await leaving(`secret@${PEER_DOMAIN}`)]) {
      expect(seen).not.toMatch(/bcc|secret@|autre@/i);
      expect(seen).toContain('Subject: Compte rendu');
    }
    expect(await lastIn(anne, 'sent')).toContain(blind);
  });

  it('EX_GBM_4420: names forty recipients at most, blind copies included', async () => {
    const many = Array.from({ length: 40 }, (_, n) => `medecin-${n}@${PEER_DOMAIN}`).join(',\r\n ');
    const content = letter(anne.bal.address, CORRESPONDENT).replace('\r\nDate:', `\r\nBcc: ${many}\r\nDate:`);
    expect(await sent(anne, [CORRESPONDENT], content)).toMatch(/^550 5\.5\.3 /);
  });

  it('that never ends is refused, and nothing is kept', async () => {
    const before = (await edge.messagesIn(hospital, anne.bal, 'sent')).length;
    const endless = 'X-Long: y\r\n'.repeat(24_000);
    expect(await sent(anne, [CORRESPONDENT], endless)).toMatch(/^55[024] /);
    expect(await edge.messagesIn(hospital, anne.bal, 'sent')).toHaveLength(before);
  });
});

describe('EX_GBM_5414: a letter sent by a delegate', () => {
  it('tells who wrote it in Sender, under the address of the BAL', async () => {
    const nadia = await hospital.person({ givenName: 'Nadia', familyName: 'Belkacem' });
    await hospital.access(anne.bal.id, nadia, { role: 'delegate' });
    edge.tokens.set('nadia', { idNat: nadia.idNat, name: 'Nadia Belkacem' });
    const delegate = { ...anne, token: 'nadia' };
    const content = letter(anne.bal.address, paul.bal.address);
    expect(await sent(delegate, [paul.bal.address], content)).toMatch(/^250 /);
    const word = `=?utf-8?B?${Buffer.from('Nadia Belkacem').toString('base64')}?=`;
    expect(await lastIn(paul, 'inbox')).toContain(`\r\nSender: ${word}\r\n <${anne.bal.address}>\r\n`);
    const feigned = `Sender: Anne Martin <${anne.bal.address}>\r\n${content}`;
    expect(await sent(delegate, [paul.bal.address], feigned)).toMatch(/^250 /);
    expect(await lastIn(paul, 'inbox')).not.toContain('Sender: Anne');
    const foreign = `Sender: ${paul.bal.address}\r\n${content}`;
    expect(await sent(delegate, [paul.bal.address], foreign)).toMatch(/^550 5\.7\.1 /);
    expect(await sent(anne, [paul.bal.address], content)).toMatch(/^250 /);
    expect(await lastIn(paul, 'inbox')).not.toContain('Sender:');
  });

  it('E05: is refused at the next MAIL once the right is withdrawn', async () => {
    const person = await hospital.person();
    const accessId = await hospital.access(anne.bal.id, person, { role: 'delegate' });
    edge.tokens.set('leaving', { idNat: person.idNat, name: 'Partante' });
    const client = await RawSmtpClient.secured(edge.submissionPort, null);
    await client.ask('EHLO poste');
    await client.ask(`AUTH XOAUTH2 ${xoauth2(anne.bal.address, 'leaving')}`);
    expect(await client.ask(`MAIL FROM:<${anne.bal.address}>`)).toMatch(/^250 /);
    await client.ask('RSET');
    await edge.database.withTenant(hospital.context(), (sql) =>
      sql.query('update bal_access set ends_at = now() where id = $1', [accessId]),
    );
    expect(await client.ask(`MAIL FROM:<${anne.bal.address}>`)).toMatch(/^550 5\.7\.1 /);
  });
});

describe('EX_LPS_1200: a certificate revoked during a submission session', () => {
  it('is refused at the next MAIL and for the letter under way', async () => {
    const structure = await TestTenant.create(edge.database, { kind: 'structure' });
    const { address } = await structure.bal({ address: 'automate', kind: 'applicative' });
    edge.list([hospital.domain, structure.domain]);
    const software = await edge.igc.issue({ purpose: 'client' });
    const client = await RawSmtpClient.secured(edge.applicativePort, software);
    await client.ask('EHLO automate');
    const plain = Buffer.from(`\0${address}\0`).toString('base64');
    expect(await client.ask(`AUTH PLAIN ${plain}`)).toMatch(/^235 /);
    await client.ask(`MAIL FROM:<${address}>`);
    expect(await client.ask(`RCPT TO:<${CORRESPONDENT}>`)).toMatch(/^250 /);
    edge.igc.revoke(software);
    await edge.trust.refreshCrls();
    await client.ask('DATA');
    expect(await client.ask(`${letter(address, CORRESPONDENT)}\r\n.`)).toMatch(/^550 5\.7\.1 .*revoque/);
    expect(await client.ask(`MAIL FROM:<${address}>`)).toMatch(/^550 5\.7\.1 .*revoque/);
  });
});

describe('a stolen account', () => {
  const breaches = () =>
    edge.database.withTenant(hospital.context(), (sql) =>
      sql.query<{ facts: object }>("select facts from compliance_event where kind = 'sending.limitReached'"),
    );
  const choose = (perBal: number, perTenant: number) =>
    edge.database.withTenant(hospital.context(), (sql) =>
      sql.query(
        `insert into sending_policy values ($1, $2, $3, now())
         on conflict (tenant_id) do update set per_bal = $2, per_tenant = $3`,
        [hospital.id, perBal, perTenant],
      ),
    );

  it('writes to a bounded number of people within an hour; managers are told once', async () => {
    const victim = await edge.holder(hospital, 'victime');
    await choose(5, 10_000);
    const three = [1, 2, 3].map((n) => `cible-${n}@${PEER_DOMAIN}`);
    const content = letter(victim.bal.address, three.join(', '));
    expect(await sent(victim, three, content)).toMatch(/^250 /);
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await sent(victim, three, content)).toMatch(
        /^450 4\.7\.1 Trop de destinataires en une heure \(limite : 5\)\. Le message n'est pas parti/,
      );
    }
    // What was refused does not count, and a smaller letter still leaves.
    expect(await sent(victim, three.slice(0, 2), content)).toMatch(/^250 /);
    expect(await edge.messagesIn(hospital, victim.bal, 'sent')).toHaveLength(2);
    expect(await breaches()).toEqual([{ facts: { scope: 'bal', limit: 5, balId: victim.bal.id } }]);
    await choose(400, 20_000);
  });

  it('is held back with its whole structure too, and a neighbour’s structure is not', async () => {
    const other = await TestTenant.create(edge.database);
    const neighbour = await edge.holder(other, 'voisin');
    edge.list([hospital.domain, other.domain]);
    await choose(400, 1);
    const [a, b] = [`a@${PEER_DOMAIN}`, `b@${PEER_DOMAIN}`];
    expect(await sent(paul, [a, b], letter(paul.bal.address, a))).toMatch(/^450 4\.7\.1 /);
    expect(await sent(neighbour, [a, b], letter(neighbour.bal.address, a))).toMatch(/^250 /);
    expect(await breaches()).toHaveLength(2);
    await choose(400, 20_000);
    expect(await sent(paul, [a, b], letter(paul.bal.address, a))).toMatch(/^250 /);
  });

  it('cannot outrun the count by sending at once', async () => {
    const victim = await edge.holder(hospital, 'rapide');
    await choose(4, 10_000);
    const replies = await Promise.all(
      Array.from({ length: 6 }, () =>
        sent(victim, [CORRESPONDENT], letter(victim.bal.address, CORRESPONDENT)),
      ),
    );
    expect(replies.filter((reply) => reply.startsWith('250 '))).toHaveLength(4);
    expect(replies.filter((reply) => reply.startsWith('450 '))).toHaveLength(2);
    await choose(400, 20_000);
  });
});

describe('the copy in Sent', () => {
  it('is one, when the mail program appends its own: its uid is the answer, its marks are added', async () => {
    const { server, port } = await imapBeside(edge);
    try {
      const who = await edge.holder(hospital, 'copiste');
      const content = letter(who.bal.address, CORRESPONDENT);
      expect(await sent(who, [CORRESPONDENT], content)).toMatch(/^250 /);
      const client = await ImapLineClient.encrypted(port);
      await client.command(`a AUTHENTICATE XOAUTH2 ${imapXoauth2(who.bal.address, who.token)}`);
      const append = async (folder: string, text: string) => {
        client.send(`b APPEND ${folder} (\\Seen $Forwarded) {${text.length}+}\r\n${text}\r\n`);
        return (await client.until('b ')).at(-1);
      };
      const listed = await client.command('c LIST (SPECIAL-USE) "" "*"');
      const folder = /\\Sent\) "." (\S+)/.exec(listed.join('\n'))?.[1] ?? 'Sent';
      expect(await append(folder, `${content}\r\n`)).toMatch(/^b OK \[APPENDUID \d+ 1\]/);
      // Another letter under the same Message-ID is not thrown away, nor is a copy in another folder.
      expect(await append(folder, content.replace('Compte rendu', 'Autre objet'))).toMatch(
        /APPENDUID \d+ 2\]/,
      );
      expect(await append('INBOX', content)).toMatch(/^b OK \[APPENDUID \d+ 1\]/);
      const found = await edge.messagesIn(hospital, who.bal, 'sent');
      expect(found.map(({ flags }) => [...flags].sort())).toEqual([
        ['$Forwarded', '\\Seen'],
        ['$Forwarded', '\\Seen'],
      ]);
      await edge.emptyFolder(hospital, who.bal, 'sent');
      expect(await append(folder, `${content}\r\n`)).toMatch(/APPENDUID \d+ 3\]/);
      client.close();
    } finally {
      await server.close();
    }
  });
});

describe('EX_GDT_5040: a letter that the protocol itself turns away', () => {
  it('is traced for the BAL and counted once; without a BAL it is counted alone', async () => {
    const refused = () => edge.traces(hospital, 'message.refused');
    const [traced, counted] = [(await refused()).length, edge.counted.length];
    const stranger = await RawSmtpClient.secured(edge.submissionPort, null);
    await stranger.ask('EHLO poste');
    stranger.send('NOOP\n');
    expect(await stranger.untilClosed()).toMatch(/^521 /);
    const client = await RawSmtpClient.secured(edge.submissionPort, null);
    await client.ask('EHLO poste');
    await client.ask(`AUTH XOAUTH2 ${xoauth2(anne.bal.address, anne.token)}`);
    expect(await client.ask(`MAIL FROM:<${anne.bal.address}> SIZE=999999999`)).toMatch(/^552 5\.3\.4 /);
    client.close();
    await expect.poll(async () => (await refused()).length).toBe(traced + 1);
    expect((await refused()).at(-1)).toMatchObject({
      outcome: 'messageTooLarge',
      facts: { sender: anne.bal.address, reply: 552 },
    });
    expect(edge.counted.slice(counted)).toEqual(['submission 521', 'submission 552']);
  });
});
