import { SignInPace } from '@cachet/mailedge/smtp';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EdgeUnderTest, letter, PEER_DOMAIN, xoauth2 } from './support/edge-under-test.js';
import { RawSmtpClient } from './support/raw-smtp-client.js';

const CORRESPONDENT = `jean.dupont@${PEER_DOMAIN}`;

let edge: EdgeUnderTest;
let hospital: TestTenant;
let laboratory: TestTenant;
let anne: Awaited<ReturnType<EdgeUnderTest['holder']>>;
let paul: Awaited<ReturnType<EdgeUnderTest['holder']>>;

beforeAll(async () => {
  edge = await EdgeUnderTest.start();
  hospital = await TestTenant.create(edge.database, { domain: 'ch-valmont.mssante.fr' });
  laboratory = await TestTenant.create(edge.database, { domain: 'bioseq.mssante.fr' });
  anne = await edge.holder(hospital, 'anne.martin');
  paul = await edge.holder(laboratory, 'paul.petit');
  edge.list([hospital.domain, laboratory.domain]);
});

afterAll(() => edge.stop());

async function connected(): Promise<RawSmtpClient> {
  const client = await RawSmtpClient.secured(edge.submissionPort, null);
  await client.ask('EHLO poste-de-travail');
  return client;
}

async function signedIn(who = anne): Promise<RawSmtpClient> {
  const client = await connected();
  expect(await client.ask(`AUTH XOAUTH2 ${xoauth2(who.bal.address, who.token)}`)).toBe(
    '235 2.7.0 Authentication successful',
  );
  return client;
}

async function announced(to: string[], who = anne): Promise<RawSmtpClient> {
  const client = await signedIn(who);
  await client.ask(`MAIL FROM:<${who.bal.address}>`);
  for (const address of to) expect(await client.ask(`RCPT TO:<${address}>`)).toMatch(/^250 2\.1\.5 /);
  return client;
}

async function send(client: RawSmtpClient, content: string): Promise<string> {
  expect(await client.ask('DATA')).toMatch(/^354 /);
  return client.ask(`${content}\r\n.`);
}

describe('EX_LPS_0900: signing in with an access token', () => {
  it('is announced under TLS only, and XOAUTH2 alone (EX_LPS_0700)', async () => {
    const client = await RawSmtpClient.connect(edge.submissionPort);
    await client.reply();
    const clear = await client.ask('EHLO poste');
    expect(clear).toContain('250-STARTTLS');
    expect(clear).not.toContain('AUTH');
    expect(await client.ask(`AUTH XOAUTH2 ${xoauth2(anne.bal.address, anne.token)}`)).toMatch(
      /^538 5\.7\.11 /,
    );
    await client.ask('STARTTLS');
    await client.startTls(null);
    expect(await client.ask('EHLO poste')).toMatch(/^250-AUTH XOAUTH2$/m);
    expect(await client.ask('AUTH PLAIN AGEAYg==')).toMatch(/^504 5\.5\.4 /);
  });

  it('works with the response on the next line, and once only', async () => {
    const client = await connected();
    expect(await client.ask('AUTH XOAUTH2')).toBe('334');
    expect(await client.ask(xoauth2(anne.bal.address, anne.token))).toMatch(/^235 2\.7\.0 /);
    expect(await client.ask(`AUTH XOAUTH2 ${xoauth2(anne.bal.address, anne.token)}`)).toMatch(
      /^503 5\.5\.1 /,
    );
  });

  it('leaves a trace that names the person and the means', async () => {
    await signedIn(paul);
    expect(await edge.traces(laboratory, 'session.opened')).toMatchObject([
      {
        outcome: 'ok',
        actor: { kind: 'person', idNat: paul.person.idNat },
        facts: { authentication: 'XOAUTH2', protocol: 'SMTP' },
      },
    ]);
  });

  it.each([
    ['an unknown token', () => xoauth2(anne.bal.address, 'forged')],
    ['the token of another professional', () => xoauth2(anne.bal.address, paul.token)],
    ['a BAL that does not exist', () => xoauth2('personne@ch-valmont.mssante.fr', anne.token)],
    ['no token', () => Buffer.from('user=a@b.fr\x01\x01').toString('base64')],
    ['what is not base64', () => '%%%%'],
  ])('fails directly on %s, without a challenge (EX_LPS_0710)', async (_, response) => {
    const client = await connected();
    expect(await client.ask(`AUTH XOAUTH2 ${response()}`)).toBe(
      '535 5.7.8 Authentication credentials invalid',
    );
    // Programs that expect a challenge answer it with an empty line: it is not a command.
    client.send('\r\n');
    expect(await client.ask(`MAIL FROM:<${anne.bal.address}>`)).toMatch(/^530 5\.7\.0 /);
  });

  it('refuses a delegate without the right to send', async () => {
    const reader = await hospital.person();
    await hospital.access(anne.bal.id, reader, { role: 'delegate', maySend: false });
    edge.tokens.set('reader', { idNat: reader.idNat, name: 'Lectrice' });
    const client = await connected();
    expect(await client.ask(`AUTH XOAUTH2 ${xoauth2(anne.bal.address, 'reader')}`)).toMatch(/^535 5\.7\.8 /);
  });

  it('asks to wait when Pro Santé Connect does not answer', async () => {
    edge.pscIsDown = true;
    const client = await connected();
    // More often than failures are allowed: an outage is nobody's failure.
    for (let turn = 0; turn < 6; turn += 1) {
      expect(await client.ask(`AUTH XOAUTH2 ${xoauth2(anne.bal.address, anne.token)}`)).toMatch(
        /^454 4\.7\.0 /,
      );
    }
    edge.pscIsDown = false;
    expect(await client.ask(`AUTH XOAUTH2 ${xoauth2(anne.bal.address, anne.token)}`)).toMatch(/^235 /);
  });

  it('ends the session after four failures', async () => {
    const client = await connected();
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await client.ask(`AUTH XOAUTH2 ${xoauth2(anne.bal.address, 'forged')}`)).toMatch(/^535 /);
    }
    expect(await client.ask(`AUTH XOAUTH2 ${xoauth2(anne.bal.address, 'forged')}`)).toMatch(/^421 4\.7\.0 /);
  });

  it('is slowed when it goes on failing, and tells an unknown BAL from a wrong token neither by word nor by time', async () => {
    edge.pace = new SignInPace(true);
    const attempt = async (response: string) => {
      const client = await connected();
      const began = performance.now();
      const said = await client.ask(`AUTH XOAUTH2 ${response}`);
      client.close();
      return { said, ms: performance.now() - began };
    };
    const unknown = await attempt(xoauth2('personne@ch-valmont.mssante.fr', anne.token));
    const wrong = await attempt(xoauth2(anne.bal.address, 'forged'));
    expect(unknown.said).toBe(wrong.said);
    // On the beat of 200 ms (a timer may fire a millisecond early).
    for (const { ms } of [unknown, wrong]) expect(ms).toBeGreaterThan(195);
    for (let turn = 0; turn < 2; turn += 1) await attempt(xoauth2(anne.bal.address, 'forged'));
    expect((await attempt(xoauth2(anne.bal.address.toUpperCase(), 'forged'))).ms).toBeGreaterThan(695);
    expect((await attempt(xoauth2(anne.bal.address, anne.token))).said).toMatch(/^235 /);
    edge.pace = new SignInPace(false);
  });

  it('A17: fifty failures at many doors slow whoever fails, and never its holder', async () => {
    const delays: number[] = [];
    edge.pace = new SignInPace(true, async (ms) => void delays.push(ms));
    const attempt = async (token: string) => {
      const client = await connected();
      const said = await client.ask(`AUTH XOAUTH2 ${xoauth2(anne.bal.address, token)}`);
      client.close();
      return said;
    };
    for (let turn = 0; turn < 50; turn += 1) expect(await attempt('forged')).toMatch(/^535 /);
    expect(Math.max(...delays)).toBeGreaterThanOrEqual(15_000);
    delays.length = 0;
    expect(await attempt(anne.token)).toMatch(/^235 /);
    expect(delays).toEqual([]);
    edge.pace = new SignInPace(false);
  });

  it('may be given up', async () => {
    const client = await connected();
    expect(await client.ask('AUTH XOAUTH2')).toBe('334');
    expect(await client.ask('*')).toMatch(/^501 /);
    expect(await client.ask('NOOP')).toMatch(/^250 /);
  });
});

describe('EX_GDT_5030: the end of a submission session', () => {
  const endings = async () =>
    (await edge.traces(hospital, 'session.closed')).map(({ actor, facts }) => ({ actor, facts }));

  it.each([
    ['logout', async (client: RawSmtpClient) => void (await client.ask('QUIT'))],
    ['clientGone', async (client: RawSmtpClient) => client.close()],
    ['unreadable', async (client: RawSmtpClient) => client.send('NOOP\n')],
  ])('is traced with who, and why: %s', async (reason, leave) => {
    const leaver = await edge.holder(hospital, `en.partance-${reason.toLowerCase()}`);
    await leave(await signedIn(leaver));
    await vi.waitFor(
      async () =>
        expect(await endings()).toContainEqual({
          actor: expect.objectContaining({ kind: 'person', idNat: leaver.person.idNat }),
          facts: { protocol: 'SMTP', reason, seconds: expect.any(Number), client: 'poste-de-travail' },
        }),
      { timeout: 5_000, interval: 30 },
    );
  });
});

describe('sending', () => {
  it('files the letter in Sent, in the inbox of who is here, and queues it for other operators', async () => {
    const client = await announced([paul.bal.address, CORRESPONDENT, anne.bal.address]);
    const content = letter(anne.bal.address, `${paul.bal.address}, ${CORRESPONDENT}`, 'Premier envoi');
    expect(await send(client, content)).toMatch(/^250 2\.6\.0 Message [0-9a-f-]{36} queued$/);
    const [sent] = await edge.messagesIn(hospital, anne.bal, 'sent');
    expect(sent?.flags).toEqual(['\\Seen']);
    expect(sent?.raw).toMatch(
      /^Return-Path: <anne\.martin@[a-z.-]+>\r\nReceived: by mx\.cachet\.test\r\n with ESMTPSA \(/,
    );
    expect(sent?.raw.endsWith(`${content}\r\n`)).toBe(true);
    const [arrived] = await edge.messagesIn(laboratory, paul.bal, 'inbox');
    expect(arrived?.raw).toBe(sent?.raw);
    expect(await edge.messagesIn(hospital, anne.bal, 'inbox')).toHaveLength(1);
    expect(await edge.deliveries(hospital)).toMatchObject([
      { direction: 'outbound', state: 'delivered', recipient: anne.bal.address },
      { direction: 'outbound', state: 'queued', recipient: CORRESPONDENT },
      { direction: 'outbound', state: 'delivered', recipient: paul.bal.address },
      { direction: 'inbound', state: 'delivered', recipient: anne.bal.address },
    ]);
    expect(await edge.traces(hospital, 'message.submitted')).toMatchObject([
      {
        actor: { kind: 'person', idNat: anne.person.idNat },
        facts: {
          recipients: `${paul.bal.address} ${CORRESPONDENT} ${anne.bal.address}`,
        },
      },
    ]);
    expect(await edge.tracedSubjects(hospital, anne.bal, 'message.submitted')).toEqual(['Compte rendu']);
  });

  it('speaks only for the opened BAL', async () => {
    const client = await signedIn();
    for (const sender of [paul.bal.address, CORRESPONDENT, '']) {
      expect(await client.ask(`MAIL FROM:<${sender}>`)).toMatch(/^553 5\.7\.1 /);
    }
    expect(await client.ask(`MAIL FROM:<${anne.bal.address.toUpperCase()}>`)).toMatch(/^250 2\.1\.0 /);
  });

  it.each([
    ['another From', (l: string) => l.replace(/^From: .*$/m, `From: ${CORRESPONDENT}`)],
    ['a second From field', (l: string) => `From: ${CORRESPONDENT}\r\n${l}`],
    ['two addresses in From', (l: string) => l.replace(/^From: (.*)$/m, `From: $1, ${CORRESPONDENT}`)],
    ['no From', (l: string) => l.replace(/^From: .*\r\n/m, '')],
    ['a group in From', (l: string) => l.replace(/^From: (.*)$/m, 'From: equipe: $1;')],
    ['another Sender', (l: string) => `Sender: ${CORRESPONDENT}\r\n${l}`],
  ])('refuses %s, and keeps nothing', async (_, spoil) => {
    const before = await edge.messagesIn(hospital, anne.bal, 'sent');
    const client = await announced([CORRESPONDENT]);
    expect(await send(client, spoil(letter(anne.bal.address, CORRESPONDENT)))).toMatch(
      /^550 5\.7\.1 L'en-tete (From|Sender) doit /,
    );
    expect(await edge.messagesIn(hospital, anne.bal, 'sent')).toHaveLength(before.length);
  });

  it('EX_3.2_5060: refuses a recipient outside the trust space at once, with the reason', async () => {
    const client = await announced([CORRESPONDENT]);
    expect(await client.ask('RCPT TO:<ami@gmail.com>')).toBe(
      "550 5.7.1 Le destinataire ami@gmail.com est hors de l'espace de confiance MSSante.",
    );
    expect(await client.ask('RCPT TO:<personne@bioseq.mssante.fr>')).toMatch(/^550 5\.1\.1 /);
  });

  it('EX_GBM_4420: the forty-first recipient spoils the letter', async () => {
    const forty = Array.from({ length: 40 }, (_, n) => `medecin-${n}@${PEER_DOMAIN}`);
    const client = await announced(forty);
    expect(await client.ask(`RCPT TO:<medecin-7@${PEER_DOMAIN}>`)).toMatch(/^250 /);
    expect(await client.ask(`RCPT TO:<medecin-40@${PEER_DOMAIN}>`)).toMatch(/^550 5\.5\.3 /);
    expect(await client.ask('DATA')).toMatch(/^503 5\.5\.1 /);
    // Nor in chunks: their octets are read away.
    client.send('BDAT 5 LAST\r\nabcde');
    expect(await client.reply()).toMatch(/^503 5\.5\.1 /);
    await client.ask('RSET');
    await client.ask(`MAIL FROM:<${anne.bal.address}>`);
    for (const address of forty) await client.ask(`RCPT TO:<${address}>`);
    expect(await send(client, letter(anne.bal.address, 'tous'))).toMatch(/^250 /);
  });

  it('EX_GBM_4420: nor does a letter name more than forty, however it is cut into transactions', async () => {
    const client = await announced([CORRESPONDENT]);
    const named = Array.from({ length: 41 }, (_, n) => `medecin-${n}@${PEER_DOMAIN}`).join(',\r\n ');
    expect(await send(client, letter(anne.bal.address, named))).toMatch(/^550 5\.5\.3 /);
  });

  it('EX_GBM_4010: test BAL and real ones do not write to each other', async () => {
    const tester = await edge.holder(hospital, 'sonde.test', { isTest: true });
    const testPeer = await edge.holder(laboratory, 'automate.test', { isTest: true });
    const client = await announced([testPeer.bal.address, `reponse.automatique-test@${PEER_DOMAIN}`], tester);
    for (const address of [paul.bal.address, CORRESPONDENT, `attestations@${PEER_DOMAIN}`]) {
      expect(await client.ask(`RCPT TO:<${address}>`)).toMatch(/^550 5\.7\.1 Une boite de test /);
    }
    const real = await signedIn();
    await real.ask(`MAIL FROM:<${anne.bal.address}>`);
    expect(await real.ask(`RCPT TO:<${testPeer.bal.address}>`)).toMatch(/^550 5\.7\.1 Une boite de test /);
    expect(await real.ask(`RCPT TO:<attestations@${PEER_DOMAIN}>`)).toMatch(/^250 /);
    // The address by which another operator is tried answers whoever writes to it.
    expect(await real.ask(`RCPT TO:<reponse.automatique-test@${PEER_DOMAIN}>`)).toMatch(/^250 /);
  });

  it('refuses the letter when the right to send ends during the session', async () => {
    const delegate = await hospital.person();
    const accessId = await hospital.access(anne.bal.id, delegate, { role: 'delegate' });
    edge.tokens.set('delegate', { idNat: delegate.idNat, name: 'Déléguée' });
    const client = await announced([CORRESPONDENT], { ...anne, token: 'delegate' });
    await edge.database.withTenant(hospital.context(), (sql) =>
      sql.query('update bal_access set ends_at = now() where id = $1', [accessId]),
    );
    expect(await send(client, letter(anne.bal.address, CORRESPONDENT))).toMatch(/^550 5\.7\.1 /);
  });

  it('answers 451 and keeps nothing when the commit fails', async () => {
    const before = await edge.messagesIn(hospital, anne.bal, 'sent');
    const client = await announced([CORRESPONDENT]);
    const heal = await edge.failNextCommits();
    expect(await send(client, letter(anne.bal.address, CORRESPONDENT))).toMatch(/^451 4\.3\.0 /);
    await heal();
    expect(await edge.messagesIn(hospital, anne.bal, 'sent')).toHaveLength(before.length);
  });
});
