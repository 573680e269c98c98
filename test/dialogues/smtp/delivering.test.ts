import { X509Certificate } from 'node:crypto';
import { DELIVERY_LIMITS, type DeliveryWorker, deliveryWorker, type MxAnswer } from '@cachet/mailedge/smtp';
import { PgMailRooms } from '@cachet/mailstore';
import { indexListeBlanche } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { TestTenant } from '@cachet/testkit';
import type { TestIdentity } from '@cachet/testkit/pki';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { EdgeUnderTest, letter, PEER_DOMAIN, xoauth2 } from './support/edge-under-test.js';
import { FakePeer } from './support/fake-peer.js';
import { RawSmtpClient } from './support/raw-smtp-client.js';

const RECIPIENT = `jean.dupont@${PEER_DOMAIN}`;
const OTHER = `luc.durand@${PEER_DOMAIN}`;
const HOUR = 3_600_000;
const SHORT_TIMEOUTS = {
  connectMs: 3000,
  greetingMs: 3000,
  commandMs: 3000,
  dataMs: 3000,
  blockMs: 3000,
  finalMs: 3000,
};

let edge: EdgeUnderTest;
let tenant: TestTenant;
let anne: Awaited<ReturnType<EdgeUnderTest['holder']>>;
let peer: FakePeer | null = null;
let worker: DeliveryWorker | null = null;
let dns: (domain: string) => MxAnswer;
let clockShift = 0;

beforeAll(async () => {
  edge = await EdgeUnderTest.start();
  tenant = await TestTenant.create(edge.database, { domain: 'ch-valmont.mssante.fr' });
});

afterEach(async () => {
  await worker?.stop();
  await peer?.stop();
  // What one story left undone must not arrive in the next one.
  await edge.database.shared((sql) => sql.query('delete from outbound_due'));
  worker = null;
  peer = null;
  clockShift = 0;
});

afterAll(() => edge.stop());

/** A new doctor, a peer with that certificate, and a worker that finds it. */
async function world(identity: TestIdentity = edge.peer, change: Parameters<typeof FakePeer.start>[1] = {}) {
  edge.list([tenant.domain]);
  anne = await edge.holder(tenant, `anne.martin-${newId()}`);
  peer = await FakePeer.start(identity, change);
  dns = () => ({ kind: 'hosts', hosts: [`mx.${PEER_DOMAIN}`] });
  return { peer, run };
}

function run(): void {
  worker = deliveryWorker({
    database: edge.database,
    safe: edge.safe,
    rooms: new PgMailRooms(edge.database, edge.safe),
    hostname: 'mx.cachet.test',
    port: peer?.port ?? 9,
    identity: () => edge.identity.pair(),
    certificates: edge.trust,
    timeouts: SHORT_TIMEOUTS,
    takesPrivateAddresses: true,
    giveUpAfterMs: 48 * HOUR,
    resolver: { hostsOf: async (domain) => dns(domain), addressesOf: async () => ['127.0.0.1'] },
    listeBlanche: () => edge.listeBlanche,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    limits: { ...DELIVERY_LIMITS, restMs: 100 },
    attempted: (state) => edge.counted.push(state),
    now: () => new Date(Date.now() + clockShift),
    newId,
  });
  worker.start();
}

interface Wishes {
  readonly mail?: string;
  readonly rcpt?: string;
}

async function submit(
  recipients: string[],
  content = letter(anne.bal.address, recipients.join(', ')),
  { mail = '', rcpt = '' }: Wishes = {},
) {
  const client = await RawSmtpClient.secured(edge.submissionPort, null);
  await client.ask('EHLO poste');
  await client.ask(`AUTH XOAUTH2 ${xoauth2(anne.bal.address, anne.token)}`);
  await client.ask(`MAIL FROM:<${anne.bal.address}>${mail}`);
  for (const address of recipients) expect(await client.ask(`RCPT TO:<${address}>${rcpt}`)).toMatch(/^250 /);
  await client.ask('DATA');
  expect(await client.ask(`${content.replaceAll('\r\n.', '\r\n..')}\r\n.`)).toMatch(/^250 /);
  return content;
}

interface Row {
  state: string;
  attempts: number;
  last_code: number | null;
  last_text: string | null;
  next_attempt_at: Date | null;
  updated_at: Date;
  remote_host: string | null;
}

async function stateOf(recipient: string): Promise<Row> {
  const [row] = await edge.database.withTenant(tenant.context(), (sql) =>
    sql.query<Row>(`select * from delivery where bal_id = $1 and direction = 'outbound' and recipient = $2`, [
      anne.bal.id,
      recipient,
    ]),
  );
  if (!row) throw new Error('no such delivery');
  return row;
}

function until(recipient: string, state: string, attempts = 1): Promise<Row> {
  return vi.waitFor(
    async () => {
      const row = await stateOf(recipient);
      expect([row.state, row.attempts, row.last_text]).toEqual([state, attempts, expect.anything()]);
      return row;
    },
    { timeout: 10_000, interval: 30 },
  );
}

const inbox = () => edge.messagesIn(tenant, anne.bal, 'inbox');

describe('EX_3.2_5050: a letter to another operator', () => {
  it('is handed over under TLS with our certificate, byte for byte', async () => {
    const { peer, run } = await world();
    run();
    const content = await submit(
      [RECIPIENT, OTHER],
      letter(anne.bal.address, RECIPIENT, 'Épreuve\r\n.\r\n..\r\nfin'),
    );
    await until(RECIPIENT, 'delivered');
    await until(OTHER, 'delivered');
    expect(peer.received).toHaveLength(1);
    const [receipt] = peer.received;
    expect(receipt?.from).toBe(anne.bal.address);
    expect([...(receipt?.to ?? [])].sort()).toEqual([RECIPIENT, OTHER].sort());
    expect(receipt?.raw.endsWith(`${content}\r\n`)).toBe(true);
    expect(receipt?.certificate).toEqual(new X509Certificate(edge.operator.cert).raw);
    expect(await stateOf(RECIPIENT)).toMatchObject({ last_code: 250, remote_host: `mx.${PEER_DOMAIN}` });
    expect(await edge.traces(tenant, 'message.delivered')).toContainEqual(
      expect.objectContaining({
        outcome: 'ok',
        facts: expect.objectContaining({ recipient: RECIPIENT, attempt: 1 }),
      }),
    );
  });

  it('leaves as soon as it is queued', async () => {
    const { run } = await world();
    run();
    await vi.waitFor(() => expect(worker?.underway).toBe(0));
    const before = performance.now();
    await submit([RECIPIENT]);
    await until(RECIPIENT, 'delivered');
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it.each([
    ['of another domain', () => edge.igc.issue({ cn: 'mx.autre.fr' }), 'certificateOfAnotherDomain'],
    ['expired', () => edge.igc.issue({ notAfter: new Date(Date.now() - 1000) }), 'certificateNotAccepted'],
  ])('is kept from a host whose certificate is %s', async (_, issue, cause) => {
    const { peer, run } = await world(await issue());
    run();
    await submit([RECIPIENT]);
    await until(RECIPIENT, 'deferred');
    expect(peer.received).toEqual([]);
    expect(await edge.traces(tenant, 'message.deferred')).toContainEqual(
      expect.objectContaining({ outcome: cause }),
    );
  });

  it('never goes in clear', async () => {
    const { peer, run } = await world(edge.peer, {
      hideSTARTTLS: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
    });
    run();
    await submit([RECIPIENT]);
    await until(RECIPIENT, 'deferred');
    expect(peer.received).toEqual([]);
    expect(await edge.traces(tenant, 'message.deferred')).toContainEqual(
      expect.objectContaining({ outcome: 'notEncrypted' }),
    );
  });

  it('does not go to a domain that left the liste blanche meanwhile, and its sender is told', async () => {
    const { peer, run } = await world();
    await submit([RECIPIENT]);
    edge.listeBlanche = indexListeBlanche([{ domain: tenant.domain, dn: edge.operator.dn }], new Date());
    run();
    await until(RECIPIENT, 'failed');
    expect(peer.sessions).toBe(0);
    expect((await inbox())[0]?.raw).toContain('Status: 5.7.1');
  });
});

describe('what a peer answers', () => {
  it('a refusal of one recipient fails that one only, with a notice in French', async () => {
    const { peer, run } = await world();
    peer.manners.rcpt = (address) => (address === OTHER ? '550 5.1.1 No such user' : null);
    run();
    await submit([RECIPIENT, OTHER]);
    await until(RECIPIENT, 'delivered');
    expect(await until(OTHER, 'failed')).toMatchObject({ last_code: 550, last_text: '5.1.1 No such user' });
    const [notice] = await inbox();
    expect(notice?.raw).toContain('multipart/report; report-type=delivery-status');
    expect(notice?.raw).toContain(`Final-Recipient: rfc822; ${OTHER}`);
    expect(notice?.raw).toContain('Status: 5.1.1');
    expect(notice?.raw).toContain('Diagnostic-Code: smtp; 550 5.1.1 No such user');
    expect(notice?.raw).toContain('Subject: Compte rendu');
    expect(notice?.raw).not.toContain('Bonjour, voici le compte rendu.');
    const human = Buffer.from(/base64\r\n\r\n([^-]+)/.exec(notice?.raw ?? '')?.[1] ?? '', 'base64').toString(
      'utf8',
    );
    expect(human).toContain(`n’a pas pu être remis à ${OTHER}`);
    expect(human).toContain('Que faire : Vérifiez l’adresse dans l’Annuaire Santé');
  });

  it('a 4yz is tried again later, with the same Message-ID, and then succeeds', async () => {
    const { peer, run } = await world();
    let refusals = 1;
    peer.manners.rcpt = () => (refusals-- > 0 ? '450 4.7.1 Greylisted' : null);
    run();
    const content = await submit([RECIPIENT]);
    const deferred = await until(RECIPIENT, 'deferred');
    const pause = (deferred.next_attempt_at?.getTime() ?? 0) - deferred.updated_at.getTime();
    expect([pause >= 60_000, pause <= 72_000]).toEqual([true, true]);
    clockShift = 73_000;
    await until(RECIPIENT, 'delivered', 2);
    const id = /^Message-ID: (.*)$/m.exec(content)?.[1];
    expect(peer.received[0]?.raw).toContain(`Message-ID: ${id}`);
    expect(await inbox()).toEqual([]);
  });

  it('a 5yz to the whole letter fails every recipient', async () => {
    const { peer, run } = await world();
    peer.manners.data = () => '554 5.7.1 Virus';
    run();
    await submit([RECIPIENT, OTHER]);
    await until(RECIPIENT, 'failed');
    await until(OTHER, 'failed');
    expect(await inbox()).toHaveLength(2);
  });

  it('a 250 with a NUL and a bell in it is a 250: the letter is delivered once, its words kept without them', async () => {
    const { peer, run } = await world();
    peer.manners.thanks = () => '2.0.0 Taken\u0000 as\u0007 42';
    run();
    await submit([RECIPIENT]);
    expect(await until(RECIPIENT, 'delivered')).toMatchObject({
      last_code: 250,
      last_text: '2.0.0 Taken as 42',
    });
    expect(peer.received).toHaveLength(1);
  });

  it('silence for two days ends the attempts, and the sender learns that they ended', async () => {
    const { run } = await world();
    await peer?.stop();
    await submit([RECIPIENT]);
    run();
    await until(RECIPIENT, 'deferred');
    clockShift = 48 * HOUR - 60_000;
    await until(RECIPIENT, 'failed', 2);
    const [notice] = await inbox();
    expect(notice?.raw).toContain('Status: 5.4.7');
    peer = null;
  });

  it.each<[string, MxAnswer, string, string]>([
    ['a domain that does not exist', { kind: 'permanent', cause: 'domainUnknown' }, 'failed', '5.1.2'],
    ['a domain without mail', { kind: 'permanent', cause: 'domainTakesNoMail' }, 'failed', '5.1.10'],
    ['our own server', { kind: 'hosts', hosts: ['mx.cachet.test'] }, 'failed', '5.4.6'],
    ['a silent name server', { kind: 'temporary', cause: 'directoryUnavailable' }, 'deferred', ''],
  ])('the name service: %s', async (_, answer, state, status) => {
    const { run } = await world();
    dns = () => answer;
    run();
    await submit([RECIPIENT]);
    await until(RECIPIENT, state);
    const notices = await inbox();
    expect(notices.map(({ raw }) => /Status: (.*)\r/.exec(raw)?.[1])).toEqual(status ? [status] : []);
  });
});

describe('the queue', () => {
  it('delivers once when two workers look at it', async () => {
    const { peer, run } = await world();
    for (let n = 0; n < 5; n += 1)
      await submit([RECIPIENT, OTHER], letter(anne.bal.address, RECIPIENT, `lettre ${n}`));
    run();
    const first = worker;
    run();
    await vi.waitFor(async () => expect(peer.received).toHaveLength(5), { timeout: 10_000 });
    await first?.stop();
    expect(peer.received).toHaveLength(5);
  });

  it('still delivers what its sender removed from Sent', async () => {
    const { peer, run } = await world();
    await submit([RECIPIENT]);
    await edge.emptyFolder(tenant, anne.bal, 'sent');
    run();
    await until(RECIPIENT, 'delivered');
    expect(peer.received).toHaveLength(1);
  });

  it('says nothing to a null sender', async () => {
    const { run } = await world();
    await submit([RECIPIENT]);
    await edge.database.withTenant(tenant.context(), (sql) =>
      sql.query('update delivery set sender = null where bal_id = $1', [anne.bal.id]),
    );
    dns = () => ({ kind: 'permanent', cause: 'domainUnknown' });
    run();
    await until(RECIPIENT, 'failed');
    expect(await inbox()).toEqual([]);
  });
});

describe('RFC 3461: what a sender wishes to be told', () => {
  const refusing = async (wishes: Wishes, body?: string) => {
    const { peer, run } = await world();
    peer.manners.rcpt = () => '550 5.1.1 No such user';
    run();
    await submit([RECIPIENT], letter(anne.bal.address, RECIPIENT, body), wishes);
    await until(RECIPIENT, 'failed');
    return inbox();
  };

  it.each(['NEVER', 'SUCCESS'])('of a failure: nothing, when it wished %s', async (notify) => {
    expect(await refusing({ rcpt: ` NOTIFY=${notify}` })).toEqual([]);
  });

  it('of a failure: with its own names for the sending and the recipient', async () => {
    const orcpt = 'rfc822;jean+2Bsoins@ailleurs.fr';
    const [notice] = await refusing({ mail: ' ENVID=envoi+2B7', rcpt: ` NOTIFY=FAILURE ORCPT=${orcpt}` });
    expect(notice?.raw).toContain('Original-Envelope-Id: envoi+7\r\n');
    expect(notice?.raw).toContain('Original-Recipient: rfc822; jean+soins@ailleurs.fr\r\n');
  });

  it('of a failure: with the whole letter when it wished it back, read by pieces', async () => {
    const body = `Bonjour.\r\n${'x'.repeat(70)}\r\n`.repeat(3000);
    const [notice] = await refusing({ mail: ' RET=FULL' }, body);
    expect(notice?.raw).toContain('Content-Type: message/rfc822');
    expect(notice?.raw).toContain(body);
  });

  it('of a success: that the letter was handed to a peer that reports nothing', async () => {
    const { run } = await world();
    run();
    await submit([RECIPIENT], letter(anne.bal.address, RECIPIENT), { rcpt: ' NOTIFY=SUCCESS' });
    await until(RECIPIENT, 'delivered');
    const [notice] = await inbox();
    expect(notice?.raw).toContain('Action: relayed\r\n');
    expect(notice?.raw).not.toContain('Bonjour, voici le compte rendu.');
  });

  it('of a success: that the letter is in the inbox of a BAL here', async () => {
    await world();
    const { bal } = await edge.holder(tenant, `luc-${newId()}`);
    await submit([bal.address], letter(anne.bal.address, bal.address), { rcpt: ' NOTIFY=SUCCESS' });
    const [notice] = await inbox();
    expect(notice?.raw).toContain(`Final-Recipient: rfc822; ${bal.address}\r\nAction: delivered\r\n`);
  });

  it('of a success: a peer’s sender by a notice without a sender, queued like any letter', async () => {
    const { peer, run } = await world();
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer');
    await client.ask(`MAIL FROM:<${RECIPIENT}> ENVID=leur-envoi RET=FULL`);
    await client.ask(`RCPT TO:<${anne.bal.address}> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;${anne.bal.address}`);
    await client.ask('DATA');
    expect(await client.ask(`${letter(RECIPIENT, anne.bal.address)}\r\n.`)).toMatch(/^250 /);
    expect(await inbox()).toHaveLength(1);
    run();
    await until(RECIPIENT, 'delivered');
    const [receipt] = peer.received;
    expect(receipt).toMatchObject({ from: '', to: [RECIPIENT] });
    expect(receipt?.raw).toContain('Original-Envelope-Id: leur-envoi\r\n');
    expect(receipt?.raw).toContain(`Original-Recipient: rfc822; ${anne.bal.address}\r\n`);
    expect(receipt?.raw).toContain('Action: delivered\r\n');
    expect(receipt?.raw).not.toContain('Bonjour, voici le compte rendu.');
    expect(await unusedMessages()).toBe(0);
  });

  it('of a delay: once, after four hours', async () => {
    const { peer, run } = await world();
    peer.manners.rcpt = () => '451 4.7.1 Greylisted';
    await submit([RECIPIENT]);
    run();
    await until(RECIPIENT, 'deferred');
    expect(await inbox()).toEqual([]);
    clockShift = 4 * HOUR + 60_000;
    await until(RECIPIENT, 'deferred', 2);
    clockShift = 12 * HOUR;
    await until(RECIPIENT, 'deferred', 3);
    const notices = await inbox();
    expect(notices).toHaveLength(1);
    expect(notices[0]?.raw).toMatch(/Action: delayed\r\nStatus: 4\.7\.1\r\n/);
    expect(notices[0]?.raw).toContain('Will-Retry-Until: ');
  });
});

describe('EX_GBM_4430: a notice that comes back', () => {
  const notice = [
    ...['From: mailer-daemon@peer', 'Subject: Undelivered', 'MIME-Version: 1.0'],
    ...['Content-Type: multipart/report; report-type=delivery-status; boundary=b', ''],
    ...['--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.peer', ''],
    ...[`Final-Recipient: rfc822; ${RECIPIENT}`, 'Action: failed', 'Status: 5.2.2', ''],
    ...['--b', 'Content-Type: text/rfc822-headers', '', 'Message-ID: <lettre@app>', '--b--', ''],
  ].join('\r\n');
  const comesBackTo = async (kind: 'applicative' | 'personal') => {
    await world();
    const bal = await tenant.bal({ kind });
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer');
    for (const line of ['MAIL FROM:<>', `RCPT TO:<${bal.address}>`, 'DATA']) await client.ask(line);
    expect(await client.ask(`${notice}\r\n.`)).toMatch(/^250 /);
    const events = await edge.database.withTenant(tenant.context(), (sql) =>
      sql.query<{ kind: string; facts: object }>(
        "select kind, facts from compliance_event where kind like 'correspondent.%' and facts->>'bal' = $1",
        [bal.address],
      ),
    );
    return { bal, events };
  };

  it('to an application is an event of its structure', async () => {
    const { bal, events } = await comesBackTo('applicative');
    expect(events).toEqual([
      {
        kind: 'correspondent.mailboxFull',
        facts: {
          bal: bal.address,
          recipient: RECIPIENT,
          originalMessageId: '<lettre@app>',
          status: '5.2.2',
        },
      },
    ]);
  });

  it('to a person is a letter to read', async () => {
    expect((await comesBackTo('personal')).events).toEqual([]);
  });
});

describe('each attempt', () => {
  it('leaves its step: server, code, TLS version and suite', async () => {
    const { peer, run } = await world();
    let refusals = 1;
    peer.manners.rcpt = () => (refusals-- > 0 ? '450 4.7.1 Greylisted' : null);
    run();
    await submit([RECIPIENT]);
    await until(RECIPIENT, 'deferred');
    clockShift = 2 * 60_000;
    await until(RECIPIENT, 'delivered', 2);
    const steps = await edge.database.withTenant(tenant.context(), (sql) =>
      sql.query(
        `select e.state, e.code, e.remote_host, e.tls from delivery_event e
           join delivery d on d.tenant_id = e.tenant_id and d.id = e.delivery_id
          where d.bal_id = $1 and d.direction = 'outbound' order by e.at, e.id`,
        [anne.bal.id],
      ),
    );
    const remote_host = `mx.${PEER_DOMAIN}`;
    const tls = expect.stringMatching(/^TLSv1\.[23] TLS_/);
    expect(steps).toEqual([
      { state: 'queued', code: null, remote_host: null, tls: null },
      { state: 'deferred', code: 450, remote_host, tls },
      { state: 'delivered', code: 250, remote_host, tls },
    ]);
  });

  it('after which the letter is needed no more lets go of what its sender removed', async () => {
    const { run } = await world();
    await submit([RECIPIENT]);
    await edge.emptyFolder(tenant, anne.bal, 'sent');
    expect(await unusedMessages()).toBe(1);
    run();
    await until(RECIPIENT, 'delivered');
    expect(await unusedMessages()).toBe(0);
  });
});

/** Messages that no folder shows. */
async function unusedMessages(): Promise<number> {
  const [row] = await edge.database.withTenant(tenant.context(), (sql) =>
    sql.query<{ n: number }>(
      `select count(*) as n from mail_message m
        where not exists (select from mail_item i where i.tenant_id = m.tenant_id and i.message_id = m.id)`,
    ),
  );
  return row?.n ?? 0;
}
