import type { Bal } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { TestIgc } from '@cachet/testkit/pki';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  EdgeUnderTest,
  letter,
  MAX_BYTES,
  OTHER_PEER_DOMAIN,
  PEER_DOMAIN,
} from './support/edge-under-test.js';
import { RawSmtpClient } from './support/raw-smtp-client.js';

const SENDER = `jean.dupont@${PEER_DOMAIN}`;

let edge: EdgeUnderTest;
let hospital: TestTenant;
let laboratory: TestTenant;
let anne: Bal;
let results: Bal;

beforeAll(async () => {
  edge = await EdgeUnderTest.start();
  hospital = await TestTenant.create(edge.database, { domain: 'ch-valmont.mssante.fr' });
  laboratory = await TestTenant.create(edge.database, { domain: 'bioseq.mssante.fr' });
  anne = await hospital.bal({ address: 'anne.martin' });
  results = await laboratory.bal({ address: 'resultats' });
  edge.list([hospital.domain, laboratory.domain], [{ domain: OTHER_PEER_DOMAIN, dn: edge.operator.dn }]);
});

afterAll(() => edge.stop());

async function deliver(client: RawSmtpClient, from: string, to: string[], content: string): Promise<string> {
  await client.ask(`MAIL FROM:<${from}>`);
  for (const address of to) await client.ask(`RCPT TO:<${address}>`);
  await client.ask('DATA');
  return client.ask(`${content.replaceAll('\r\n.', '\r\n..')}\r\n.`);
}

describe('EX_3.1_5030: a letter from another operator', () => {
  it('lies in every recipient’s inbox once its 250 is given, byte for byte under the trace fields', async () => {
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer.test');
    const content = letter(SENDER, anne.address, 'Épreuve : é à ü\r\n.\r\n..deux points\r\n');
    const reply = await deliver(client, SENDER, [anne.address, results.address.toUpperCase()], content);
    expect(reply).toMatch(/^250 2\.6\.0 Message [0-9a-f-]{36} accepted$/);
    for (const [tenant, bal] of [
      [hospital, anne],
      [laboratory, results],
    ] as const) {
      const [found] = await edge.messagesIn(tenant, bal, 'inbox');
      expect(found?.flags).toEqual([]);
      expect(found?.raw).toMatch(
        /^Return-Path: <jean\.dupont@peer-operateur\.mssante\.fr>\r\nReceived: from mx\.peer\.test by mx\.cachet\.test\r\n with ESMTPS \(TLSv1\.3 TLS_AES_256_GCM_SHA384\)\r\n id [0-9a-f-]{36};\r\n [A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} \+0000\r\nFrom: /,
      );
      expect(found?.raw.endsWith(`${content}\r\n`)).toBe(true);
    }
  });

  it('leaves a delivery and a trace that names the peer, in each tenant', async () => {
    expect(await edge.deliveries(laboratory)).toMatchObject([
      { direction: 'inbound', state: 'delivered', sender: SENDER, recipient: results.address },
    ]);
    expect(await edge.traces(laboratory, 'message.received')).toMatchObject([
      {
        outcome: 'ok',
        actor: { kind: 'peer', dn: edge.peer.dn },
        facts: { sender: SENDER, recipients: results.address, peer: edge.peer.dn },
      },
    ]);
  });

  it('EX_GDT_5050: has its subject in the trace, sealed: it is read by whoever may consult traces, and not in the database', async () => {
    expect(await edge.tracedSubjects(laboratory, results, 'message.received')).toEqual(['Compte rendu']);
    const clear = await edge.database.withTenant(laboratory.context(), (sql) =>
      sql.query("select from trace_event t where t::text like '%Compte rendu%'"),
    );
    expect(clear).toEqual([]);
  });

  it('is taken with a null sender from any listed connector', async () => {
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer.test');
    expect(await deliver(client, '', [anne.address], letter('<>', anne.address))).toMatch(/^250 /);
  });

  it('may follow another one in the same session', async () => {
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer.test');
    for (const turn of ['un', 'deux']) {
      expect(await deliver(client, SENDER, [anne.address], letter(SENDER, anne.address, turn))).toMatch(
        /^250 /,
      );
    }
    expect(await client.ask('QUIT')).toMatch(/^221 /);
  });

  it('goes to a hundred recipients at once', async () => {
    const many = await Promise.all(
      Array.from({ length: 100 }, (_, n) => hospital.bal({ address: `service-${n}` })),
    );
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer.test');
    const addresses = many.map(({ address }) => address);
    expect(await deliver(client, SENDER, addresses, letter(SENDER, 'tous'))).toMatch(/^250 /);
    expect(await edge.messagesIn(hospital, many[99]!, 'inbox')).toHaveLength(1);
  });
});

describe('EX_3.1_5020: who may speak', () => {
  it('asks for TLS before anything is said of mail', async () => {
    const client = await RawSmtpClient.connect(edge.mxPort);
    expect(await client.reply()).toBe('220 mx.cachet.test ESMTP');
    expect(await client.ask('EHLO mx.peer.test')).toMatch(/250-STARTTLS/);
    expect(await client.ask(`MAIL FROM:<${SENDER}>`)).toBe('530 5.7.0 Must issue a STARTTLS command first');
    expect(await client.ask(`RCPT TO:<${anne.address}>`)).toMatch(/^530 5\.7\.0 /);
    expect(await client.ask('DATA')).toMatch(/^530 5\.7\.0 /);
    expect(await client.ask('AUTH PLAIN AGEAYg==')).toMatch(/^530 5\.7\.0 /);
  });

  it('tells a connector without a certificate, then closes', async () => {
    const client = await RawSmtpClient.secured(edge.mxPort, null);
    expect(await client.ask('EHLO mx.peer.test')).toBe(
      "550 5.7.1 Aucun certificat IGC-Sante n'a ete presente.",
    );
    expect(await client.untilClosed()).toBe('');
  });

  it.each([
    ['of another branch', async () => (await TestIgc.create('AUTRE IGC')).issue({ cn: `mx.${PEER_DOMAIN}` })],
    ['expired', () => edge.igc.issue({ notAfter: new Date(Date.now() - 60_000) })],
    ['not yet valid', () => edge.igc.issue({ notBefore: new Date(Date.now() + 3_600_000) })],
    ['meant for mail signatures', () => edge.igc.issue({ purpose: 'mail' })],
    [
      'revoked',
      async () => {
        const identity = await edge.igc.issue();
        edge.igc.revoke(identity);
        await edge.trust.refreshCrls();
        return identity;
      },
    ],
  ])('refuses a certificate %s, with the reason, and closes', async (_, issue) => {
    const client = await RawSmtpClient.secured(edge.mxPort, await issue());
    expect(await client.ask('EHLO mx.peer.test')).toMatch(
      /^550 5\.7\.1 Le certificat presente n'est pas accepte : /,
    );
    expect(await client.untilClosed()).toBe('');
  });

  it('refuses at MAIL a DN that nobody listed', async () => {
    const client = await RawSmtpClient.secured(edge.mxPort, await edge.igc.issue({ cn: 'mx.inconnu.fr' }));
    await client.ask('EHLO mx.peer.test');
    for (const sender of [SENDER, '']) {
      expect(await client.ask(`MAIL FROM:<${sender}>`)).toBe(
        '550 5.7.1 Le DN du certificat ne figure pas sur la liste blanche MSSante.',
      );
    }
  });

  it('refuses at MAIL a domain outside the list, and one bound to another DN', async () => {
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer.test');
    expect(await client.ask('MAIL FROM:<a@gmail.com>')).toMatch(
      /^550 5\.7\.1 Le domaine emetteur gmail\.com /,
    );
    expect(await client.ask(`MAIL FROM:<a@${OTHER_PEER_DOMAIN}>`)).toMatch(
      /^550 5\.7\.1 .* n'est pas associe /,
    );
    expect(await client.ask(`MAIL FROM:<a@${hospital.domain}>`)).toMatch(
      /^550 5\.7\.1 .* n'est pas associe /,
    );
    expect(await client.ask(`RCPT TO:<${anne.address}>`)).toBe('503 5.5.1 Need MAIL command');
  });

  it('leaves a trace of what it refused to whom, among the operator’s own facts', async () => {
    const operator = await TestTenant.create(edge.database, { kind: 'operator' });
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer.test');
    await client.ask(`MAIL FROM:<a@${OTHER_PEER_DOMAIN}>`);
    await client.ask(`MAIL FROM:<${SENDER}>`);
    await client.ask('RCPT TO:<a@gmail.com>');
    const actor = { kind: 'peer', dn: edge.peer.dn };
    expect(await edge.traces(operator, 'message.refused')).toMatchObject([
      { outcome: 'senderDomainNotOfCertificate', actor, facts: { sender: `a@${OTHER_PEER_DOMAIN}` } },
      { outcome: 'relayRefused', actor, facts: { sender: SENDER, recipient: 'a@gmail.com' } },
    ]);
  });

  it('asks to wait while no liste blanche is in force', async () => {
    const list = edge.listeBlanche;
    edge.listeBlanche = null;
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer.test');
    expect(await client.ask(`MAIL FROM:<${SENDER}>`)).toMatch(/^451 4\.7\.1 /);
    edge.listeBlanche = list;
  });
});

describe('who is reached', () => {
  async function opened(): Promise<RawSmtpClient> {
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer.test');
    await client.ask(`MAIL FROM:<${SENDER}> SIZE=2000`);
    return client;
  }

  it('relays for nobody', async () => {
    const client = await opened();
    for (const address of ['a@gmail.com', `a@${PEER_DOMAIN}`]) {
      expect(await client.ask(`RCPT TO:<${address}>`)).toMatch(/^550 5\.7\.1 Ce serveur ne distribue que/);
    }
  });

  it('says at RCPT which box is unknown, suspended or full', async () => {
    const full = await hospital.bal({ address: 'pleine', quotaBytes: 1000 });
    const suspended = await hospital.bal({ address: 'suspendue' });
    await edge.database.withTenant(hospital.context(), async (sql) => {
      await sql.query(`update bal set state = 'suspended' where id = $1`, [suspended.id]);
      await sql.query(`update route_address set state = 'suspended' where address = $1`, [suspended.address]);
    });
    const client = await opened();
    expect(await client.ask(`RCPT TO:<personne@${hospital.domain}>`)).toMatch(/^550 5\.1\.1 /);
    expect(await client.ask(`RCPT TO:<${suspended.address}>`)).toMatch(/^550 5\.2\.1 /);
    expect(await client.ask(`RCPT TO:<${full.address}>`)).toMatch(/^452 4\.2\.2 /);
    expect(await edge.traces(hospital, 'message.refused')).toMatchObject([
      { outcome: 'recipientSuspended' },
      { outcome: 'recipientFull' },
    ]);
    expect(await client.ask('DATA')).toBe('503 5.5.1 Aucun destinataire valide.');
  });

  it.each([
    'RCPT TO:<"x@evil y"@ch-valmont.mssante.fr>',
    'RCPT TO:<@ch-valmont.mssante.fr:a@gmail.com>',
    'RCPT TO:<a@ch-valmont.mssante.fr(@evil.fr)>',
    'RCPT TO:<a@gmail.com@ch-valmont.mssante.fr>',
    'RCPT TO:<a@[127.0.0.1]>',
    'RCPT TO:<anne.martin>',
    'RCPT TO:<>',
    'RCPT TO:anne.martin@ch-valmont.mssante.fr',
    'RCPT TO:<a@ch-valmont.mssante.fr>,<b@ch-valmont.mssante.fr>',
    'RCPT TO:<a\u0000b@ch-valmont.mssante.fr>',
  ])('reads %j as no address', async (command) => {
    const client = await opened();
    expect(await client.ask(command)).toMatch(/^501 5\.(1\.3|5\.4) /);
  });

  it('does not know the ways round a domain', async () => {
    const client = await opened();
    expect(await client.ask('RCPT TO:<a%gmail.com@ch-valmont.mssante.fr>')).toMatch(/^550 5\.1\.1 /);
    expect(await client.ask('RCPT TO:<gmail.com!a@ch-valmont.mssante.fr>')).toMatch(/^550 5\.1\.1 /);
  });
});

describe('what is too much', () => {
  it('refuses a size announced or found beyond the limit, and goes on', async () => {
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    expect(await client.ask('EHLO mx.peer.test')).toContain(`SIZE ${MAX_BYTES}`);
    expect(await client.ask(`MAIL FROM:<${SENDER}> SIZE=${MAX_BYTES + 1}`)).toMatch(/^552 5\.3\.4 /);
    const big = letter(SENDER, anne.address, `${'x'.repeat(998)}\r\n`.repeat(310));
    expect(await deliver(client, SENDER, [anne.address], big)).toMatch(/^552 5\.3\.4 /);
    expect(await deliver(client, SENDER, [anne.address], letter(SENDER, anne.address))).toMatch(/^250 /);
  });

  it('refuses a letter that has passed fifty servers', async () => {
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer.test');
    const looping = `${'Received: by x; Fri, 20 Nov 2026 12:00:00 +0100\r\n'.repeat(50)}${letter(SENDER, anne.address)}`;
    expect(await deliver(client, SENDER, [anne.address], looping)).toMatch(/^554 5\.4\.6 /);
  });

  it('refuses a command line over 2,048 octets and reads the next', async () => {
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer.test');
    expect(await client.ask(`NOOP ${'x'.repeat(2100)}`)).toBe('500 5.5.2 Line too long');
    expect(await client.ask(`NOOP ${'x'.repeat(20_000)}`)).toBe('500 5.5.2 Line too long');
    expect(await client.ask('NOOP')).toMatch(/^250 /);
  });

  it('closes on a line that never ends', async () => {
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer.test');
    client.send('x'.repeat(200_000));
    expect(await client.untilClosed()).toMatch(/^521 5\.5\.2 /);
  });
});

describe('a 250 means kept', () => {
  it('answers 451 and leaves nothing when the commit fails, and takes the letter the next time', async () => {
    const before = await edge.messagesIn(hospital, anne, 'inbox');
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer.test');
    const content = letter(SENDER, anne.address, 'coupure');
    const restore = await edge.failNextCommits();
    expect(await deliver(client, SENDER, [anne.address], content)).toBe(
      '451 4.3.0 Local error, try again later',
    );
    await restore();
    expect(await edge.messagesIn(hospital, anne, 'inbox')).toHaveLength(before.length);
    expect(await deliver(client, SENDER, [anne.address], content)).toMatch(/^250 /);
    expect(await edge.messagesIn(hospital, anne, 'inbox')).toHaveLength(before.length + 1);
  });

  it('keeps nothing of a letter whose sender leaves before the final dot', async () => {
    const before = await edge.messagesIn(hospital, anne, 'inbox');
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer.test');
    await client.ask(`MAIL FROM:<${SENDER}>`);
    await client.ask(`RCPT TO:<${anne.address}>`);
    await client.ask('DATA');
    client.send(letter(SENDER, anne.address));
    client.cut();
    const witness = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    expect(await witness.ask('EHLO mx.peer.test')).toMatch(/^250/);
    expect(await edge.messagesIn(hospital, anne, 'inbox')).toHaveLength(before.length);
  });
});
