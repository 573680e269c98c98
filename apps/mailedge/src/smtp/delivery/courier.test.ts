import { IgcTrustStore } from '@cachet/ans';
import {
  type AttemptVerdict,
  indexListeBlanche,
  type ListeBlanche,
  type MssAddress,
  parseMailPath,
  parseMssAddress,
} from '@cachet/mss-core';
import { type TestIdentity, TestIgc } from '@cachet/testkit/pki';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Courier, type CourierDeps } from './courier.js';
import type { OutgoingLetter } from './peer/outgoing-letter.js';
import { type Script, ScriptedPeer } from './scripted-peer.fixture.js';

const DOMAIN = 'pair.mssante.fr';
const OTHER_DOMAIN = 'autre.mssante.fr';
const PAUL = address(`paul@${DOMAIN}`);
const LUC = address(`luc@${DOMAIN}`);

let igc: TestIgc;
let trust: IgcTrustStore;
let us: TestIdentity;
let theirs: TestIdentity;
let listeBlanche: ListeBlanche;
let peer: ScriptedPeer;
let courier: Courier;
/** What we show; a renewal changes it. */
let identity: TestIdentity;

beforeAll(async () => {
  igc = await TestIgc.create();
  trust = await IgcTrustStore.load({
    chainPem: igc.chainPem,
    crlUrls: igc.crlUrls,
    ocspUrl: null,
    cacheFolder: null,
    fetch: igc.fetch,
  });
  await trust.refreshCrls();
  us = await igc.issue({ cn: 'mx.cachet.test' });
});
beforeEach(async () => {
  identity = us;
  theirs = await igc.issue({ cn: `mx.${DOMAIN}` });
  listeBlanche = indexListeBlanche(
    [
      { domain: DOMAIN, dn: theirs.dn },
      { domain: OTHER_DOMAIN, dn: 'CN=mx.autre.fr,C=FR' },
    ],
    new Date(),
  );
});
afterEach(async () => {
  await courier.stop();
  await peer.stop();
});

function address(text: string): MssAddress {
  const parsed = parseMssAddress(text);
  if (!parsed) throw new Error(text);
  return parsed;
}

/** To be reached and to reach TLS, always long: how long the machine takes is not what is tested. */
function patience(ms: number): CourierDeps['timeouts'] {
  return { connectMs: 10_000, greetingMs: ms, commandMs: ms, dataMs: ms, blockMs: ms, finalMs: ms };
}

async function world(script: Partial<Script> = {}, change: Partial<CourierDeps> = {}): Promise<void> {
  peer = await ScriptedPeer.start(theirs, script);
  courier = new Courier({
    hostname: 'mx.cachet.test',
    port: peer.port,
    identity: () => ({ cert: Buffer.from(identity.cert), key: Buffer.from(identity.key) }),
    certificates: trust,
    timeouts: patience(10_000),
    resolver: {
      hostsOf: async () => ({ kind: 'hosts', hosts: [`mx.${DOMAIN}`] }),
      addressesOf: async () => ['127.0.0.1'],
    },
    listeBlanche: () => listeBlanche,
    takesPrivateAddresses: true,
    ...change,
  });
}

function letter(
  change: Partial<OutgoingLetter> = {},
  text = 'Subject: x\r\n\r\nBonjour\r\n',
): OutgoingLetter {
  return {
    domain: DOMAIN,
    sender: parseMailPath('anne@ch-valmont.mssante.fr'),
    recipients: [{ address: PAUL, notify: null, orcpt: null }],
    size: text.length,
    ret: null,
    envid: null,
    async *open() {
      yield Buffer.from(text, 'latin1');
    },
    ...change,
  };
}

const to = (...addresses: MssAddress[]) =>
  addresses.map((one) => ({ address: one, notify: null, orcpt: null }));
const deliver = async (sent = letter()): Promise<AttemptVerdict | undefined> =>
  (await courier.deliver(sent)).get(PAUL);

describe('the session with a peer', () => {
  it('shows its TLS version and suite in the verdict', async () => {
    await world();
    expect(await deliver()).toMatchObject({
      kind: 'delivered',
      code: 250,
      tls: expect.stringMatching(/^TLSv1\.[23] TLS_\w+$/),
      remoteHost: `mx.${DOMAIN}`,
    });
  });

  it('A05: is given up when more than one answer stands behind STARTTLS', async () => {
    await world({ startTls: '220 2.0.0 Ready\r\n250 mx.pair\r\n250 SIZE 1' });
    expect(await deliver()).toMatchObject({ kind: 'temporary', cause: 'notEncrypted' });
    expect(peer.commands).toEqual([]);
  });

  it.each<[string, string]>([
    ['a refusal of STARTTLS', '454 4.7.0 Not now'],
    ['a refusal for good', '502 5.5.1 Never'],
  ])('B02: after %s nothing goes in clear', async (_, startTls) => {
    await world({ startTls });
    expect(await deliver()).toMatchObject({ kind: 'temporary', cause: 'notEncrypted' });
    expect(peer.commands).toEqual([]);
  });

  it('B02: without STARTTLS nothing goes in clear', async () => {
    await world({ clear: [] });
    expect(await deliver()).toMatchObject({ kind: 'temporary', cause: 'notEncrypted' });
  });

  it.each<[string, Partial<Script>]>([
    ['a banner of 5 MB', { greeting: (socket) => void socket.write(Buffer.alloc(5_000_000, 'x')) }],
    [
      'a greeting without end',
      { greeting: (socket) => void setInterval(() => socket.write('220-still\r\n'.repeat(50)), 5).unref() },
    ],
    ['what is no SMTP', { greeting: 'HTTP/1.1 200 OK' }],
    ['a reply whose lines differ', { ehlo: '250-mx\r\n550 no\r\n' }],
    ['silence', { greeting: null }],
    ['a peer that ends at once', { greeting: (socket) => void socket.end() }],
    ['silence after MAIL', { mail: null }],
    ['silence after RCPT', { rcpt: () => null }],
    ['silence after DATA', { data: null }],
    ['silence after the dot', { dot: null }],
    ['a line cut after the dot', { dot: 'cut' }],
  ])('%s puts the letter off, and holds nobody up', async (_, script) => {
    await world(script, { timeouts: patience(300) });
    expect(await deliver()).toMatchObject({ kind: 'temporary', cause: 'peerUnreachable', code: null });
  });

  it('a peer that ends its side is not waited for', async () => {
    await world({ greeting: (socket) => void socket.end('220 mx\r\n') });
    const began = performance.now();
    expect(await deliver()).toMatchObject({ kind: 'temporary', cause: 'peerUnreachable' });
    // Nothing near the ten seconds that a silent one would be given.
    expect(performance.now() - began).toBeLessThan(8_000);
  });

  it('a peer that reads no more makes us read no more: a large letter is never held in memory', async () => {
    await world({ readsContent: false }, { timeouts: { ...patience(10_000), blockMs: 300 } });
    let pulled = 0;
    const block = Buffer.alloc(1_000_000, 'a');
    const sent = letter({
      size: 19_000_000,
      async *open() {
        for (let n = 0; n < 200; n += 1) {
          pulled += 1;
          yield block;
        }
      },
    });
    expect(await deliver(sent)).toMatchObject({ kind: 'temporary', cause: 'peerUnreachable' });
    // What the two sockets hold between them is the system's; nothing near the two hundred.
    expect(pulled).toBeLessThan(40);
  });
});

describe('what goes over the wire', () => {
  it('A03: holds no CR or LF alone, and doubles leading dots, wherever blocks are cut', async () => {
    await world();
    const text = '.a\r\n.b\rMAIL FROM:<x@y>\n.\nc\r\n.\r\nd\r.\r\n\r';
    const sent = letter({
      size: text.length,
      async *open() {
        for (const byte of Buffer.from(text, 'latin1')) yield Uint8Array.of(byte);
      },
    });
    expect(await deliver(sent)).toMatchObject({ kind: 'delivered' });
    const [content = ''] = peer.contents;
    expect(content).toBe('..a\r\n..b\r\nMAIL FROM:<x@y>\r\n..\r\nc\r\n..\r\nd\r\n..\r\n\r\n.\r\n');
    expect(content.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(peer.mails).toHaveLength(1);
  });

  it('is commands in one write when the peer takes them so, one by one when not', async () => {
    await world();
    await deliver(letter({ recipients: to(PAUL, LUC) }));
    expect(peer.reads.some((read) => /^MAIL .*\r\nRCPT .*\r\nRCPT .*\r\nDATA\r\n$/s.test(read))).toBe(true);
    await courier.stop();
    await peer.stop();
    await world({ offers: [] });
    expect(await deliver()).toMatchObject({ kind: 'delivered' });
    expect(peer.commands.slice(1, 4)).toEqual([
      'MAIL FROM:<anne@ch-valmont.mssante.fr>',
      `RCPT TO:<${PAUL}>`,
      'DATA',
    ]);
  });

  it('RFC 3461 §5.2.1: hands the sender’s wishes to a peer that knows them', async () => {
    await world();
    const recipients = [
      { address: PAUL, notify: ['SUCCESS', 'DELAY'], orcpt: 'rfc822;paul+2Bx@y.fr' },
    ] as const;
    expect(await deliver(letter({ recipients, ret: 'HDRS', envid: 'e+2B1' }))).toMatchObject({
      peerReports: true,
    });
    expect(peer.mails[0]).toMatch(/ RET=HDRS ENVID=e\+2B1$/);
    expect(peer.commands).toContain(`RCPT TO:<${PAUL}> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;paul+2Bx@y.fr`);
  });

  it('keeps them from a peer that does not', async () => {
    await world({ offers: ['PIPELINING'] });
    const recipients = [{ address: PAUL, notify: ['NEVER'], orcpt: 'rfc822;x@y.fr' }] as const;
    expect(await deliver(letter({ recipients, ret: 'FULL', envid: 'e' }))).toMatchObject({
      peerReports: false,
    });
    expect(peer.commands.join('\n')).not.toMatch(/NOTIFY|ORCPT|RET=|ENVID/);
  });

  it('RFC 1870: is nothing when the peer says the letter is too large', async () => {
    await world({ offers: ['SIZE 1000'] });
    expect(await deliver(letter({ size: 1001 }))).toMatchObject({
      kind: 'permanent',
      cause: 'largerThanPeerTakes',
    });
    expect(peer.mails).toEqual([]);
    expect(await deliver(letter({ size: 1000 }))).toMatchObject({ kind: 'delivered' });
  });

  it('RFC 6531: is an accented address only where it can be read', async () => {
    const sender = parseMailPath('hélène@ch-valmont.mssante.fr', true);
    await world({ offers: ['PIPELINING', '8BITMIME'] });
    expect(await deliver(letter({ sender }))).toMatchObject({
      kind: 'permanent',
      cause: 'addressNotWritable',
    });
    expect(peer.mails).toEqual([]);
    await courier.stop();
    await peer.stop();
    await world();
    expect(await deliver(letter({ sender }))).toMatchObject({ kind: 'delivered' });
    expect(peer.mails[0]).toMatch(/ SMTPUTF8$/);
  });
});

describe('EX_3.2_5070: the dialogue', () => {
  it('is that of RFC 5321: our full name, what the peer offers, one transaction, QUIT', async () => {
    await world({ offers: ['8BITMIME', 'SIZE 1000000'] });
    await deliver(letter({ recipients: to(PAUL, LUC), size: 23 }));
    await courier.stop();
    expect(peer.commands).toEqual([
      'EHLO mx.cachet.test',
      'MAIL FROM:<anne@ch-valmont.mssante.fr> SIZE=23 BODY=8BITMIME',
      `RCPT TO:<${PAUL}>`,
      `RCPT TO:<${LUC}>`,
      'DATA',
      'QUIT',
    ]);
  });
});

describe('each recipient', () => {
  it('has a verdict of its own', async () => {
    await world({ rcpt: (line) => (line.includes('luc') ? '550 5.1.1 Unknown' : '250 Ok') });
    const verdicts = await courier.deliver(letter({ recipients: to(PAUL, LUC) }));
    expect(verdicts.get(PAUL)).toMatchObject({ kind: 'delivered' });
    expect(verdicts.get(LUC)).toMatchObject({ kind: 'permanent', cause: 'recipientRejected', code: 550 });
  });

  it('beyond what the peer takes at once is put off (RFC 5321 §4.5.3.1.10); a full BAL is not one of them', async () => {
    await world({ rcpt: (line) => (line.includes('luc') ? '552 5.5.3 Too many' : '250 Ok') });
    const verdicts = await courier.deliver(letter({ recipients: to(PAUL, LUC) }));
    expect(verdicts.get(LUC)).toMatchObject({ kind: 'temporary', code: 552 });
    peer.script.rcpt = () => '552 5.2.2 Mailbox full';
    expect(await deliver()).toMatchObject({ kind: 'permanent', cause: 'recipientRejected' });
  });

  it('refused, all of them, leaves no content on the wire, and the session fit for the next letter', async () => {
    await world({ rcpt: () => '450 4.7.1 Greylisted', data: '503 5.5.1 Nobody' });
    expect(await deliver()).toMatchObject({ kind: 'temporary', code: 450, text: '4.7.1 Greylisted' });
    Object.assign(peer.script, { rcpt: () => '250 Ok', data: '354 Go on' });
    expect(await deliver()).toMatchObject({ kind: 'delivered' });
    expect([peer.connections, peer.contents.length]).toEqual([1, 1]);
  });

  it('refused, by a peer that takes DATA all the same (RFC 2920 §3.1): it gets an empty letter', async () => {
    await world({ rcpt: () => '550 5.1.1 Unknown', dot: '554 5.5.1 Nobody' });
    expect(await deliver()).toMatchObject({ kind: 'permanent', code: 550 });
    expect(peer.contents).toEqual(['.\r\n']);
  });

  it('is put off with its code by a peer that is closing', async () => {
    await world({ mail: '421 4.3.2 Closing' });
    expect(await deliver()).toMatchObject({ kind: 'temporary', cause: 'peerBusy', code: 421 });
  });
});

describe('a session kept for the next letter', () => {
  it('carries it without a new handshake', async () => {
    await world();
    for (let n = 0; n < 3; n += 1) expect(await deliver()).toMatchObject({ kind: 'delivered' });
    expect([peer.connections, peer.contents.length]).toEqual([1, 3]);
  });

  it('B05: carries nothing to a peer whose certificate was revoked meanwhile', async () => {
    await world();
    await deliver();
    igc.revoke(theirs);
    await trust.refreshCrls();
    expect(await deliver()).toMatchObject({ kind: 'temporary', cause: 'certificateNotAccepted' });
    expect(peer.mails).toHaveLength(1);
  });

  it('carries nothing to a domain that the list does not bind to that certificate, nor any more to one it did', async () => {
    await world();
    await deliver();
    const recipients = to(address(`luc@${OTHER_DOMAIN}`));
    const verdicts = await courier.deliver(letter({ domain: OTHER_DOMAIN, recipients }));
    expect([...verdicts.values()]).toMatchObject([{ cause: 'certificateOfAnotherDomain' }]);
    listeBlanche = indexListeBlanche([{ domain: DOMAIN, dn: 'CN=mx.nouveau.fr,C=FR' }], new Date());
    expect(await deliver()).toMatchObject({ cause: 'certificateOfAnotherDomain' });
    expect(peer.mails).toHaveLength(1);
  });

  it('is closed once our own certificate was renewed', async () => {
    await world();
    await deliver();
    identity = await igc.issue({ cn: 'mx.cachet.test' });
    expect(await deliver()).toMatchObject({ kind: 'delivered' });
    expect(peer.connections).toBe(2);
  });

  it('is closed after a while, and after so many letters', async () => {
    await world({}, { sessions: { idleMs: 20, letters: 2 } });
    await deliver();
    await vi.waitFor(() => expect(peer.commands).toContain('QUIT'));
    expect(await deliver()).toMatchObject({ kind: 'delivered' });
    await courier.stop();
    await peer.stop();
    await world({}, { sessions: { idleMs: 60_000, letters: 2 } });
    for (let n = 0; n < 3; n += 1) await deliver();
    expect(peer.connections).toBe(2);
  });

  it('that the peer closed meanwhile costs the letter nothing', async () => {
    await world();
    await deliver();
    peer.hangUp();
    expect(await deliver()).toMatchObject({ kind: 'delivered' });
    expect(peer.connections).toBe(2);
  });
});

describe('where a letter never goes', () => {
  const addresses = [
    '127.0.0.1',
    '10.1.2.3',
    '192.168.0.9',
    '172.20.0.1',
    '169.254.1.1',
    '::1',
    'fd00::1',
    '::ffff:10.0.0.1',
  ];

  it.each(addresses)('F08: a private address that an MX record names: %s', async (given) => {
    await world(
      {},
      {
        takesPrivateAddresses: false,
        resolver: {
          hostsOf: async () => ({ kind: 'hosts', hosts: [`mx.${DOMAIN}`] }),
          addressesOf: async () => [given],
        },
      },
    );
    expect(await deliver()).toMatchObject({ kind: 'temporary', cause: 'addressNotPublic' });
    expect(peer.connections).toBe(0);
  });

  it('A14: ourselves, whatever name the record gives us', async () => {
    await world();
    await peer.stop();
    theirs = us;
    await world();
    expect(await deliver()).toMatchObject({ kind: 'permanent', cause: 'loopsToUs' });
    expect(peer.mails).toEqual([]);
  });
});

describe('a domain with several hosts', () => {
  it('is reached by the next one when the first takes nobody', async () => {
    await world(
      {},
      {
        resolver: {
          hostsOf: async () => ({ kind: 'hosts', hosts: ['mx1.pair', 'mx2.pair'] }),
          addressesOf: async (host) => [host === 'mx1.pair' ? '127.0.0.2' : '127.0.0.1'],
        },
      },
    );
    expect(await deliver()).toMatchObject({ kind: 'delivered', remoteHost: 'mx2.pair' });
  });
});
