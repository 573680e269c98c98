import { IgcTrustStore } from '@cachet/ans';
import type { Bal } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { type TestIdentity, TestIgc } from '@cachet/testkit/pki';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImapLineClient } from './support/imap-line-client.js';
import { ImapWorld, LIMITS } from './support/imap-world.js';
import { until } from './support/until.js';

let igc: TestIgc;
let trust: IgcTrustStore;
let world: ImapWorld;
let hospital: TestTenant;
let automaton: Bal;
let software: TestIdentity;

beforeAll(async () => {
  igc = await TestIgc.create();
  const { chainPem, crlUrls, fetch } = igc;
  trust = await IgcTrustStore.load({ chainPem, crlUrls, fetch, ocspUrl: null, cacheFolder: null });
  await trust.refreshCrls();
  world = await ImapWorld.open({
    entry: 'authcli',
    structures: trust.judgeOf('authCli'),
    limits: { ...LIMITS, certificateMs: 100 },
  });
  // Its FINESS number is that of the certificates TestIgc issues.
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  automaton = await hospital.bal({ address: 'automate', kind: 'applicative' });
  software = await igc.issue({ purpose: 'client' });
});
afterAll(() => world.close());

const plain = (address: string, actingAs = '') =>
  Buffer.from(`${actingAs}\0${address}\0mot-de-passe`).toString('base64');

async function said(identity: TestIdentity | undefined, command: string): Promise<string | undefined> {
  const client = await ImapLineClient.encrypted(world.port, identity);
  const answer = await client.command(command);
  client.close();
  return answer.at(-1);
}

describe('EX_LPS_1200: the IMAP entry of applicative BAL', () => {
  it('announces PLAIN once encrypted, and LOGIN', async () => {
    const clear = await ImapLineClient.connect(world.port);
    expect(await clear.line()).toContain('STARTTLS LOGINDISABLED]');
    expect((await clear.command(`a AUTHENTICATE PLAIN ${plain(automaton.address)}`)).at(-1)).toMatch(
      /^a NO \[PRIVACYREQUIRED\] /,
    );
    expect((await clear.command(`b LOGIN ${automaton.address} x`)).at(-1)).toMatch(
      /^b NO \[PRIVACYREQUIRED\] /,
    );
    const client = await ImapLineClient.encrypted(world.port, software);
    const [capabilities] = await client.command('a CAPABILITY');
    expect(capabilities).toContain('AUTH=PLAIN');
    expect(capabilities).not.toContain('LOGINDISABLED');
  });

  it.each([
    ['PLAIN', () => `a AUTHENTICATE PLAIN ${plain(automaton.address)}`],
    [
      'PLAIN with itself to act as',
      () => `a AUTHENTICATE PLAIN ${plain(automaton.address, automaton.address)}`,
    ],
    ['LOGIN', () => `a LOGIN ${automaton.address} peu.importe`],
    ['LOGIN with quotes and no password', () => `a LOGIN "${automaton.address.toUpperCase()}" ""`],
  ])('opens the BAL of the structure by %s, whatever the password', async (_, command) => {
    expect(await said(software, command())).toMatch(/^a OK /);
  });

  it('opens it by a response on a line of its own, and the session reads the BAL', async () => {
    const client = await ImapLineClient.encrypted(world.port, software);
    client.send('a AUTHENTICATE PLAIN\r\n');
    expect(await client.line()).toBe('+ ');
    client.send(`${plain(automaton.address)}\r\n`);
    expect(await client.line()).toMatch(/^a OK /);
    expect((await client.command('b SELECT INBOX')).at(-1)).toMatch(/^b OK /);
    await client.command('c LOGOUT');
  });

  it('leaves a trace that names the structure and the certificate', async () => {
    const other = await hospital.bal({ address: 'automate-trace', kind: 'applicative' });
    await said(software, `a LOGIN ${other.address} x`);
    const [opened] = await world.database.withTenant(hospital.context(), (sql) =>
      sql.query<{ actor: object; facts: object }>(
        "select actor, facts from trace_event where bal_id = $1 and kind = 'session.opened'",
        [other.id],
      ),
    );
    expect(opened).toMatchObject({
      actor: { kind: 'structure', idNat: '1010000024', dn: software.dn },
      facts: { authentication: 'LOGIN', protocol: 'IMAP', certificateSerial: software.serial },
    });
  });

  it.each<[string, () => Promise<TestIdentity | undefined>, RegExp]>([
    ['no certificate', async () => undefined, /^a NO \[AUTHENTICATIONFAILED\] Aucun certificat /],
    ['a server certificate', () => igc.issue(), /^a NO \[AUTHENTICATIONFAILED\] Le certificat /],
    [
      'another structure’s certificate',
      () => igc.issue({ purpose: 'client', ou: '1010000032' }),
      /^a NO \[AUTHENTICATIONFAILED\] Authentication failed$/,
    ],
    [
      'a certificate whose OU is a label',
      () => igc.issue({ purpose: 'client', ou: 'INFORMATIQUE' }),
      /^a NO \[AUTHENTICATIONFAILED\] Le certificat .*OU/,
    ],
    [
      'an expired certificate',
      () => igc.issue({ purpose: 'client', notAfter: new Date(Date.now() - 60_000) }),
      /^a NO \[AUTHENTICATIONFAILED\] Le certificat .*expire/,
    ],
    [
      'a certificate of another authority',
      async () => (await TestIgc.create()).issue({ purpose: 'client' }),
      /^a NO \[AUTHENTICATIONFAILED\] Le certificat /,
    ],
  ])('refuses %s (B06)', async (_, identity, expected) => {
    expect(await said(await identity(), `a LOGIN ${automaton.address} x`)).toMatch(expected);
  });

  it('refuses the BAL of people, unknown ones, and another to act as, with the same words', async () => {
    const person = await hospital.bal({ address: 'anne.martin', responsible: await hospital.person() });
    for (const address of [person.address, `personne@${hospital.domain}`]) {
      expect(await said(software, `a LOGIN ${address} x`)).toBe(
        'a NO [AUTHENTICATIONFAILED] Authentication failed',
      );
    }
    expect(await said(software, `a AUTHENTICATE PLAIN ${plain(automaton.address, person.address)}`)).toBe(
      'a NO [AUTHENTICATIONFAILED] Authentication failed',
    );
  });

  it('tells a program that came for a person’s BAL where it is', async () => {
    expect(await said(software, 'a AUTHENTICATE XOAUTH2 eA==')).toBe(
      'a NO [CANNOT] Cette entree est celle des BAL applicatives : certificat de structure et PLAIN',
    );
  });

  it('opens a BAL to a structure that was authorised, and closes its sessions when that is withdrawn', async () => {
    const partner = await igc.issue({ purpose: 'client', ou: '312345678900011' });
    const authorise = (verb: string) =>
      world.database.withTenant(hospital.context(), async (sql) => {
        await sql.query(verb, [hospital.id, automaton.id, '312345678900011']);
        await sql.notify('bal', automaton.id);
      });
    await authorise(
      'insert into bal_structure (tenant_id, bal_id, id_nat, authorised_at) values ($1, $2, $3, now())',
    );
    const client = await ImapLineClient.encrypted(world.port, partner);
    expect((await client.command(`a LOGIN ${automaton.address} x`)).at(-1)).toMatch(/^a OK /);
    await authorise('delete from bal_structure where tenant_id = $1 and bal_id = $2 and id_nat = $3');
    expect(await client.line()).toBe('* BYE Your access to this mailbox has ended');
  });

  it('closes a session, silent or not, whose certificate was revoked', async () => {
    const doomed = await igc.issue({ purpose: 'client' });
    const [silent, busy] = await Promise.all([
      ImapLineClient.encrypted(world.port, doomed),
      ImapLineClient.encrypted(world.port, doomed),
    ]);
    for (const client of [silent, busy])
      expect((await client.command(`a LOGIN ${automaton.address} x`)).at(-1)).toMatch(/^a OK /);
    igc.revoke(doomed);
    await trust.refreshCrls();
    busy.send('b NOOP\r\n');
    expect(await busy.line()).toMatch(/^\* BYE /);
    expect(await silent.line()).toMatch(/^\* BYE /);
    await until(async () => silent.closed);
  });
});
