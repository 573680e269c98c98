import type { Bal } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EdgeUnderTest, letter, PEER_DOMAIN } from './support/edge-under-test.js';
import { RawSmtpClient } from './support/raw-smtp-client.js';

const SENDER = `jean.dupont@${PEER_DOMAIN}`;
const HOUR = 3_600_000;

let edge: EdgeUnderTest;
let operator: TestTenant;
let hospital: TestTenant;
let anne: Bal;

beforeAll(async () => {
  edge = await EdgeUnderTest.start();
  operator = await TestTenant.create(edge.database, { kind: 'operator', domain: 'operateur.mssante.fr' });
  hospital = await TestTenant.create(edge.database, { domain: 'ch-valmont.mssante.fr' });
  anne = await hospital.bal({ address: 'anne.martin' });
  edge.list(
    [operator.domain, hospital.domain],
    ['interop-mssante.apicrypt.org', 'dgs.mssante.fr'].map((domain) => ({ domain, dn: edge.peer.dn })),
  );
});

afterAll(() => edge.stop());

async function greeted(): Promise<RawSmtpClient> {
  const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
  await client.ask('EHLO mx.peer.test');
  return client;
}

async function announced(sender = SENDER, parameters = ''): Promise<RawSmtpClient> {
  const client = await greeted();
  expect(await client.ask(`MAIL FROM:<${sender}>${parameters}`)).toMatch(/^250 /);
  return client;
}

async function delivered(client: RawSmtpClient, from: string, to: string): Promise<string> {
  await client.ask('DATA');
  return client.ask(`${letter(from, to)}\r\n.`);
}

describe('EX_3.1_5010, EX_3.1_5015: letters of any listed domain', () => {
  it.each(['alerte@interop-mssante.apicrypt.org', 'alerte@dgs.mssante.fr'])('come in: %s', async (sender) => {
    const client = await announced(sender);
    expect(await client.ask(`RCPT TO:<${anne.address}>`)).toMatch(/^250 /);
    expect(await delivered(client, sender, anne.address)).toMatch(/^250 2\.6\.0 /);
  });

  it('come in from an address that ASCII cannot write, and say so (RFC 6531 §4.3)', async () => {
    const client = await announced(`rené@${PEER_DOMAIN}`, ' SMTPUTF8');
    await client.ask(`RCPT TO:<${anne.address}>`);
    expect(await delivered(client, SENDER, anne.address)).toMatch(/^250 2\.6\.0 /);
    const raw = (await edge.messagesIn(hospital, anne, 'inbox')).at(-1)?.raw;
    expect(raw).toMatch(
      /^Return-Path: <rené@peer-operateur\.mssante\.fr>\r\nReceived: .*\r\n with UTF8SMTPS \(/,
    );
  });

  it('come in by hundreds in one session, whoever else they are for', async () => {
    const sender = 'alerte@dgs.mssante.fr';
    const client = await greeted();
    for (let n = 0; n < 150; n += 1) {
      client.send(`MAIL FROM:<${sender}>\r\nRCPT TO:<parti-${n}@${hospital.domain}>\r\nRSET\r\n`);
    }
    for (let n = 0; n < 150; n += 1) {
      expect(await client.reply()).toMatch(/^250 /);
      expect(await client.reply()).toMatch(/^550 5\.1\.1 /);
      expect(await client.reply()).toMatch(/^250 /);
    }
  });
});

describe('many recipients of one letter', () => {
  it('are a thousand at most, as LIMITS tells (RFC 9422); the next is for another transaction', async () => {
    await edge.database.withTenant(hospital.context(), async (sql) => {
      const made = `'masse-' || n || '@${hospital.domain}'`;
      const ids = `('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid`;
      await sql.query(
        `insert into bal (tenant_id, id, address, kind, state, is_test, description, quota_bytes, created_at)
         select $1, ${ids}, ${made}, 'organisational', 'active', false, '', 1000000, now() from generate_series(1, 1001) n`,
        [hospital.id],
      );
      await sql.query(
        `insert into route_address (address, tenant_id, bal_id, state)
         select ${made}, $1, ${ids}, 'active' from generate_series(1, 1001) n`,
        [hospital.id],
      );
    });
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    expect(await client.ask('EHLO mx.peer.test')).toContain('250-LIMITS RCPTMAX=1000\n');
    await client.ask(`MAIL FROM:<${SENDER}>`);
    // All at once: each is answered, in order.
    client.send(
      Array.from({ length: 1001 }, (_, n) => `RCPT TO:<masse-${n + 1}@${hospital.domain}>\r\n`).join(''),
    );
    for (let n = 0; n < 1000; n += 1) expect(await client.reply()).toBe('250 2.1.5 Recipient accepted');
    expect(await client.reply()).toBe('452 4.5.3 Too many recipients');
    expect(await client.ask('DATA')).toMatch(/^354 /);
  });

  it('EX_3.1_5015: are all served, letter after letter, when the ministry writes to everybody', async () => {
    const sender = 'alerte@dgs.mssante.fr';
    const client = await greeted();
    const recipients = Array.from(
      { length: 100 },
      (_, n) => `RCPT TO:<masse-${n + 1}@${hospital.domain}>\r\n`,
    ).join('');
    const content = letter(sender, 'tous');
    const turn = `MAIL FROM:<${sender}>\r\n${recipients}BDAT ${Buffer.byteLength(content)} LAST\r\n${content}`;
    client.send(turn.repeat(10));
    for (let n = 0; n < 1020; n += 1) expect(await client.reply()).toMatch(/^250 /);
    const found = await edge.database.withTenant(hospital.context(), (sql) =>
      sql.query<{ count: number }>(
        `select count(*)::int from delivery where sender = $1 and state = 'delivered'`,
        [sender],
      ),
    );
    expect(found[0]?.count).toBeGreaterThanOrEqual(1000);
  });
});

describe('RFC 5321 §4.5.1: postmaster', () => {
  it('is unknown while nobody was named, then whoever answers for the service', async () => {
    const early = await announced();
    expect(await early.ask(`RCPT TO:<postmaster@${hospital.domain}>`)).toMatch(/^550 5\.1\.1 /);
    const service = await operator.bal({ address: 'exploitation' });
    edge.postmaster = service.address;
    const client = await announced();
    for (const name of [
      `postmaster@${hospital.domain}`,
      `Postmaster@${operator.domain}`,
      'postmaster@mx.cachet.test',
      'PostMaster',
    ]) {
      expect(await client.ask(`RCPT TO:<${name}>`), name).toMatch(/^250 2\.1\.5 /);
    }
    expect(await client.ask('RCPT TO:<postmaster@gmail.com>')).toMatch(/^550 5\.7\.1 /);
    expect(await client.ask(`RCPT TO:<postmaster2@${hospital.domain}>`)).toMatch(/^550 5\.1\.1 /);
    expect(await delivered(client, SENDER, `postmaster@${hospital.domain}`)).toMatch(/^250 2\.6\.0 /);
    expect(await edge.messagesIn(operator, service, 'inbox')).toHaveLength(1);
  });

  it('is the BAL of that name where there is one', async () => {
    const own = await hospital.bal({ address: 'postmaster' });
    const client = await announced();
    await client.ask(`RCPT TO:<POSTMASTER@${hospital.domain}>`);
    expect(await delivered(client, SENDER, own.address)).toMatch(/^250 2\.6\.0 /);
    expect(await edge.messagesIn(hospital, own, 'inbox')).toHaveLength(1);
  });
});

describe('RE_GBM_4420: a BAL without room', () => {
  it('is full for a while, then for good, until something in it moves', async () => {
    const full = await hospital.bal({ address: 'pleine', quotaBytes: 3000 });
    const came = edge.now();
    const said = async (hours: number, size = 5000) => {
      edge.now = () => new Date(came.getTime() + hours * HOUR);
      const client = await announced(SENDER, ` SIZE=${size}`);
      return client.ask(`RCPT TO:<${full.address}>`);
    };
    expect(await said(0)).toBe(`452 4.2.2 La boite ${full.address} est pleine.`);
    expect(await said(47)).toMatch(/^452 4\.2\.2 /);
    expect(await said(48)).toBe(`552 5.2.2 La boite ${full.address} est pleine depuis plus de deux jours.`);
    const small = await announced(SENDER, ' SIZE=900');
    expect(await small.ask(`RCPT TO:<${full.address}>`)).toMatch(/^250 /);
    expect(await delivered(small, SENDER, full.address)).toMatch(/^250 /);
    expect(await said(49)).toMatch(/^452 4\.2\.2 /);
    const outcomes = (await edge.traces(hospital, 'message.refused')).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['recipientFull', 'recipientFull', 'recipientFullForLong', 'recipientFull']);
    edge.now = () => new Date();
  });
});

describe('EX_GDT_5040: what peers were refused', () => {
  it('is traced at the door too: no certificate, one of another branch, one that nobody listed', async () => {
    const stranger = await edge.igc.issue({ cn: 'mx.inconnu.fr', notAfter: new Date(Date.now() - 60_000) });
    for (const identity of [null, stranger]) {
      const client = await RawSmtpClient.secured(edge.mxPort, identity);
      expect(await client.ask('EHLO x')).toMatch(/^550 5\.7\.1 /);
    }
    const traces = await edge.traces(operator, 'message.refused');
    expect(traces).toContainEqual(
      expect.objectContaining({
        outcome: 'certificateMissing',
        facts: expect.objectContaining({ claimedDn: null }),
      }),
    );
    expect(traces).toContainEqual(
      expect.objectContaining({
        outcome: 'certificateRefused',
        facts: expect.objectContaining({
          claimedDn: expect.stringContaining('CN=mx.inconnu.fr'),
          certificate: expect.stringMatching(/^[0-9a-f]{64}$/),
        }),
      }),
    );
  });

  it('is traced when the protocol refuses too: lines that are none, letters too large', async () => {
    const smuggler = await announced();
    await smuggler.ask(`RCPT TO:<${anne.address}>`);
    await smuggler.ask('DATA');
    smuggler.send('a\n.\r\n');
    expect(await smuggler.untilClosed()).toMatch(/^521 /);
    const client = await greeted();
    expect(await client.ask(`MAIL FROM:<${SENDER}> SIZE=999999999`)).toMatch(/^552 5\.3\.4 /);
    await expect
      .poll(async () =>
        (await edge.traces(operator, 'message.refused')).map(({ outcome, facts }) => [outcome, facts.reply]),
      )
      .toEqual(
        expect.arrayContaining([
          ['messageMalformed', 521],
          ['messageTooLarge', 552],
        ]),
      );
  });

  it('is one line for very many, which names how many', async () => {
    await edge.watch.tell();
    const client = await announced();
    const before = (await edge.traces(operator, 'message.refused')).length;
    client.send(Array.from({ length: 60 }, (_, n) => `RCPT TO:<essai-${n}@${hospital.domain}>\r\n`).join(''));
    for (let n = 0; n < 60; n += 1) expect(await client.reply()).toMatch(/^550 5\.1\.1 /);
    await edge.watch.tell();
    const traces = (await edge.traces(operator, 'message.refused')).slice(before);
    expect(traces).toHaveLength(21);
    expect(traces.at(-1)).toMatchObject({ outcome: 'recipientUnknown', facts: { times: 40 } });
    // The neighbour: nothing of it stands among the facts of the structure.
    const theirs = await edge.traces(hospital, 'message.refused');
    expect(theirs.some(({ outcome }) => outcome === 'recipientUnknown')).toBe(false);
  });
});
