import { type TestAuthenticator, TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EdgeUnderTest, letter, plain, xoauth2 } from './support/edge-under-test.js';
import { RawSmtpClient } from './support/raw-smtp-client.js';

const REFUSED = '535 5.7.8 Authentication credentials invalid';

let edge: EdgeUnderTest;
let hospital: TestTenant;
let anne: Awaited<ReturnType<EdgeUnderTest['holder']>>;
let authenticator: TestAuthenticator;

beforeAll(async () => {
  edge = await EdgeUnderTest.start();
  hospital = await TestTenant.create(edge.database, { domain: 'ch-valmont.mssante.fr' });
  anne = await edge.holder(hospital, 'anne.martin');
  edge.list([hospital.domain]);
});
afterAll(() => edge.stop());

async function connected(): Promise<{ readonly client: RawSmtpClient; readonly offers: string }> {
  const client = await RawSmtpClient.secured(edge.submissionPort, null);
  const offers = await client.ask('EHLO poste-de-travail');
  return { client, offers };
}

async function attempt(password: string, address: string = anne.bal.address): Promise<string> {
  const { client } = await connected();
  return client.ask(`AUTH PLAIN ${plain(address, password)}`);
}

const offersPlain = async () => /^250-AUTH XOAUTH2 PLAIN$/m.test((await connected()).offers);

describe('RE_LPS_0100: submission without Pro Santé Connect', () => {
  it('is off by default, and nothing shows it', async () => {
    const { client, offers } = await connected();
    expect(offers).toMatch(/^250-AUTH XOAUTH2$/m);
    expect(await client.ask(`AUTH PLAIN ${plain(anne.bal.address)}`)).toMatch(/^504 5\.5\.4 /);
  });

  it('is offered once a structure switched it on, beside XOAUTH2 and under TLS only', async () => {
    await edge.secours.turn(hospital, true);
    await expect.poll(offersPlain).toBe(true);
    authenticator = await edge.secours.enrol(hospital, anne.person);
    const clear = await RawSmtpClient.connect(edge.submissionPort);
    await clear.reply();
    expect(await clear.ask('EHLO poste')).not.toContain('AUTH');
    expect(await clear.ask(`AUTH PLAIN ${plain(anne.bal.address)}`)).toMatch(/^538 5\.7\.11 /);
  });

  it('lets an enrolled professional send while Pro Santé Connect is out, once by each code, and the trace tells how', async () => {
    edge.pscIsDown = true;
    const { client } = await connected();
    expect(await client.ask(`AUTH XOAUTH2 ${xoauth2(anne.bal.address, anne.token)}`)).toMatch(
      /^454 4\.7\.0 /,
    );
    const password = authenticator.passphrase + authenticator.code();
    expect(await client.ask(`AUTH PLAIN ${plain(anne.bal.address, password)}`)).toBe(
      '235 2.7.0 Authentication successful',
    );
    const address = anne.bal.address;
    await client.ask(`MAIL FROM:<${address}>`);
    expect(await client.ask(`RCPT TO:<${address}>`)).toMatch(/^250 /);
    await client.ask('DATA');
    expect(await client.ask(`${letter(address, address)}\r\n.`)).toMatch(/^250 2\.6\.0 /);
    edge.pscIsDown = false;
    expect(await edge.traces(hospital, 'session.opened')).toMatchObject([
      {
        actor: { kind: 'person', idNat: anne.person.idNat, proof: 'secours' },
        facts: { authentication: 'PLAIN', secondFactor: 'TOTP', protocol: 'SMTP' },
      },
    ]);
    expect(await attempt(password)).toBe(REFUSED);
  });

  it.each([
    ['a wrong code', () => `${authenticator.passphrase}000000`, undefined],
    ['the code alone', () => authenticator.code(1), undefined],
    ['the passphrase alone', () => authenticator.passphrase, undefined],
    ['nothing', () => '', undefined],
    ['another passphrase', () => `0000-0000-0000-0000-0000${authenticator.code(1)}`, undefined],
    [
      'an unknown BAL',
      () => authenticator.passphrase + authenticator.code(1),
      'personne@ch-valmont.mssante.fr',
    ],
  ])('answers %s as any bad credentials', async (_, password, address) => {
    expect(await attempt(password(), address)).toBe(REFUSED);
  });

  it('opens no colleague’s BAL, and no BAL of a structure that did not switch it on', async () => {
    const paul = await edge.holder(hospital, 'paul.petit');
    const laboratory = await TestTenant.create(edge.database, { domain: 'bioseq.mssante.fr' });
    const { address } = await laboratory.bal({ responsible: await laboratory.person(anne.person) });
    const password = authenticator.passphrase + authenticator.code(1);
    expect(await attempt(password, address)).toBe(REFUSED);
    expect(await attempt(password, paul.bal.address)).toBe(REFUSED);
  });

  it('ends with the switch: a session begun goes no further, and PLAIN is offered no more', async () => {
    const other = await edge.holder(hospital, 'lea.bernard');
    const hers = await edge.secours.enrol(hospital, other.person);
    const { client } = await connected();
    const password = hers.passphrase + hers.code();
    expect(await client.ask(`AUTH PLAIN ${plain(other.bal.address, password)}`)).toMatch(/^235 /);
    await edge.secours.turn(hospital, false);
    expect(await client.ask(`MAIL FROM:<${other.bal.address}>`)).toMatch(/^550 5\.7\.1 /);
    await expect.poll(offersPlain).toBe(false);
    const late = await connected();
    expect(await late.client.ask(`AUTH PLAIN ${plain(other.bal.address)}`)).toMatch(/^504 5\.5\.4 /);
  });
});
