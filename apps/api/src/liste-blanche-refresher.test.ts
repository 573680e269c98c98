import { createHash, createSign, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ActContext } from '@cachet/mss-core';
import {
  type Database,
  PgCompliance,
  PgListeBlancheChanges,
  PgListeBlancheVersions,
  PgPendingListeBlanche,
} from '@cachet/schema';
import { type TemporaryDatabase, TestTenant, temporaryDatabase, withClient } from '@cachet/testkit';
import { type TestIdentity, TestIgc } from '@cachet/testkit/pki';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ListeBlancheRefresher, openListeBlancheRefresher } from './liste-blanche-refresher.js';

const SIGNER = 'CN=alb.mssante.test,O=SIGNATAIRE FICTIF,C=FR';
const MX = 'CN=mx.pair.fr,OU=1010000024,O=PAIR,C=FR';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const HOUR = 3_600_000;

let igc: TestIgc;
let signer: TestIdentity;
let web: Server;
let folder: string;
let temporary: TemporaryDatabase;
let database: Database;
let operator: TestTenant;
let refresher: ListeBlancheRefresher;
/** What the ANS publishes; null when it does not answer. */
let published: string | null;

beforeAll(async () => {
  igc = await TestIgc.create();
  signer = await igc.issue({ dn: SIGNER, purpose: 'mail' });
  folder = await mkdtemp(join(tmpdir(), 'cachet-refresh-'));
  await writeFile(join(folder, 'chain.pem'), igc.chainPem);
  web = createServer(async ({ url = '' }, response) => {
    const body = url === '/liste.xml' ? published : (await igc.fetch({ url: `http://igc.test${url}` })).body;
    response.writeHead(body === null ? 503 : 200).end(body ?? '');
  });
  await new Promise<void>((listening) => web.listen(0, '127.0.0.1', listening));
});

afterAll(async () => {
  web.close();
  await rm(folder, { recursive: true });
  await temporary.drop();
});

beforeEach(async () => {
  await temporary?.drop();
  temporary = await temporaryDatabase();
  database = await temporary.connect('api');
  operator = await TestTenant.create(database, { kind: 'operator' });
  const { port } = web.address() as { readonly port: number };
  const at = `http://127.0.0.1:${port}`;
  refresher = await openListeBlancheRefresher(
    {
      CACHET_IGC_CHAIN: join(folder, 'chain.pem'),
      CACHET_IGC_FINGERPRINTS: fingerprints(igc.chainPem),
      CACHET_IGC_CRL_URLS: igc.crlUrls.map((url) => `${at}${new URL(url).pathname}`),
      CACHET_LISTE_BLANCHE_URL: `${at}/liste.xml`,
      CACHET_LISTE_BLANCHE_SIGNERS: [SIGNER],
    },
    database,
  );
});

function fingerprints(pem: string): readonly string[] {
  const certificates = pem.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? [];
  return certificates.map((one) => new X509Certificate(one).fingerprint256);
}

/** A canonical list of that many domains, whose age is in hours. */
function list(domains: number, age: number): string {
  const generated = new Date(Date.now() - age * HOUR).toISOString().replace(/\.\d+/, '');
  const rows = Array.from(
    { length: domains },
    (_, n) =>
      `<Domaine><Nom>d${n}.mssante.fr</Nom><DNCertificatOperateur>${MX}</DNCertificatOperateur></Domaine>`,
  );
  return `<ListeBlancheMSSante xmlns="https://listeblanche.mssante.fr/schema"><DateDeGeneration>${generated}</DateDeGeneration><ListeDomaines>${rows.join('')}</ListeDomaines></ListeBlancheMSSante>`;
}

function signed(text: string): string {
  const digest = createHash('sha256').update(text).digest('base64');
  const method = (name: string, algorithm: string) => `<${name} Algorithm="${algorithm}"></${name}>`;
  const info = [
    method('CanonicalizationMethod', EXCLUSIVE),
    method('SignatureMethod', 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'),
    '<Reference URI=""><Transforms>',
    method('Transform', `${DSIG}enveloped-signature`),
    method('Transform', EXCLUSIVE),
    '</Transforms>',
    method('DigestMethod', 'http://www.w3.org/2001/04/xmlenc#sha256'),
    `<DigestValue>${digest}</DigestValue></Reference>`,
  ].join('');
  const value = createSign('sha256')
    .update(`<SignedInfo xmlns="${DSIG}">${info}</SignedInfo>`)
    .sign(signer.key, 'base64');
  const certificate = signer.der.toString('base64');
  return text.replace(
    '</ListeBlancheMSSante>',
    `<Signature xmlns="${DSIG}"><SignedInfo>${info}</SignedInfo><SignatureValue>${value}</SignatureValue><KeyInfo><X509Data><X509Certificate>${certificate}</X509Certificate></X509Data></KeyInfo></Signature></ListeBlancheMSSante>`,
  );
}

const act = (): ActContext => ({
  actor: { kind: 'system', name: 'test' },
  means: 'job',
  at: new Date(),
  correlationId: 'c',
  remoteAddress: null,
});

const latest = () => database.shared((sql) => new PgListeBlancheVersions(sql).latest());

async function eventsOf(): Promise<readonly string[]> {
  const page = await database.withTenant(operator.context(), (sql) =>
    new PgCompliance(sql).page({ first: 20 }),
  );
  return page.rows.map(({ kind }) => kind).toReversed();
}

describe('EX_2.2_5010: the list, from its published address to the versions kept', () => {
  it('is in force once verified, and its next version tells what it changed', async () => {
    published = signed(list(10, 2));
    expect(await refresher.refresh(act())).toMatchObject({ ok: true, value: { isNew: true } });
    published = signed(list(12, 1));
    await refresher.refresh(act());
    expect(await latest()).toMatchObject({ domainCount: 12, signerDn: SIGNER });
    const { rows } = await database.shared((sql) => new PgListeBlancheChanges(sql).page({ first: 10 }));
    expect(rows.map(({ kind, domain, present }) => [kind, domain, present])).toEqual([
      ['domainAdded', 'd10.mssante.fr', [MX]],
      ['domainAdded', 'd11.mssante.fr', [MX]],
    ]);
    const kept = await latest();
    const xml = await database.shared((sql) => new PgListeBlancheVersions(sql).xmlOf(kept?.id ?? ''));
    expect(Buffer.from(xml ?? []).toString()).toBe(published);
  });

  it.each<[string, () => string | null, string]>([
    ['nothing, the server being down', () => null, 'listeBlanche.unreachable'],
    ['an unsigned list', () => list(10, 0), 'listeBlanche.refused'],
    ['a tampered list', () => signed(list(10, 0)).replace('d3.', 'pirate.'), 'listeBlanche.refused'],
    ['a truncated list', () => signed(list(10, 0)).slice(0, 500), 'listeBlanche.refused'],
    ['an empty answer', () => '', 'listeBlanche.refused'],
    ['a web page', () => '<html><body>Maintenance</body></html>', 'listeBlanche.refused'],
    ['a list of no domain', () => signed(list(0, 0)), 'listeBlanche.refused'],
    ['an older list', () => signed(list(10, 400 * 24)), 'listeBlanche.refused'],
    ['a list of the day after tomorrow', () => signed(list(10, -48)), 'listeBlanche.refused'],
    ['a list that lost a third', () => signed(list(6, 0)), 'listeBlanche.awaitsApproval'],
  ])(
    'C04, EX_2.2_5035: stays in force when what comes is %s, and the operator is told',
    async (_, bad, event) => {
      published = signed(list(10, 2));
      await refresher.refresh(act());
      const before = await latest();
      published = bad();
      expect(await refresher.refresh(act())).toMatchObject({ ok: false });
      expect(await latest()).toEqual(before);
      expect(await eventsOf()).toEqual(['listeBlanche.published', event]);
    },
  );

  it('C04: a list that lost a third is in force once a person said yes to it', async () => {
    published = signed(list(9, 2));
    await refresher.refresh(act());
    published = signed(list(6, 1));
    await refresher.refresh(act());
    const pending = await database.shared((sql) => new PgPendingListeBlanche(sql).version());
    expect(pending).toMatchObject({ domainCount: 6 });
    expect(await refresher.approve(act(), 'another')).toMatchObject({ ok: false });
    expect(await refresher.approve(act(), pending?.sha256 ?? '')).toMatchObject({ ok: true });
    expect(await latest()).toMatchObject({ domainCount: 6 });
    expect(await database.shared((sql) => new PgPendingListeBlanche(sql).version())).toBeNull();
    const { rows } = await database.shared((sql) => new PgListeBlancheChanges(sql).page({ first: 10 }));
    expect(rows.map(({ kind }) => kind)).toEqual(['domainRemoved', 'domainRemoved', 'domainRemoved']);
  });

  it('is kept once when two processes fetch it together', async () => {
    published = signed(list(10, 1));
    const both = await Promise.all([refresher.refresh(act()), refresher.refresh(act())]);
    expect(both.map((one) => one.ok && one.value.isNew).sort()).toEqual([false, true]);
  });

  it('C06: a refresh cut at any moment leaves a whole list in force', async () => {
    published = signed(list(300, 40));
    await refresher.refresh(act());
    let cuts = 0;
    for (let round = 1; cuts < 10; round += 1) {
      published = signed(list(300 + round, 40 - round / 60));
      const stop = new AbortController();
      const cutting = cutConnections(stop.signal);
      await refresher.refresh(act()).catch(() => null);
      stop.abort();
      cuts += await cutting;
      const version = await latest();
      const xml = await database.shared((sql) => new PgListeBlancheVersions(sql).xmlOf(version?.id ?? ''));
      expect(sha256(xml ?? [])).toBe(version?.sha256);
    }
  });
});

const sha256 = (bytes: Iterable<number>) => createHash('sha256').update(Uint8Array.from(bytes)).digest('hex');

/** What the death of a process is to PostgreSQL, again and again until told to stop; answers how many connections were cut. */
function cutConnections(until: AbortSignal): Promise<number> {
  return withClient(temporary.adminUrl, async (admin) => {
    let cuts = 0;
    while (!until.aborted) {
      const { rows } = await admin.query(
        `select pg_terminate_backend(pid, 1000) from pg_stat_activity
          where datname = $1 and application_name = 'cachet-pool:api' and state <> 'idle'`,
        [temporary.name],
      );
      cuts += rows.length;
      await nextTurn();
    }
    return cuts;
  });
}
