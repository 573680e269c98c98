import { getDiffieHellman } from 'node:crypto';
import { IgcTrustStore } from '@cachet/ans';
import { DELIVERY_LIMITS, type DeliveryWorker, deliveryWorker } from '@cachet/mailedge/smtp';
import { PgMailRooms } from '@cachet/mailstore';
import type { Bal, DeliveryCause } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { TestTenant } from '@cachet/testkit';
import { type IdentityOptions, type TestIdentity, TestIgc } from '@cachet/testkit/pki';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { EdgeUnderTest, letter, OTHER_PEER_DOMAIN, PEER_DOMAIN, xoauth2 } from './support/edge-under-test.js';
import { FakePeer } from './support/fake-peer.js';
import { RawSmtpClient } from './support/raw-smtp-client.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const DN = 'CN=mx.peer-operateur.mssante.fr,OU=1990000019,O=OPERATEUR PAIR,ST=Paris (75),C=FR';

interface Row {
  readonly title: string;
  /** The peer's certificate. */
  identity(): Promise<TestIdentity>;
  /** Domains and DN put on the liste blanche; the peer's domain under the certificate's DN unless told. */
  listed?(identity: TestIdentity): readonly { domain: string; dn: string }[];
  /** What our MX says, to which command, when the peer comes with it; null when the letter is taken. */
  readonly inbound: readonly [command: 'EHLO' | 'MAIL', reply: RegExp] | null;
  /** Why our letter stays when the peer's server shows it; null when it goes. */
  readonly outbound: DeliveryCause | null;
}

let edge: EdgeUnderTest;
let hospital: TestTenant;
let anne: Bal;
let token: string;
let stranger: TestIgc;
let namesake: TestIgc;
let testBranch: TestIgc;
let sibling: TestIgc;
let peer: FakePeer | null = null;
let worker: DeliveryWorker | null = null;

beforeAll(async () => {
  edge = await EdgeUnderTest.start();
  hospital = await TestTenant.create(edge.database, { domain: 'ch-valmont.mssante.fr' });
  ({ bal: anne, token } = await edge.holder(hospital, 'anne.martin'));
  [stranger, namesake, testBranch, sibling] = await Promise.all([
    TestIgc.create('AUTRE AUTORITE'),
    TestIgc.create(),
    TestIgc.create('IGC-SANTE TEST (recette)'),
    edge.igc.sibling(),
  ]);
});

afterEach(async () => {
  await worker?.stop();
  await peer?.stop();
  await edge.database.shared((sql) => sql.query('delete from outbound_due'));
  worker = null;
  peer = null;
});

afterAll(() => edge.stop());

const issue = (options: IdentityOptions = {}) => edge.igc.issue({ dn: DN, ...options });
const refusedFor = (reason: string): Row['inbound'] => ['EHLO', new RegExp(`^550 5\\.7\\.1 .*${reason}`)];
const NOT_OURS = refusedFor("n'est pas emis par l'IGC-Sante");

async function revoked(): Promise<TestIdentity> {
  const identity = await issue();
  edge.igc.revoke(identity);
  await edge.trust.refreshCrls();
  return identity;
}

const MATRIX: readonly Row[] = [
  { title: 'valid, for servers only, its chain not sent', identity: issue, inbound: null, outbound: null },
  {
    title: 'valid, its chain sent along',
    identity: async () => withChain(await issue(), edge.igc),
    inbound: null,
    outbound: null,
  },
  {
    title: 'whose CN is neither the host of the MX nor of EHLO',
    identity: () => issue({ dn: DN.replace('mx.peer-operateur', 'sortie.autre-nom') }),
    inbound: null,
    outbound: null,
  },
  {
    title: 'listed beside another DN of the same domain',
    identity: () => issue({ dn: DN.replace('mx.', 'mx2.') }),
    listed: ({ dn }) => [
      { domain: PEER_DOMAIN, dn: DN },
      { domain: PEER_DOMAIN, dn },
    ],
    inbound: null,
    outbound: null,
  },
  {
    title: 'that has expired',
    identity: () => issue({ notAfter: new Date(Date.now() - DAY) }),
    inbound: refusedFor('il a expire'),
    outbound: 'certificateNotAccepted',
  },
  {
    title: 'not yet valid',
    identity: () => issue({ notBefore: new Date(Date.now() + DAY) }),
    inbound: refusedFor("il n'est pas encore valide"),
    outbound: 'certificateNotAccepted',
  },
  {
    title: 'that was revoked',
    identity: revoked,
    inbound: refusedFor('il est revoque'),
    outbound: 'certificateNotAccepted',
  },
  {
    title: 'not of IGC-Santé',
    identity: () => stranger.issue({ dn: DN }),
    inbound: NOT_OURS,
    outbound: 'certificateNotAccepted',
  },
  {
    title: 'of an authority that took the name of ours',
    identity: () => namesake.issue({ dn: DN }),
    inbound: NOT_OURS,
    outbound: 'certificateNotAccepted',
  },
  {
    title: 'of a stranger who sends his chain along',
    identity: async () => withChain(await stranger.issue({ dn: DN }), stranger),
    inbound: NOT_OURS,
    outbound: 'certificateNotAccepted',
  },
  {
    title: 'signed by itself, with a listed DN',
    identity: () => issue({ signedBy: 'itself' }),
    inbound: NOT_OURS,
    outbound: 'certificateNotAccepted',
  },
  {
    title: 'issued by an end certificate as if that were an authority',
    identity: async () => {
      const accomplice = await edge.igc.issue({ cn: 'mx.complice.mssante.fr' });
      return withChain(await issue({ signedBy: accomplice }), { chainPem: accomplice.cert });
    },
    inbound: NOT_OURS,
    outbound: 'certificateNotAccepted',
  },
  {
    title: 'of another branch of the same root',
    identity: async () => withChain(await sibling.issue({ dn: DN }), sibling),
    inbound: NOT_OURS,
    outbound: 'certificateNotAccepted',
  },
  {
    title: 'of the TEST branch, in production',
    identity: () => testBranch.issue({ dn: DN }),
    inbound: NOT_OURS,
    outbound: 'certificateNotAccepted',
  },
  {
    title: 'for e-mail (S/MIME) only',
    identity: () => issue({ purpose: 'mail' }),
    inbound: refusedFor("il n'est pas destine a cet usage"),
    outbound: 'certificateNotAccepted',
  },
  {
    title: 'of a practice software (AUTH_CLI)',
    identity: () => issue({ purpose: 'client' }),
    inbound: refusedFor("il n'est pas destine a cet usage"),
    outbound: 'certificateNotAccepted',
  },
  {
    title: 'whose DN is not on the liste blanche',
    identity: issue,
    listed: () => [],
    inbound: ['MAIL', /^550 5\.7\.1 /],
    outbound: 'certificateOfAnotherDomain',
  },
  {
    title: 'listed for another domain only',
    identity: issue,
    listed: ({ dn }) => [{ domain: OTHER_PEER_DOMAIN, dn }],
    inbound: ['MAIL', /^550 5\.7\.1 /],
    outbound: 'certificateOfAnotherDomain',
  },
  {
    title: 'that bears the listed DN as the text of one attribute',
    identity: () => issue({ dn: `CN=${DN.slice(3).replaceAll(',', '\\,')},C=FR` }),
    listed: () => [{ domain: PEER_DOMAIN, dn: DN }],
    inbound: ['MAIL', /^550 5\.7\.1 /],
    outbound: 'certificateOfAnotherDomain',
  },
];

/** What a peer sends beside its certificate. */
function withChain(identity: TestIdentity, { chainPem }: { readonly chainPem: string }): TestIdentity {
  return { ...identity, cert: identity.cert + chainPem };
}

function list(row: Pick<Row, 'listed'>, identity: TestIdentity): void {
  const listed = row.listed?.(identity) ?? [{ domain: PEER_DOMAIN, dn: identity.dn }];
  edge.list([hospital.domain], listed);
}

/** The session of a peer that has a letter: its replies to EHLO, MAIL, RCPT and the letter, as far as it gets. */
async function sessionOf(client: RawSmtpClient): Promise<string[]> {
  const sender = `jean.dupont@${PEER_DOMAIN}`;
  const steps = [
    'EHLO sortie.test',
    `MAIL FROM:<${sender}>`,
    `RCPT TO:<${anne.address}>`,
    'DATA',
    `${letter(sender, anne.address)}\r\n.`,
  ];
  const replies: string[] = [];
  for (const step of steps) {
    replies.push(await client.ask(step));
    if (!/^[23]/.test(replies.at(-1) ?? '')) break;
  }
  client.close();
  return replies;
}

describe('EX_OPE_5020, EX_3.1_5030 (B01): who comes to our MX with a certificate', () => {
  it.each(MATRIX)('$title', async ({ inbound, ...row }) => {
    const identity = await row.identity();
    list(row, identity);
    const replies = await sessionOf(await RawSmtpClient.secured(edge.mxPort, identity));
    if (!inbound) return expect(replies.at(-1)).toMatch(/^250 2\.6\.0 /);
    const [command, reply] = inbound;
    expect(replies).toHaveLength(command === 'EHLO' ? 1 : 2);
    expect(replies.at(-1)).toMatch(reply);
  });

  it('without any is told so and leaves', async () => {
    const replies = await sessionOf(await RawSmtpClient.secured(edge.mxPort, null));
    expect(replies).toEqual([expect.stringMatching(/^550 5\.7\.1 Aucun certificat/)]);
  });
});

/** Sends a letter to the peer, and waits for the end of its first attempt: what became of it and why. */
async function attempt(identity: TestIdentity, change: Parameters<typeof FakePeer.start>[1] = {}) {
  peer = await FakePeer.start(identity, change);
  const recipient = `luc.${newId()}@${PEER_DOMAIN}`;
  await submit(recipient);
  worker = deliveryWorker(workerDeps(peer.port));
  worker.start();
  return vi.waitFor(
    async () => {
      const kinds = ['message.delivered', 'message.deferred', 'message.failed'] as const;
      const traces = (await Promise.all(kinds.map((kind) => edge.traces(hospital, kind)))).flat();
      const trace = traces.find(({ facts }) => facts.recipient === recipient);
      if (!trace) throw new Error('no attempt yet');
      return { outcome: trace.outcome, received: peer?.received.length };
    },
    { timeout: 10_000, interval: 20 },
  );
}

async function submit(recipient: string): Promise<void> {
  const client = await RawSmtpClient.secured(edge.submissionPort, null);
  await client.ask('EHLO poste');
  await client.ask(`AUTH XOAUTH2 ${xoauth2(anne.address, token)}`);
  await client.ask(`MAIL FROM:<${anne.address}>`);
  await client.ask(`RCPT TO:<${recipient}>`);
  await client.ask('DATA');
  expect(await client.ask(`${letter(anne.address, recipient)}\r\n.`)).toMatch(/^250 /);
  client.close();
}

function workerDeps(port: number): Parameters<typeof deliveryWorker>[0] {
  const ms = 5_000;
  return {
    database: edge.database,
    safe: edge.safe,
    rooms: new PgMailRooms(edge.database, edge.safe),
    hostname: 'mx.cachet.test',
    port,
    identity: () => edge.identity.pair(),
    certificates: edge.trust,
    timeouts: { connectMs: ms, greetingMs: ms, commandMs: ms, dataMs: ms, blockMs: ms, finalMs: ms },
    takesPrivateAddresses: true,
    giveUpAfterMs: 48 * HOUR,
    resolver: {
      hostsOf: async () => ({ kind: 'hosts', hosts: [`mx.${PEER_DOMAIN}`] }),
      addressesOf: async () => ['127.0.0.1'],
    },
    listeBlanche: () => edge.listeBlanche,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    limits: { ...DELIVERY_LIMITS, restMs: 50 },
    attempted: () => undefined,
    now: () => new Date(),
    newId,
  };
}

describe('EX_OPE_5020, EX_3.2_5050 (B02): whose server we give our letter to', () => {
  it.each(MATRIX)('$title', async ({ outbound, ...row }) => {
    const identity = await row.identity();
    list(row, identity);
    const { outcome, received } = await attempt(identity);
    expect([outcome, received]).toEqual(outbound ? [outbound, 0] : ['ok', 1]);
  });

  it('EX_3.2_5020: a server that does not offer STARTTLS gets nothing', async () => {
    const identity = await issue();
    list({}, identity);
    const clear = { hideSTARTTLS: true, disabledCommands: ['AUTH', 'STARTTLS'] };
    expect(await attempt(identity, clear)).toEqual({ outcome: 'notEncrypted', received: 0 });
  });

  it.each<[string, Parameters<typeof FakePeer.start>[1], boolean]>([
    ['one of our suites', { ciphers: 'DHE-RSA-AES256-GCM-SHA384', dhparam: groupOf('modp14') }, true],
    ['none of our suites', { ciphers: 'AES256-GCM-SHA384' }, false],
    [
      'a group of 1024 bits',
      { ciphers: 'DHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0', dhparam: groupOf('modp2') },
      false,
    ],
    ['a curve of 224 bits', { ciphers: 'ECDHE-RSA-AES256-GCM-SHA384', ecdhCurve: 'secp224r1' }, false],
    ['TLS 1.1', { ciphers: 'DEFAULT@SECLEVEL=0', minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }, false],
  ])('EX_OPE_5010 (B07): a server that offers only %s', async (_, offer, isTaken) => {
    const identity = await issue();
    list({}, identity);
    const outcome = await attempt(identity, { maxVersion: 'TLSv1.2', ...offer });
    expect(outcome).toEqual(
      isTaken ? { outcome: 'ok', received: 1 } : { outcome: 'notEncrypted', received: 0 },
    );
  });
});

/** The PEM of a well-known group (PKCS #3). */
function groupOf(name: 'modp2' | 'modp14'): string {
  const prime = Buffer.concat([Buffer.of(0), getDiffieHellman(name).getPrime()]);
  const sized = (tag: number, content: Buffer) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(content.length);
    return Buffer.concat([Buffer.of(tag, 0x82), length, content]);
  };
  const der = sized(0x30, Buffer.concat([sized(0x02, prime), Buffer.of(0x02, 1, 2)]));
  return `-----BEGIN DH PARAMETERS-----\n${der.toString('base64')}\n-----END DH PARAMETERS-----\n`;
}

describe('EX_OPE_5050 (B05): revocation', () => {
  afterEach(async () => {
    edge.igc.revokeBranch(false);
    await edge.trust.refreshCrls();
  });

  it('of the branch itself turns every peer away, in both directions', async () => {
    const identity = await issue();
    list({}, identity);
    edge.igc.revokeBranch();
    await edge.trust.refreshCrls();
    const replies = await sessionOf(await RawSmtpClient.secured(edge.mxPort, identity));
    expect(replies).toEqual([expect.stringMatching(/^550 5\.7\.1 .*il est revoque/)]);
    expect(await attempt(identity)).toEqual({ outcome: 'certificateNotAccepted', received: 0 });
  });

  it('that nobody can tell is a temporary refusal, in both directions', async () => {
    const identity = await issue();
    list({}, identity);
    const known = edge.trust;
    edge.trust = await IgcTrustStore.load({
      ...{ chainPem: edge.igc.chainPem, crlUrls: [], ocspUrl: null, cacheFolder: null },
      fetch: edge.igc.fetch,
    });
    try {
      const replies = await sessionOf(await RawSmtpClient.secured(edge.mxPort, identity));
      expect(replies).toEqual([expect.stringMatching(/^454 4\.7\.0 /)]);
      expect(await attempt(identity)).toEqual({ outcome: 'certificateNotAccepted', received: 0 });
    } finally {
      edge.trust = known;
    }
  });

  it('is heard of in the middle of a session', async () => {
    const identity = await issue();
    list({}, identity);
    const client = await RawSmtpClient.secured(edge.mxPort, identity);
    const mail = `MAIL FROM:<jean.dupont@${PEER_DOMAIN}>`;
    await client.ask('EHLO sortie.test');
    expect(await client.ask(mail)).toMatch(/^250 /);
    await client.ask('RSET');
    edge.igc.revoke(identity);
    await edge.trust.refreshCrls();
    expect(await client.ask(mail)).toMatch(/^550 5\.7\.1 .*il est revoque/);
    client.close();
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('is not escaped by resuming a session of %s', async (version) => {
    const identity = await issue();
    list({}, identity);
    const greeted = async (session?: Buffer) => {
      const client = await RawSmtpClient.connect(edge.mxPort);
      await client.reply();
      await client.ask('EHLO sortie.test');
      await client.ask('STARTTLS');
      await client.startTls(identity, { maxVersion: version, ...(session && { session }) });
      return { client, reply: await client.ask('EHLO sortie.test') };
    };
    const first = await greeted();
    expect(first.reply).toMatch(/^250/);
    const session = first.client.tls.getSession();
    first.client.close();
    edge.igc.revoke(identity);
    await edge.trust.refreshCrls();
    const again = await greeted(session);
    expect(again.client.tls.isSessionReused()).toBe(false);
    expect(again.reply).toMatch(/^550 5\.7\.1 .*il est revoque/);
  });
});
