import { createPublicKey } from 'node:crypto';
import { PscClient } from '@cachet/ans';
import type { ImapServer } from '@cachet/mailedge/imap';
import { type IdNat, type MssAddress, parseIdNat } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImapLineClient } from '../imap/support/imap-line-client.js';
import { EdgeUnderTest, xoauth2 } from '../smtp/support/edge-under-test.js';
import { imapBeside } from '../smtp/support/imap-beside.js';
import { RawSmtpClient } from '../smtp/support/raw-smtp-client.js';
import { IDNAT, SmallPsc, unsigned } from './small-psc.js';

let psc: SmallPsc;
let client: PscClient;
let edge: EdgeUnderTest;
let imap: ImapServer;
let imapPort: number;
let address: MssAddress;
let colleague: MssAddress;

beforeAll(async () => {
  psc = await SmallPsc.listen();
  client = new PscClient({ issuer: psc.issuer, minAcr: 'eidas1', timeoutMs: 15_000 });
  edge = await EdgeUnderTest.start({ maxFailedSignIns: Infinity });
  edge.verifyToken = (token) => client.verifyAccessToken(token);
  const tenant = await TestTenant.create(edge.database);
  const anne = await tenant.person({ idNat: parseIdNat(IDNAT) as IdNat });
  address = (await tenant.bal({ address: 'anne', responsible: anne })).address;
  colleague = (await tenant.bal({ address: 'paul', responsible: await tenant.person() })).address;
  ({ server: imap, port: imapPort } = await imapBeside(edge));
});
afterAll(async () => {
  await imap.close();
  await edge.stop();
  await psc.close();
});

const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;
const parts = () => psc.token().split('.') as [string, string, string];
const bent = (text: string) => (text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`);
const der = () => createPublicKey(psc.publicPem).export({ type: 'spki', format: 'der' });

/** E01 and E02: each a token that somebody could make or find. */
const FORGERIES: readonly (readonly [string, () => string])[] = [
  ['alg none', () => `${unsigned({ alg: 'none', typ: 'JWT' }, psc.claims())}.`],
  ['alg None', () => `${unsigned({ alg: 'None' }, psc.claims())}.`],
  ['alg NonE with a key', () => `${unsigned({ alg: 'NonE', kid: 'k1' }, psc.claims())}.AAAA`],
  ['no algorithm', () => `${unsigned({ typ: 'JWT', kid: 'k1' }, psc.claims())}.AAAA`],
  ['no signature', () => `${unsigned({ alg: 'RS256', kid: 'k1' }, psc.claims())}.`],
  ['two parts', () => unsigned({ alg: 'RS256', kid: 'k1' }, psc.claims())],
  ['five parts', () => 'a.b.c.d.e'],
  ['HS256 by the public key as PEM', () => psc.hmac(psc.publicPem)],
  ['HS256 by the public key as PEM without its end', () => psc.hmac(psc.publicPem.trimEnd())],
  ['HS256 by the public key as DER', () => psc.hmac(der())],
  ['HS256 by nothing', () => psc.hmac('')],
  ['HS512 by the public key', () => psc.hmac(psc.publicPem, 'HS512')],
  ['a key of a path', () => psc.token({}, { kid: '../../../../dev/null' })],
  ['a key of SQL', () => psc.token({}, { kid: "k1' or '1'='1" })],
  ['a key of a list', () => psc.token({}, { kid: ['k1'] })],
  ['an unknown key', () => psc.token({}, { kid: 'k9' })],
  ['another key under our key’s name', () => psc.token({}, {}, psc.otherKeys.privateKey)],
  [
    'its own key (jwk)',
    () => psc.token({}, { jwk: psc.otherKeys.publicKey.export({ format: 'jwk' }) }, psc.otherKeys.privateKey),
  ],
  ['its own keys (jku)', () => psc.token({}, { jku: `${psc.issuer}/piege` }, psc.otherKeys.privateKey)],
  [
    'its own certificate (x5u)',
    () => psc.token({}, { x5u: `${psc.issuer}/piege` }, psc.otherKeys.privateKey),
  ],
  ['its own chain (x5c)', () => psc.token({}, { x5c: ['AAAA'] }, psc.otherKeys.privateKey)],
  ['a critical extension nobody knows', () => psc.token({}, { crit: ['exp2'], exp2: 1 })],
  ['PS256 by a key of RS256', () => psc.token({}, { alg: 'PS256' })],
  ['a bent header', () => parts().with(0, bent(parts()[0])).join('.')],
  ['bent claims', () => parts().with(1, bent(parts()[1])).join('.')],
  ['a bent signature', () => parts().with(2, bent(parts()[2])).join('.')],
  [
    'another’s claims under our signature',
    () =>
      parts()
        .with(1, unsigned('', psc.claims({ sub: 'x' })).slice(1))
        .join('.'),
  ],
  [
    'a header that says its algorithm twice',
    () => `${unsigned('{"alg":"RS256","kid":"k1","alg":"none"}', psc.claims())}.`,
  ],
  ['a header that is no object', () => `${unsigned('[]', psc.claims())}.AAAA`],
  ['expired a minute ago', () => psc.token({ iat: seconds(-180), exp: seconds(-61) })],
  ['issued in a minute', () => psc.token({ iat: seconds(61), exp: seconds(120) })],
  ['not valid yet', () => psc.token({ nbf: seconds(61) })],
  ['without an end', () => psc.token({ exp: undefined })],
  ['without a beginning', () => psc.token({ iat: undefined })],
  ['of another issuer', () => psc.token({ iss: 'https://auth.exemple.test/realm' })],
  ['of an issuer that begins like ours', () => psc.token({ iss: `${psc.issuer}-bis` })],
  ['that is an identity token', () => psc.token({ typ: 'ID', aud: 'un-logiciel', nonce: 'n' })],
  ['that is a refresh token', () => psc.token({ typ: 'Refresh' })],
  ['of too low an assurance', () => psc.token({ acr: '0' })],
];

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Good tokens, badly framed. */
const FRAMINGS: readonly (readonly [string, () => string])[] = [
  ['two BAL', () => base64(`user=${colleague}\x01user=${address}\x01auth=Bearer ${psc.token()}\x01\x01`)],
  [
    'a BAL after the token',
    () => base64(`user=${address}\x01auth=Bearer ${psc.token()}\x01user=${colleague}\x01\x01`),
  ],
  ['two tokens', () => base64(`user=${address}\x01auth=Bearer x\x01auth=Bearer ${psc.token()}\x01\x01`)],
  ['no end', () => base64(`user=${address}\x01auth=Bearer ${psc.token()}`)],
  ['no base64', () => `user=${address}`],
  ['another’s BAL', () => xoauth2(colleague, psc.token())],
];

async function bySmtp(response: string): Promise<string> {
  const session = await RawSmtpClient.secured(edge.submissionPort, null);
  await session.ask('EHLO poste');
  const said = await session.ask(`AUTH XOAUTH2 ${response}`);
  session.close();
  return said;
}

async function byImap(response: string): Promise<string | undefined> {
  const session = await ImapLineClient.encrypted(imapPort);
  session.send('a AUTHENTICATE XOAUTH2\r\n');
  await session.line();
  session.send(`${response}\r\n`);
  const said = (await session.until('a ')).at(-1);
  session.close();
  return said;
}

describe('EX_LPS_0900: with Pro Santé Connect’s own keys', () => {
  it('a true token opens the BAL by both protocols', async () => {
    expect(await bySmtp(xoauth2(address, psc.token()))).toBe('235 2.7.0 Authentication successful');
    expect(await byImap(xoauth2(address, psc.token()))).toMatch(/^a OK /);
  });

  // E01, E02: 39 forgeries and 6 bad framings.
  it.concurrent.each([
    ...FORGERIES.map(([name, make]) => [name, () => xoauth2(address, make())] as const),
    ...FRAMINGS,
  ])('EX_LPS_0710: %s opens nothing, by either, with the same words', async (_, make) => {
    const [smtp, imapSaid] = await Promise.all([bySmtp(make()), byImap(make())]);
    expect(smtp).toBe('535 5.7.8 Authentication credentials invalid');
    expect(imapSaid).toBe('a NO [AUTHENTICATIONFAILED] Authentication failed');
  });

  it('nobody was asked for the keys that a token brought', () => {
    expect(FORGERIES).toHaveLength(39);
    expect(psc.asked).not.toContain('/realm/piege');
    expect(psc.asked.filter((path) => path === '/realm/certs').length).toBeLessThan(5);
  });

  it('E03: UserInfo that speaks of another person, or of nobody, opens nothing; its outage is told apart', async () => {
    const words = async () => [
      await bySmtp(xoauth2(address, psc.token())),
      await byImap(xoauth2(address, psc.token())),
    ];
    psc.userinfo = { sub: 'f:550dc1c8:899700000099', SubjectNameID: '899700000099' };
    expect(await words()).toEqual([
      expect.stringMatching(/^535 5\.7\.8 /),
      expect.stringContaining('[AUTHENTICATIONFAILED]'),
    ]);
    psc.userinfo = { sub: `f:550dc1c8:${IDNAT}` };
    expect(await words()).toEqual([
      expect.stringMatching(/^535 5\.7\.8 /),
      expect.stringContaining('[AUTHENTICATIONFAILED]'),
    ]);
    psc.userinfoStatus = 503;
    expect(await words()).toEqual([
      expect.stringMatching(/^454 4\.7\.0 /),
      expect.stringContaining('[UNAVAILABLE]'),
    ]);
  });
});

describe('EX_LPS_0900: SubjectNameID in all its forms opens the BAL of whoever it names', () => {
  it.each(['899700000029', '00B6093351', '500000001815646/CPAT00045'])('%s', async (idNat) => {
    const tenant = await TestTenant.create(edge.database);
    const person = await tenant.person({ idNat: parseIdNat(idNat) as IdNat });
    // Of a personal BAL an employee whom only the structure knows is a delegate (EX_GBM_4220).
    const bal = await tenant.bal({ responsible: await tenant.person() });
    await tenant.access(bal.id, person, { role: 'delegate' });
    psc.userinfoStatus = 200;
    psc.userinfo = { sub: `f:550dc1c8:${idNat}`, SubjectNameID: idNat };
    const token = psc.token({ sub: `f:550dc1c8:${idNat}`, preferred_username: idNat });
    expect(await bySmtp(xoauth2(bal.address, token))).toMatch(/^235 /);
  });
});
