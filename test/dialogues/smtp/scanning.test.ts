import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tellOutage } from '@cachet/mailedge/smtp';
import type { Bal, MalwarePolicy } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { Antivirus, Rspamd } from '@cachet/scanning';
import { PgCompliance, PgMalware, PgRouting, PgSending } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { EICAR, FakeClamd } from '@cachet/testkit/clamd';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ImapLineClient, xoauth2 as imapXoauth2 } from '../imap/support/imap-line-client.js';
import { EdgeUnderTest, MAX_BYTES, PEER_DOMAIN, xoauth2 } from './support/edge-under-test.js';
import { imapBeside } from './support/imap-beside.js';
import { RawSmtpClient } from './support/raw-smtp-client.js';

const SENDER = `jean.dupont@${PEER_DOMAIN}`;
const REFUSE: MalwarePolicy = { infected: 'refuse', encrypted: 'refuse' };
const STRIP: MalwarePolicy = { infected: 'strip', encrypted: 'refuse' };

let edge: EdgeUnderTest;
let hospital: TestTenant;
let laboratory: TestTenant;
let anne: Bal;
let token: string;
let results: Bal;
let clamd: FakeClamd;

beforeAll(async () => {
  edge = await EdgeUnderTest.start();
  const operator = await TestTenant.create(edge.database, { kind: 'operator' });
  hospital = await TestTenant.create(edge.database, { domain: 'ch-valmont.mssante.fr' });
  laboratory = await TestTenant.create(edge.database, { domain: 'bioseq.mssante.fr' });
  ({ bal: anne, token } = await edge.holder(hospital, 'anne.martin'));
  results = await laboratory.bal({ address: 'resultats' });
  edge.list([operator.domain, hospital.domain, laboratory.domain]);
});
afterAll(() => edge.stop());

beforeEach(async () => {
  clamd = await FakeClamd.start();
  edge.antivirus = new Antivirus({ addresses: [clamd.address], largest: MAX_BYTES + 65_536 });
  await edge.antivirus.start();
  for (const tenant of [hospital, laboratory]) await policy(tenant, REFUSE);
});
afterEach(async () => {
  edge.antivirus?.close();
  edge.antivirus = null;
  await clamd.stop();
});

function policy(tenant: TestTenant, wished: MalwarePolicy): Promise<void> {
  return edge.database.withTenant(tenant.context(), (sql) => new PgMalware(sql).setPolicy(wished));
}

function quarantineOf(tenant: TestTenant) {
  return edge.database.withTenant(tenant.context(), (sql) => new PgMalware(sql).page({ first: 100 }));
}

/** A text and an attachment. */
function letterWith(content: Buffer, { from = SENDER, to = '', subject = 'Compte rendu' } = {}): string {
  return [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: <${newId()}@client.test>`,
    'X-MSS-INS: 1234',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="limite"',
    '',
    '--limite',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Voici le compte rendu.',
    '--limite',
    'Content-Type: application/octet-stream; name="resultats.com"',
    'Content-Disposition: attachment; filename="resultats.com"',
    'Content-Transfer-Encoding: base64',
    '',
    content.toString('base64').replace(/.{76}/g, '$&\r\n'),
    '--limite--',
  ].join('\r\n');
}

async function fromPeer(to: readonly string[], content: string, from = SENDER): Promise<string> {
  const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
  await client.ask('EHLO mx.peer.test');
  return deliver(client, from, to, content);
}

async function submitted(to: readonly string[], content: string): Promise<string> {
  const client = await RawSmtpClient.secured(edge.submissionPort, null);
  await client.ask('EHLO poste');
  await client.ask(`AUTH XOAUTH2 ${xoauth2(anne.address, token)}`);
  return deliver(client, anne.address, to, content);
}

async function deliver(
  client: RawSmtpClient,
  from: string,
  to: readonly string[],
  content: string,
): Promise<string> {
  await client.ask(`MAIL FROM:<${from}>`);
  for (const address of to) await client.ask(`RCPT TO:<${address}>`);
  await client.ask('DATA');
  return client.ask(`${content}\r\n.`);
}

async function inbox(tenant: TestTenant, bal: Bal): Promise<string[]> {
  const found = await edge.messagesIn(tenant, bal, 'inbox');
  return found.map(({ raw }) => raw);
}

/** The text of a part encoded in base64, the first or the last of a letter. */
function decodedText(raw: string): string {
  const encoded = raw.split('Content-Transfer-Encoding: base64\r\n\r\n').at(-1)?.split('\r\n--')[0] ?? '';
  return Buffer.from(encoded, 'base64').toString('utf8');
}

describe('EX_SSI_5090: an infected letter from another operator', () => {
  it('is refused with the reason, put in quarantine, and its recipients are told', async () => {
    const reply = await fromPeer([anne.address, results.address], letterWith(EICAR));
    expect(reply).toBe(
      "554 5.7.1 Le message n'est pas remis : un code malveillant y a ete detecte (Eicar-Test-Signature).",
    );
    for (const [tenant, bal] of [
      [hospital, anne],
      [laboratory, results],
    ] as const) {
      const [notice, ...others] = await inbox(tenant, bal);
      expect(others).toEqual([]);
      expect(notice).toContain('Auto-Submitted: auto-generated');
      expect(notice).not.toContain('Compte rendu');
      expect(decodedText(notice ?? '')).toContain(
        `Un message de ${SENDER} qui vous était adressé n’a pas été remis`,
      );
      const [kept] = (await quarantineOf(tenant)).rows;
      expect(kept).toMatchObject({
        ...{ direction: 'inbound', sender: SENDER, recipients: [bal.address], treatment: 'refuse' },
        ...{ signature: 'Eicar-Test-Signature', nature: 'malware', isKept: true },
      });
      expect(await edge.traces(tenant, 'message.quarantined')).toMatchObject([
        { outcome: 'ok', facts: { signature: 'Eicar-Test-Signature', quarantineId: kept?.id } },
      ]);
      expect(await edge.traces(tenant, 'message.refused')).toMatchObject([{ outcome: 'malwareFound' }]);
      const event = await edge.database.withTenant(tenant.context(), (sql) =>
        new PgCompliance(sql).lastOf('malware.found'),
      );
      expect(event?.facts).toMatchObject({ quarantineId: kept?.id, direction: 'inbound' });
    }
  });

  it('is sealed: the application itself cannot read a byte of it back', async () => {
    await fromPeer([anne.address], letterWith(EICAR));
    const reading = edge.database.withTenant(hospital.context(), (sql) =>
      sql.query('select bytes from quarantined_chunk'),
    );
    await expect(reading).rejects.toMatchObject({ code: '42501' });
    const [sealed] = await edge.database.withTenant(hospital.context(), (sql) =>
      sql.query<{ pieces: number }>('select count(seq) as pieces from quarantined_chunk'),
    );
    expect(sealed?.pieces).toBeGreaterThan(0);
  });

  it('goes on without its attachment where the structure wishes it, both sides told', async () => {
    await policy(laboratory, STRIP);
    const content = letterWith(EICAR, { subject: 'Sans la pièce' });
    expect(await fromPeer([results.address], content)).toMatch(/^250 /);
    const letter = (await inbox(laboratory, results)).find((raw) => raw.includes('Sans la pièce')) ?? '';
    expect(letter).toContain('X-MSS-INS: 1234');
    expect(letter).toContain('Voici le compte rendu.');
    expect(letter).not.toContain(EICAR.toString('base64').slice(0, 40));
    expect(letter.trimEnd().endsWith('--limite--')).toBe(true);
    expect(decodedText(letter)).toContain('La pièce jointe « resultats.com » a été retirée de ce message');
    expect(decodedText(letter)).toContain('Eicar-Test-Signature');
    const told = (await edge.deliveries(laboratory)).filter(({ direction }) => direction === 'outbound');
    expect(told).toMatchObject([{ sender: null, recipient: SENDER, state: 'queued' }]);
    expect((await quarantineOf(laboratory)).rows[0]).toMatchObject({ treatment: 'strip', isKept: true });
  });

  it('is refused for all when one of its structures refuses: SMTP has one reply', async () => {
    await policy(laboratory, STRIP);
    const before = await inbox(laboratory, results);
    const reply = await fromPeer([anne.address, results.address], letterWith(EICAR));
    expect(reply).toMatch(/^554 5\.7\.1 /);
    const after = await inbox(laboratory, results);
    expect(after.length).toBe(before.length + 1);
    expect(decodedText(after.at(-1) ?? '')).toContain('n’a pas été remis');
  });

  it('is refused when nothing would be left without what is infected, or when it bears a signature', async () => {
    await policy(laboratory, STRIP);
    const alone = `From: ${SENDER}\r\nSubject: seul\r\n\r\n${EICAR.toString('latin1')}`;
    expect(await fromPeer([results.address], alone)).toMatch(/^554 5\.7\.1 /);
    const signed = letterWith(EICAR).replace('multipart/mixed', 'multipart/signed');
    expect(await fromPeer([results.address], signed)).toMatch(/^554 5\.7\.1 /);
  });

  it('passes when what was found is an encrypted archive and every structure accepts those', async () => {
    const encrypted = { kind: 'says', reply: 'stream: Heuristics.Encrypted.Zip FOUND' } as const;
    clamd.conducts = [encrypted];
    const refused = await fromPeer([results.address], letterWith(Buffer.from('PK')));
    expect(refused).toMatch(/^554 5\.7\.1 .*une piece jointe chiffree ne peut pas etre analysee/);
    await policy(laboratory, { infected: 'refuse', encrypted: 'accept' });
    clamd.conducts = [encrypted];
    expect(await fromPeer([results.address], letterWith(Buffer.from('PK')))).toMatch(/^250 /);
    clamd.conducts = [encrypted];
    expect(await fromPeer([results.address, anne.address], letterWith(Buffer.from('PK')))).toMatch(/^554 /);
  });
});

describe('EX_SSI_5090: an infected letter on its way out', () => {
  it('is refused to its sender, put in the quarantine of their structure, and nobody receives it', async () => {
    const content = letterWith(EICAR, { from: anne.address });
    const before = (await edge.deliveries(hospital)).length;
    expect(await submitted([SENDER, results.address], content)).toMatch(
      /^554 5\.7\.1 Le message n'est pas remis/,
    );
    expect(await edge.deliveries(hospital)).toHaveLength(before);
    expect(await edge.messagesIn(hospital, anne, 'sent')).toEqual([]);
    expect((await quarantineOf(hospital)).rows[0]).toMatchObject({
      ...{ direction: 'outbound', sender: anne.address, treatment: 'refuse' },
      recipients: [SENDER, results.address],
    });
  });

  it('goes out without its attachment where the structure wishes it; its sender finds a notice', async () => {
    await policy(hospital, STRIP);
    expect(await submitted([SENDER], letterWith(EICAR, { from: anne.address }))).toMatch(/^250 /);
    const [sent] = await edge.messagesIn(hospital, anne, 'sent');
    expect(decodedText(sent?.raw ?? '')).toContain('« resultats.com » a été retirée');
    const notice = (await inbox(hospital, anne)).at(-1) ?? '';
    expect(decodedText(notice)).toContain(
      `Votre message à ${SENDER} a été remis sans une partie de son contenu`,
    );
    expect(await edge.traces(hospital, 'message.submitted')).toHaveLength(1);
  });

  it('is counted before the inbox is held for the notice, so that letters that cross never wait for each other', async () => {
    await policy(hospital, STRIP);
    const waiting = () =>
      edge.database.withTenant(hospital.context(), async (sql) => {
        const lines = await sql.query(
          "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        return lines.length;
      });
    const { reply } = await edge.database.withTenant(hospital.context({ at: edge.now() }), async (sql) => {
      await new PgSending(sql).count(anne.id, 1);
      const reply = submitted([SENDER], letterWith(EICAR, { from: anne.address }));
      await expect.poll(waiting, { timeout: 10_000 }).toBe(1);
      await sql.query('select id from bal where id = $1 for no key update nowait', [anne.id]);
      await sql.query('select id from mail_folder where bal_id = $1 for no key update nowait', [anne.id]);
      return { reply };
    });
    expect(await reply).toMatch(/^250 /);
  });
});

describe('EX_SSI_5090: the copy in Sent that a program deposits of what it sent', () => {
  const quarantined = async () => (await quarantineOf(hospital)).rows.length;
  const sentFolder = () => edge.messagesIn(hospital, anne, 'sent');

  /** What APPEND to Sent answers. */
  async function appended(text: string): Promise<string> {
    const { server, port } = await imapBeside(edge);
    try {
      const client = await ImapLineClient.encrypted(port);
      await client.command(`a AUTHENTICATE XOAUTH2 ${imapXoauth2(anne.address, token)}`);
      client.send(`b APPEND Sent (\\Seen) {${text.length}+}\r\n${text}\r\n`);
      const answer = (await client.until('b ')).at(-1) ?? '';
      client.close();
      return answer;
    } finally {
      await server.close();
    }
  }

  it('is not scanned again: the one there stays, be the scanner up or down', async () => {
    const content = letterWith(Buffer.from('sain'), { from: anne.address });
    expect(await submitted([SENDER], content)).toMatch(/^250 /);
    const [letters, found] = [clamd.letters, (await sentFolder()).length];
    expect(await appended(content)).toMatch(/^b OK \[APPENDUID /);
    expect(clamd.letters).toBe(letters);
    await clamd.stop();
    expect(await appended(content)).toMatch(/^b OK \[APPENDUID /);
    expect(await sentFolder()).toHaveLength(found);
    expect(await appended(content.replace('Compte rendu', 'Autre'))).toMatch(/^b NO \[UNAVAILABLE\] /);
    expect(await sentFolder()).toHaveLength(found);
  });

  it('brings nothing back of what was taken out of the letter, and is refused under another subject', async () => {
    await policy(hospital, STRIP);
    const content = letterWith(EICAR, { from: anne.address, subject: 'Piece retiree' });
    expect(await submitted([SENDER], content)).toMatch(/^250 /);
    const [before, found] = [await quarantined(), (await sentFolder()).length];
    expect(await appended(content)).toMatch(/^b OK \[APPENDUID /);
    expect(await quarantined()).toBe(before);
    expect(await appended(content.replace('Piece retiree', 'Autre'))).toMatch(/^b NO \[CANNOT\] /);
    expect(await quarantined()).toBe(before + 1);
    const kept = await sentFolder();
    expect(kept).toHaveLength(found);
    const infected = EICAR.toString('base64').slice(0, 40);
    expect(kept.filter(({ raw }) => raw.includes(infected))).toEqual([]);
  });
});

describe('EX_SSI_5090: when the scanner cannot answer, no letter is let through', () => {
  it.each(['fromPeer', 'submitted'] as const)(
    '451 while it is down, 250 once it is back (%s)',
    async (way) => {
      const send = () =>
        way === 'fromPeer'
          ? fromPeer([results.address], letterWith(Buffer.from('sain')))
          : submitted([SENDER], letterWith(Buffer.from('sain'), { from: anne.address }));
      const before = (await inbox(laboratory, results)).length;
      await clamd.stop();
      expect(await send()).toBe(
        "451 4.7.1 L'analyse antivirus du message n'a pas pu etre faite. Reessayez plus tard.",
      );
      expect(await inbox(laboratory, results)).toHaveLength(before);
      clamd = await FakeClamd.start(clamd.port);
      expect(await send()).toMatch(/^250 /);
    },
  );

  it('451 when it dies in the middle and again, 250 when the second try goes through', async () => {
    clamd.conducts = [{ kind: 'diesAfter', octets: 100 }];
    expect(await fromPeer([results.address], letterWith(Buffer.from('sain')))).toMatch(/^451 4\.7\.1 /);
    clamd.conducts = [{ kind: 'scans' }];
    await edge.antivirus?.start();
    clamd.conducts = [{ kind: 'diesAfter', octets: 100 }, { kind: 'scans' }];
    expect(await fromPeer([results.address], letterWith(Buffer.from('sain')))).toMatch(/^250 /);
  });

  it('451 for a letter larger than it reads, and smaller ones go through', async () => {
    clamd.conducts = [{ kind: 'limit', octets: 60_000 }];
    edge.antivirus?.close();
    edge.antivirus = new Antivirus({ addresses: [clamd.address], largest: MAX_BYTES + 65_536 });
    await edge.antivirus.start();
    const large = letterWith(Buffer.alloc(60_000));
    expect(await fromPeer([results.address], large)).toMatch(/^451 4\.7\.1 /);
    expect(await fromPeer([results.address], letterWith(Buffer.from('petit')))).toMatch(/^250 /);
  });

  it('tells the operator once that letters wait, and once that they go on', async () => {
    const routing = new PgRouting(edge.database);
    const tools = { database: edge.database, routing, now: () => new Date(), newId };
    for (const isDown of [false, true, true, false, false]) await tellOutage(tools, isDown);
    await Promise.all([true, true, true].map((isDown) => tellOutage(tools, isDown)));
    const tenantId = await routing.operatorTenant();
    if (!tenantId) throw new Error('no operator');
    const { rows } = await edge.database.withTenant({ ...hospital.context(), tenantId }, (sql) =>
      new PgCompliance(sql).page({ first: 10 }),
    );
    expect(rows.map(({ kind }) => kind)).toEqual([
      'scanner.unavailable',
      'scanner.restored',
      'scanner.unavailable',
    ]);
  });
});

describe('EX_3.1_5010: unsolicited mail', () => {
  let server: Server;
  let asked: { url?: string; headers: string[]; octets: number }[];
  let action: string;

  beforeEach(async () => {
    asked = [];
    action = 'reject';
    server = createServer(async (request, response) => {
      let octets = 0;
      for await (const bytes of request) octets += bytes.length;
      asked.push({ url: request.url ?? '', headers: request.rawHeaders, octets });
      response.end(action === 'nonsense' ? '<html>' : JSON.stringify({ action, score: 99 }));
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(0, '127.0.0.1', resolve);
    await promise;
    edge.rspamd = new Rspamd({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  });
  afterEach(() => {
    edge.rspamd = null;
    server.close();
  });

  const junk = async () => (await edge.messagesIn(laboratory, results, 'junk')).length;

  it('is put aside and never refused, whatever rspamd would do', async () => {
    const before = [await junk(), (await inbox(laboratory, results)).length];
    expect(await fromPeer([results.address], letterWith(Buffer.from('promo')))).toMatch(/^250 /);
    expect([await junk(), (await inbox(laboratory, results)).length]).toEqual([
      (before[0] ?? 0) + 1,
      before[1],
    ]);
    expect(asked[0]).toMatchObject({ url: '/checkv2' });
    expect(asked[0]?.headers).toEqual(expect.arrayContaining(['From', SENDER, 'Rcpt', results.address]));
    expect(asked[0]?.octets).toBeGreaterThan(400);
  });

  it.each(['no action', 'greylist', 'soft reject', 'nonsense'])(
    'is what it was at the answer « %s »',
    async (said) => {
      action = said;
      const before = await junk();
      expect(await fromPeer([results.address], letterWith(Buffer.from('x')))).toMatch(/^250 /);
      expect(await junk()).toBe(before);
    },
  );

  it('is not even looked for in what our own people send', async () => {
    expect(await submitted([results.address], letterWith(Buffer.from('x'), { from: anne.address }))).toMatch(
      /^250 /,
    );
    expect(asked).toEqual([]);
  });
});
