import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatDn, parseDn, sameDn } from '@cachet/mss-core/trust';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type CrlWish,
  crlOf,
  type Identity,
  MiniatureIgc,
  NOON,
  selfSigned,
  type Wish,
  x509,
} from '../../test/miniature-igc.js';
import { ocspAnswer, type ResponderMood } from '../../test/ocsp-responder.js';
import { Published } from '../../test/published.js';
import { parseLdapUrl } from '../ldap/ldap-url.js';
import { dnOfCertificate, readCertificate } from './certificate.js';
import { ChainAltered } from './chain-fingerprints.js';
import { type CertificateJudgement, IgcTrustStore } from './igc-trust-store.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PEER = 'CN=mx.peer-operateur.mssante.fr,OU=1990000019,O=OPÉRATEUR PAIR,ST=Paris (75),C=FR';
const ROOT_CRL = 'http://igc.test/racine.crl';
const BRANCH_CRL = 'http://igc.test/organisations.crl';
const DELTA_CRL = 'http://igc.test/organisations-delta.crl';
const OCSP = 'http://igc.test/ocsp';

let igc: MiniatureIgc;
let peer: Identity;
let web: Published;
let now: Date;
let folder: string;

beforeAll(async () => {
  igc = await MiniatureIgc.create();
  peer = await igc.issue({ dn: PEER });
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cachet-crl-'));
  now = NOON;
  web = new Published();
  web.put(ROOT_CRL, await crlOf(igc.root));
  web.put(BRANCH_CRL, await crlOf(igc.branch));
});

afterEach(() => rm(folder, { recursive: true }));

async function store(chainPem = igc.chainPem, ocspUrl: string | null = OCSP): Promise<IgcTrustStore> {
  return IgcTrustStore.load({
    chainPem,
    crlUrls: [ROOT_CRL, BRANCH_CRL],
    ocspUrl,
    cacheFolder: folder,
    fetch: web.fetch,
    clock: () => now,
  });
}

async function readyStore(): Promise<IgcTrustStore> {
  const loaded = await store();
  await loaded.refreshCrls();
  return loaded;
}

function verdict(judgement: CertificateJudgement): string {
  if (judgement.ok) return 'accepted';
  return judgement.refusal.detail.objection ?? judgement.refusal.code;
}

describe('EX_OPE_5020: only a certificate of IGC-Santé opens the trust space', () => {
  it('accepts the server certificate of a peer that sends nothing but itself, and gives its DN', async () => {
    const judgement = await (await readyStore()).judge(peer.der);
    expect(judgement).toMatchObject({
      ok: true,
      fingerprint: peer.pem && expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(judgement.ok && sameDn(judgement.dn, parseDn(PEER) ?? [])).toBe(true);
  });

  it.each<[string, Partial<Wish>, string]>([
    ['for servers and clients alike (no extended usage)', { kind: 'any' }, 'accepted'],
    ['for clients only', { kind: 'authCli' }, 'purpose'],
    ['for e-mail only', { kind: 'smime' }, 'purpose'],
    ['that may not sign', { keyUsage: x509.KeyUsageFlags.keyAgreement }, 'purpose'],
    ['without key usage', { keyUsage: null }, 'accepted'],
    ['that has expired', { notAfter: new Date(NOON.getTime() - 1) }, 'expired'],
    ['that is not yet valid', { notBefore: new Date(NOON.getTime() + HOUR) }, 'notYetValid'],
    ['of an authority', { kind: 'authority' }, 'authority'],
    [
      'with a critical extension nobody knows',
      { extensions: [new x509.Extension('1.2.3.4.5', true, Uint8Array.of(5, 0))] },
      'unknownExtension',
    ],
    ['signed with SHA-1', { hash: 'SHA-1' }, 'weak'],
    ['for a key of 1024 bits', { keyType: 'shortRsa' }, 'weak'],
  ])('a certificate %s', async (_, wish, expected) => {
    const identity = await igc.issue({ dn: PEER, ...wish });
    expect(verdict(await (await readyStore()).judge(identity.der))).toBe(expected);
  });

  it('refuses the same DN signed by itself', async () => {
    const impostor = await selfSigned({ dn: PEER });
    expect(verdict(await (await readyStore()).judge(impostor.der))).toBe('untrusted');
  });

  it('refuses another tree whose authorities bear the same names', async () => {
    const forged = await MiniatureIgc.create();
    const impostor = await forged.issue({ dn: PEER });
    expect(verdict(await (await readyStore()).judge(impostor.der))).toBe('untrusted');
  });

  it('refuses what an end certificate issued as if it were an authority', async () => {
    const impostor = await igc.issue({ dn: PEER.replace('mx.', 'mx2.') }, peer);
    expect(verdict(await (await readyStore()).judge(impostor.der))).toBe('untrusted');
  });

  it('refuses bytes that are no certificate', async () => {
    const trust = await readyStore();
    for (const bytes of [Buffer.alloc(0), Buffer.from('hello'), peer.der.subarray(0, 100)]) {
      expect(verdict(await trust.judge(bytes))).toBe('unreadable');
    }
  });

  it('reads no more than it understands of bent certificates, and never throws', async () => {
    const trust = await readyStore();
    for (let at = 0; at < peer.der.length; at += 3) {
      const bent = Buffer.from(peer.der);
      bent[at] = (bent[at] ?? 0) ^ 0x41;
      expect((await trust.judge(bent)).ok).toBe(false);
    }
  });
});

describe('EX_LPS_1200: only an ORG AUTH_CLI certificate opens the entries of applicative BAL', () => {
  it.each<[string, Partial<Wish>, string]>([
    ['made for clients', { kind: 'authCli' }, 'accepted'],
    ['of a server', { kind: 'server' }, 'purpose'],
    ['for e-mail', { kind: 'smime' }, 'purpose'],
    ['without a stated purpose', { kind: 'any' }, 'purpose'],
    ['made for clients, expired', { kind: 'authCli', notAfter: new Date(NOON.getTime() - 1) }, 'expired'],
  ])('a certificate %s', async (_, wish, expected) => {
    const identity = await igc.issue({ dn: PEER, ...wish });
    const judge = (await readyStore()).judgeOf('authCli');
    expect(verdict(await judge.judge(identity.der))).toBe(expected);
  });

  it('keeps what it concluded for one use apart from the others', async () => {
    const trust = await readyStore();
    expect(verdict(await trust.judge(peer.der))).toBe('accepted');
    expect(verdict(await trust.judgeOf('authCli').judge(peer.der))).toBe('purpose');
  });
});

describe('EX_OPE_5030: the Organisations branch and no other', () => {
  it('refuses a certificate of a sibling branch of the same root', async () => {
    const sibling = await igc.issue(
      { dn: 'CN=AC PERSONNES,O=ASIP FICTIVE,C=FR', kind: 'authority' },
      igc.root,
    );
    const person = await igc.issue({ dn: PEER }, sibling);
    expect(verdict(await (await readyStore()).judge(person.der))).toBe('untrusted');
  });

  it('refuses an organisation certificate made by the root itself', async () => {
    const direct = await igc.issue({ dn: PEER }, igc.root);
    expect(verdict(await (await readyStore()).judge(direct.der))).toBe('untrusted');
  });

  it('refuses a path longer than its authority allows', async () => {
    const below = await igc.issue({ dn: 'CN=AC DE TROP,O=ASIP FICTIVE,C=FR', kind: 'authority' });
    await expect(store(`${igc.chainPem}\n${below.pem}`)).rejects.toThrow('no path to a root');
  });
});

describe('EX_OPE_5040: the store is our own', () => {
  it('says what is wrong with a chain that cannot serve', async () => {
    await expect(store('')).rejects.toThrow('no self-signed root');
    await expect(store(igc.root.pem)).rejects.toThrow('no intermediate authority');
    await expect(store(igc.branch.pem)).rejects.toThrow('no self-signed root');
    await expect(store(`${igc.chainPem}\n${peer.pem}`)).rejects.toThrow('is not a certification authority');
    const foreign = await MiniatureIgc.create('ETRANGERE');
    await expect(store(`${foreign.root.pem}\n${igc.branch.pem}`)).rejects.toThrow('no path to a root');
  });
});

describe('RE_OPE_5040: the chain is the one that the trusted source publishes', () => {
  const load = (chainPem: string, fingerprints: readonly string[]) =>
    IgcTrustStore.load({
      ...{ chainPem, fingerprints, crlUrls: [], ocspUrl: null, cacheFolder: null },
      fetch: web.fetch,
    });
  const prints = () => [igc.root, igc.branch].map(({ der }) => new X509Certificate(der).fingerprint256);

  it('is taken with the fingerprints that OpenSSL prints, in any order', async () => {
    await expect(load(igc.chainPem, prints().reverse())).resolves.toBeDefined();
  });

  it('is refused when a byte of a certificate changed', async () => {
    const bent = Buffer.from(igc.root.der);
    bent[40] = (bent[40] ?? 0) ^ 1;
    const pem = `-----BEGIN CERTIFICATE-----\n${bent.toString('base64')}\n-----END CERTIFICATE-----`;
    await expect(load(`${pem}\n${igc.branch.pem}`, prints())).rejects.toThrow(ChainAltered);
  });

  it('is refused with one certificate more, one less, or without any fingerprint', async () => {
    const other = await MiniatureIgc.create('AUTRE');
    await expect(load(`${igc.chainPem}\n${other.chainPem}`, prints())).rejects.toThrow('unexpected');
    await expect(load(igc.root.pem, prints())).rejects.toThrow('missing');
    await expect(load(igc.chainPem, [])).rejects.toThrow('unexpected');
  });
});

describe('EX_OPE_5050: no certificate passes without its revocation being known', () => {
  it('refuses a revoked certificate for good', async () => {
    web.put(BRANCH_CRL, await crlOf(igc.branch, { revoked: [peer] }));
    expect(verdict(await (await readyStore()).judge(peer.der))).toBe('revoked');
  });

  it('refuses everybody of a revoked branch', async () => {
    web.put(ROOT_CRL, await crlOf(igc.root, { revoked: [igc.branch] }));
    expect(verdict(await (await readyStore()).judge(peer.der))).toBe('revoked');
  });

  it('refuses a peer it already knew, as soon as a new CRL names it', async () => {
    const trust = await readyStore();
    expect(verdict(await trust.judge(peer.der))).toBe('accepted');
    web.put(BRANCH_CRL, await crlOf(igc.branch, { revoked: [peer], number: 2 }));
    await trust.refreshCrls();
    expect(verdict(await trust.judge(peer.der))).toBe('revoked');
  });

  it('hears of a revocation without being told, until it is stopped', async () => {
    const trust = await store();
    const stop = trust.keepFresh(() => undefined, 10);
    await vi.waitFor(async () => expect(verdict(await trust.judge(peer.der))).toBe('accepted'));
    web.put(BRANCH_CRL, await crlOf(igc.branch, { revoked: [peer], number: 2 }));
    await vi.waitFor(async () => expect(verdict(await trust.judge(peer.der))).toBe('revoked'));
    stop();
  });

  it('asks to come back when no CRL was ever had and nobody answers', async () => {
    const trust = await store();
    expect(trust.ready()).toMatchObject({ ok: false });
    const judgement = await trust.judge(peer.der);
    expect(judgement).toMatchObject({ ok: false, refusal: { code: 'revocationUnknown' } });
  });

  it('asks to come back once its CRL is past its time, and works again with the next', async () => {
    const trust = await readyStore();
    expect(verdict(await trust.judge(peer.der))).toBe('accepted');
    now = new Date(NOON.getTime() + 2 * DAY);
    expect(verdict(await trust.judge(peer.der))).toBe('revocationUnknown');
    const current = { thisUpdate: now, nextUpdate: new Date(now.getTime() + DAY), number: 2 };
    web.put(ROOT_CRL, await crlOf(igc.root, current));
    web.put(BRANCH_CRL, await crlOf(igc.branch, current));
    await trust.refreshCrls();
    expect(verdict(await trust.judge(peer.der))).toBe('accepted');
    expect(trust.ready()).toEqual({ ok: true });
  });

  it('still refuses whom a CRL past its time names', async () => {
    web.put(BRANCH_CRL, await crlOf(igc.branch, { revoked: [peer] }));
    const trust = await readyStore();
    now = new Date(NOON.getTime() + 2 * DAY);
    expect(verdict(await trust.judge(peer.der))).toBe('revoked');
  });

  it.each<[string, (good: MiniatureIgc) => Promise<Buffer> | Buffer]>([
    ['corrupted', async () => Buffer.concat([(await crlOf(igc.branch)).subarray(0, 60), Buffer.from('x')])],
    ['a web page', () => Buffer.from('<html>maintenance</html>')],
    ['signed by somebody else', () => crlOf(igc.branch, { signedBy: peer, revoked: [peer], number: 9 })],
    [
      'bent after its signature',
      async () => {
        const bytes = await crlOf(igc.branch, { number: 9 });
        const at = bytes.indexOf(Buffer.from('ELEMENTAIRE'));
        bytes[at] = 0x46;
        return bytes;
      },
    ],
    ['older than the one held', () => crlOf(igc.branch, { number: 4, revoked: [peer] })],
    [
      'dated tomorrow',
      () => crlOf(igc.branch, { number: 9, thisUpdate: new Date(NOON.getTime() + DAY), revoked: [peer] }),
    ],
  ])('keeps the CRL held when the published one is %s', async (_, bad) => {
    web.put(BRANCH_CRL, await crlOf(igc.branch, { number: 5 }));
    const trust = await readyStore();
    web.put(BRANCH_CRL, await bad(igc));
    const results = await trust.refreshCrls();
    expect(results.find((result) => result.url === BRANCH_CRL)?.outcome).toBe('refused');
    expect(verdict(await trust.judge(peer.der))).toBe('accepted');
  });

  it('reads a CRL published as PEM', async () => {
    const pem = `-----BEGIN X509 CRL-----\n${(await crlOf(igc.branch, { revoked: [peer] })).toString('base64')}\n-----END X509 CRL-----`;
    web.put(BRANCH_CRL, Buffer.from(pem));
    expect(verdict(await (await readyStore()).judge(peer.der))).toBe('revoked');
  });

  it('finds its CRL again on disk after a restart with the network cut', async () => {
    await readyStore();
    web.remove(ROOT_CRL);
    web.remove(BRANCH_CRL);
    expect(verdict(await (await store()).judge(peer.der))).toBe('accepted');
  });

  it('serves all the same where nothing can be kept, and says so', async () => {
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a file where a folder was');
    const trust = await store();
    const results = await trust.refreshCrls();
    expect(results.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['renewed', expect.stringMatching(/^not kept on disk/)],
      ['renewed', expect.stringMatching(/^not kept on disk/)],
    ]);
    expect(verdict(await trust.judge(peer.der))).toBe('accepted');
  });

  it('does not believe a file that changed on disk', async () => {
    await readyStore();
    for (const name of await readdir(folder)) {
      const bytes = await readFile(join(folder, name));
      bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1;
      await writeFile(join(folder, name), bytes);
    }
    web.remove(ROOT_CRL);
    web.remove(BRANCH_CRL);
    expect(verdict(await (await store()).judge(peer.der))).toBe('revocationUnknown');
  });
});

describe('EX_OPE_5050: delta lists bring a complete list up to date', () => {
  /** RFC 5280 §5.2.6: where the deltas are, said by a complete list or a certificate. */
  const freshest = () => {
    const points = new x509.CRLDistributionPointsExtension([DELTA_CRL]);
    return new x509.Extension('2.5.29.46', false, points.value);
  };
  /** RFC 5280 §5.2.4: changes since the complete list of that number. */
  const deltaSince = (base: number) => new x509.Extension('2.5.29.27', true, Uint8Array.of(2, 1, base));

  async function follow(wish: CrlWish & { readonly base?: number }): Promise<IgcTrustStore> {
    web.put(BRANCH_CRL, await crlOf(igc.branch, { number: 5, extensions: [freshest()] }));
    web.put(DELTA_CRL, await deltaOf(wish));
    return readyStore();
  }

  function deltaOf({ base = 5, ...wish }: CrlWish & { readonly base?: number }): Promise<Buffer> {
    return crlOf(igc.branch, { number: 6, extensions: [deltaSince(base)], ...wish });
  }

  it('found where the complete list says, revoke by themselves', async () => {
    expect(verdict(await (await follow({ revoked: [peer] })).judge(peer.der))).toBe('revoked');
  });

  it('are found where the certificate of a peer says', async () => {
    const named = await igc.issue({ dn: PEER, extensions: [freshest()] });
    web.put(BRANCH_CRL, await crlOf(igc.branch, { number: 5 }));
    web.put(DELTA_CRL, await deltaOf({ revoked: [named] }));
    const trust = await readyStore();
    expect(verdict(await trust.judge(named.der))).toBe('accepted');
    await trust.refreshCrls();
    expect(verdict(await trust.judge(named.der))).toBe('revoked');
  });

  it('are enough while the complete list is past its time', async () => {
    const trust = await follow({});
    now = new Date(NOON.getTime() + 2 * DAY);
    expect(verdict(await trust.judge(peer.der))).toBe('revocationUnknown');
    web.put(
      DELTA_CRL,
      await deltaOf({ number: 7, thisUpdate: now, nextUpdate: new Date(now.getTime() + DAY) }),
    );
    web.put(
      ROOT_CRL,
      await crlOf(igc.root, { number: 2, thisUpdate: now, nextUpdate: new Date(now.getTime() + DAY) }),
    );
    await trust.refreshCrls();
    expect(verdict(await trust.judge(peer.der))).toBe('accepted');
  });

  it('lift a suspension that the complete list tells', async () => {
    web.put(BRANCH_CRL, await crlOf(igc.branch, { number: 5, revoked: [peer], extensions: [freshest()] }));
    web.put(DELTA_CRL, await deltaOf({ revoked: [peer], reason: x509.X509CrlReason.removeFromCRL }));
    expect(verdict(await (await readyStore()).judge(peer.der))).toBe('accepted');
  });

  it('are found again on disk after a restart with the network cut', async () => {
    await follow({ revoked: [peer] });
    for (const url of [ROOT_CRL, BRANCH_CRL, DELTA_CRL]) web.remove(url);
    expect(verdict(await (await store()).judge(peer.der))).toBe('revoked');
  });

  it('are left behind once a complete list tells as much', async () => {
    const trust = await follow({ revoked: [peer] });
    web.put(BRANCH_CRL, await crlOf(igc.branch, { number: 6, extensions: [freshest()] }));
    await trust.refreshCrls();
    expect(verdict(await trust.judge(peer.der))).toBe('accepted');
  });

  it.each<[string, CrlWish & { readonly base?: number }]>([
    ['follows a later complete list than the one held', { base: 6, number: 7 }],
    ['is signed by somebody else', { number: 8 }],
    ['is dated tomorrow', { thisUpdate: new Date(NOON.getTime() + DAY) }],
    ['has no number of its own', { isNumbered: false }],
  ])('change nothing when the published one %s', async (title, wish) => {
    const signedBy = title.startsWith('is signed') ? { signedBy: peer } : {};
    const trust = await follow({ ...wish, ...signedBy, revoked: [peer] });
    const results = await trust.refreshCrls();
    expect(results.find((result) => result.url === DELTA_CRL)?.outcome).toBe('refused');
    expect(verdict(await trust.judge(peer.der))).toBe('accepted');
  });

  it('does not put an older delta in the place of a newer one', async () => {
    const trust = await follow({ number: 8, revoked: [peer] });
    web.put(DELTA_CRL, await deltaOf({ number: 7 }));
    await trust.refreshCrls();
    expect(verdict(await trust.judge(peer.der))).toBe('revoked');
  });
});

describe('EX_OPE_5050: without a fresh CRL the OCSP responder is asked', () => {
  let delegate: Identity;

  beforeAll(async () => {
    delegate = await igc.issue({ dn: 'CN=OCSP,O=ASIP FICTIVE,C=FR', kind: 'ocsp' });
  });

  /** The branch's CRL is missing; the responder answers in that mood. */
  async function judgedWith(mood: ResponderMood): Promise<string> {
    web.remove(BRANCH_CRL);
    web.put(OCSP, (request) => ocspAnswer(request.body ?? new Uint8Array(), mood));
    return verdict(await (await readyStore()).judge(peer.der));
  }

  it.each<[string, () => ResponderMood, string]>([
    ['says good, signed by the authority', () => ({ signer: igc.branch }), 'accepted'],
    ['says good, signed by its delegate', () => ({ signer: delegate, sendsSigner: true }), 'accepted'],
    ['says good without our nonce', () => ({ signer: igc.branch, nonce: 'none' }), 'accepted'],
    ['says revoked', () => ({ signer: igc.branch, state: 'revoked' }), 'revoked'],
    ['does not know', () => ({ signer: igc.branch, state: 'unknown' }), 'revocationUnknown'],
    ['answers with another nonce', () => ({ signer: igc.branch, nonce: 'other' }), 'revocationUnknown'],
    [
      'answers about another certificate',
      () => ({ signer: igc.branch, answersAbout: 'another' }),
      'revocationUnknown',
    ],
    ['is not the authority’s', () => ({ signer: peer, sendsSigner: true }), 'revocationUnknown'],
    [
      'is the root, which did not issue it',
      () => ({ signer: igc.root, sendsSigner: true }),
      'revocationUnknown',
    ],
    ['answers with an error', () => ({ signer: igc.branch, status: 3 }), 'revocationUnknown'],
    [
      'answers with something past its time',
      () => ({
        signer: igc.branch,
        thisUpdate: new Date(NOON.getTime() - DAY),
        nextUpdate: new Date(NOON.getTime() - HOUR),
      }),
      'revocationUnknown',
    ],
    [
      'answers with yesterday’s word and no end to it',
      () => ({ signer: igc.branch, thisUpdate: new Date(NOON.getTime() - DAY), nextUpdate: null }),
      'revocationUnknown',
    ],
    [
      'answers with tomorrow’s word',
      () => ({
        signer: igc.branch,
        thisUpdate: new Date(NOON.getTime() + DAY),
        nextUpdate: new Date(NOON.getTime() + 2 * DAY),
      }),
      'revocationUnknown',
    ],
  ])('which %s', async (_, mood, expected) => {
    expect(await judgedWith(mood())).toBe(expected);
  });

  it('answers with a web page: nothing is known', async () => {
    web.remove(BRANCH_CRL);
    web.put(OCSP, Buffer.from('<html></html>'));
    expect(verdict(await (await readyStore()).judge(peer.der))).toBe('revocationUnknown');
  });

  it('is asked once while its answer lasts', async () => {
    web.remove(BRANCH_CRL);
    web.put(OCSP, (request) => ocspAnswer(request.body ?? new Uint8Array(), { signer: igc.branch }));
    const trust = await readyStore();
    for (let turn = 0; turn < 3; turn += 1) expect(verdict(await trust.judge(peer.der))).toBe('accepted');
    expect(web.asked.filter((url) => url === OCSP)).toHaveLength(1);
    now = new Date(NOON.getTime() + 2 * HOUR);
    expect(verdict(await trust.judge(peer.der))).toBe('revocationUnknown');
    expect(web.asked.filter((url) => url === OCSP)).toHaveLength(2);
  });

  it('is asked once by many sessions at a time', async () => {
    web.remove(BRANCH_CRL);
    web.put(OCSP, (request) => ocspAnswer(request.body ?? new Uint8Array(), { signer: igc.branch }));
    const trust = await readyStore();
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => trust.judge(peer.der)));
    expect(new Set(verdicts.map(verdict))).toEqual(new Set(['accepted']));
    expect(web.asked.filter((url) => url === OCSP)).toHaveLength(1);
  });

  it('is found in the certificate when none is configured', async () => {
    web.remove(BRANCH_CRL);
    const access = new x509.AuthorityInfoAccessExtension({ ocsp: OCSP });
    const named = await igc.issue({ dn: PEER, extensions: [access] });
    web.put(OCSP, (request) => ocspAnswer(request.body ?? new Uint8Array(), { signer: igc.branch }));
    const trust = await store(igc.chainPem, null);
    await trust.refreshCrls();
    expect(verdict(await trust.judge(named.der))).toBe('accepted');
    expect(verdict(await trust.judge(peer.der))).toBe('revocationUnknown');
  });
});

describe('a known peer', () => {
  it('is judged in less than a millisecond, until its certificate ends', async () => {
    const short = await igc.issue({ dn: PEER, notAfter: new Date(NOON.getTime() + HOUR) });
    const trust = await readyStore();
    const judgement = await trust.judge(short.der);
    expect(await trust.judge(short.der)).toBe(judgement);
    const start = performance.now();
    for (let turn = 0; turn < 1000; turn += 1) await trust.judge(short.der);
    // Ordinary: about 5 µs.
    expect((performance.now() - start) / 1000).toBeLessThan(1);
    now = new Date(NOON.getTime() + HOUR + 1);
    expect(verdict(await trust.judge(short.der))).toBe('expired');
  });

  it('is one among a hundred thousand others of the CRL', async () => {
    const revoked = Array.from({ length: 1000 }, (_, index) => ({
      ...peer,
      certificate: { serialNumber: (0x7000_0000 + index).toString(16) } as x509.X509Certificate,
    }));
    web.put(BRANCH_CRL, await crlOf(igc.branch, { revoked }));
    expect(verdict(await (await readyStore()).judge(peer.der))).toBe('accepted');
  });
});

const REAL = [process.env.SHARED_DATA, '../shared/data']
  .filter((place) => place !== undefined)
  .map((place) => join(place, 'igc'))
  .find((place) => existsSync(place));

describe.skipIf(!REAL)('the real authorities of IGC-Santé', () => {
  const read = (name: string) => readFileSync(join(REAL ?? '', name), 'utf8');

  it('make a store, which refuses a certificate of the test branch', async () => {
    const trust = await store(`${read('ACR-EL.pem')}\n${read('ACI-EL-ORG.pem')}`);
    const leaf = new x509.X509Certificate(read('test-ORG_SIGN-devboxsante-2023.pem'));
    expect(verdict(await trust.judge(Buffer.from(leaf.rawData)))).toBe('untrusted');
  });

  it('name the directory where their delta lists are', () => {
    const leaf = new x509.X509Certificate(read('test-ORG_SIGN-devboxsante-2023.pem'));
    const [url = ''] = readCertificate(Buffer.from(leaf.rawData))?.freshestCrls ?? [];
    expect(parseLdapUrl(url)).toMatchObject({
      host: 'annuaire-igc.esante.gouv.fr',
      attribute: 'deltarevocationlist;binary',
    });
  });

  it('write their DN as people read them', () => {
    const authority = new x509.X509Certificate(read('ACI-EL-ORG.pem'));
    const expected =
      'CN=AC IGC-SANTE ELEMENTAIRE ORGANISATIONS,OU=IGC-SANTE,OU=0002 187512751,O=ASIP-SANTE,C=FR';
    const dn = dnOfCertificate(Buffer.from(authority.rawData));
    expect(dn && formatDn(dn)).toBe(expected);
  });
});
