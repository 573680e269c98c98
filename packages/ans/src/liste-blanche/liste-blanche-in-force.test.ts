import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ListeBlancheVersion } from '@cachet/mss-core/trust';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Identity, MiniatureIgc, NOON } from '../../test/miniature-igc.js';
import { listText, ROWS, sign } from '../../test/signed-list.js';
import { IgcTrustStore } from '../igc/igc-trust-store.js';
import { ListeBlancheCopy } from './liste-blanche-copy.js';
import { ListeBlancheInForce } from './liste-blanche-in-force.js';
import { IgcListeBlancheVerifier } from './liste-blanche-verifier.js';
import { readSignedList } from './read-signed-list.js';

const SIGNER = 'CN=alb.mssante.test,O=SIGNATAIRE FICTIF,C=FR';

let signer: Identity;
let verifier: IgcListeBlancheVerifier;
let folder: string;
let problems: string[];
/** What the database holds, newest last; null when it is away. */
let database: { version: ListeBlancheVersion; xml: Uint8Array }[] | null;

beforeAll(async () => {
  const igc = await MiniatureIgc.create();
  signer = await igc.issue({ dn: SIGNER, kind: 'smime', keyType: 'rsa' });
  const trust = await IgcTrustStore.load({
    chainPem: igc.chainPem,
    crlUrls: [],
    ocspUrl: null,
    cacheFolder: null,
  });
  verifier = new IgcListeBlancheVerifier(trust, [SIGNER], () => NOON);
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cachet-liste-'));
  problems = [];
  database = [];
});

afterEach(() => rm(folder, { recursive: true }));

function process(): ListeBlancheInForce {
  const away = () => new Error('connection refused');
  return new ListeBlancheInForce({
    verifier,
    latest: async () => {
      if (!database) throw away();
      return database.at(-1)?.version ?? null;
    },
    xmlOf: async (id) => {
      if (!database) throw away();
      return database.find(({ version }) => version.id === id)?.xml ?? null;
    },
    copy: new ListeBlancheCopy(folder),
    report: (problem) => problems.push(problem),
  });
}

async function publish(id: string, domain: string): Promise<void> {
  const xml = Buffer.from(sign(listText([...ROWS, { domain, dn: 'CN=x,C=FR' }]), signer));
  const { sha256, generatedAt } = await readSignedList(xml);
  const version = {
    id,
    sha256,
    generatedAt,
    fetchedAt: NOON,
    signerDn: SIGNER,
    signerExpiresAt: null,
    domainCount: 3,
    rowCount: 4,
  };
  database?.push({ version, xml });
}

describe('EX_2.2_5035: a process always decides by the last valid list', () => {
  it('has none before the first was accepted', async () => {
    const inForce = process();
    expect(await inForce.load()).toMatchObject({ ok: false, refusal: { code: 'listeBlancheUnavailable' } });
    expect(inForce.current).toBeNull();
  });

  it('takes each new version when it is announced', async () => {
    const inForce = process();
    await publish('v1', 'un.mssante.fr');
    await inForce.load();
    expect(inForce.current?.hasDomain('un.mssante.fr')).toBe(true);
    await publish('v2', 'deux.mssante.fr');
    await inForce.load();
    expect(inForce.current?.hasDomain('un.mssante.fr')).toBe(false);
    expect(inForce.current?.hasDomain('deux.mssante.fr')).toBe(true);
  });

  it('starts from its disk when the database is away, with the very bytes received', async () => {
    await publish('v1', 'un.mssante.fr');
    await process().load();
    const xml = database?.[0]?.xml;
    expect(await readFile(join(folder, 'liste-blanche-v1.xml'))).toEqual(xml);
    database = null;
    const restarted = process();
    await restarted.load();
    expect(restarted.current?.hasDomain('un.mssante.fr')).toBe(true);
    expect(problems).toEqual(['liste blanche not read from the database: connection refused']);
  });

  it('keeps thirty copies, and what a process that died left half written for an hour', async () => {
    const copy = new ListeBlancheCopy(folder);
    const at = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    for (const [name, age] of [
      ['liste-blanche.json.1.new', 61],
      ['liste-blanche-v0.xml.2.new', 59],
    ] as const) {
      await writeFile(join(folder, name), '<half');
      await utimes(join(folder, name), at(age), at(age));
    }
    for (let n = 1; n <= 32; n += 1) {
      const version = { id: `v${n}`, sha256: String(n), fetchedAt: NOON };
      await copy.write({ version, xml: Buffer.from(String(n)) });
      await utimes(join(folder, `liste-blanche-v${n}.xml`), at(50 - n), at(50 - n));
    }
    const files = await readdir(folder);
    expect(files.filter((name) => name.endsWith('.xml'))).toHaveLength(30);
    expect(files).not.toContain('liste-blanche-v2.xml');
    expect(files.filter((name) => name.endsWith('.new'))).toEqual(['liste-blanche-v0.xml.2.new']);
    const stored = [];
    for await (const { version, xml } of copy.newestFirst()) stored.push(`${version.id}=${xml}`);
    expect(stored.slice(0, 2)).toEqual(['v32=32', 'v31=31']);
    expect(stored).toHaveLength(30);
  });

  it('starts from the copy before when the disk has changed the last', async () => {
    const inForce = process();
    for (const [id, domain] of [
      ['v1', 'un.mssante.fr'],
      ['v2', 'deux.mssante.fr'],
    ] as const) {
      await publish(id, domain);
      await inForce.load();
    }
    await writeFile(join(folder, 'liste-blanche-v2.xml'), 'rien');
    database = null;
    const restarted = process();
    expect(await restarted.load()).toMatchObject({ ok: true });
    expect(restarted.current?.hasDomain('un.mssante.fr')).toBe(true);
    expect(problems).toContain('stored liste blanche refused: contentAltered');
  });

  it('keeps the list it holds when the newest does not verify', async () => {
    const inForce = process();
    await publish('v1', 'un.mssante.fr');
    await inForce.load();
    await publish('v2', 'deux.mssante.fr');
    database?.at(-1)?.xml.set(Buffer.from('pirate'), 500);
    expect(await inForce.load()).toMatchObject({ ok: true });
    expect(inForce.current?.hasDomain('un.mssante.fr')).toBe(true);
    expect(problems).toEqual([expect.stringContaining('stored liste blanche refused')]);
  });
});

describe('RE_2.2_5010: a copy that changed on disk is not believed', () => {
  it('and mail waits rather than being decided by it', async () => {
    await publish('v1', 'un.mssante.fr');
    await process().load();
    const file = join(folder, 'liste-blanche-v1.xml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('tilleuls', 'tilleulz'));
    database = null;
    const restarted = process();
    expect(await restarted.load()).toMatchObject({
      ok: false,
      refusal: { detail: { objection: 'contentAltered' } },
    });
    expect(restarted.current).toBeNull();
  });

  it.each([
    '',
    '{',
    '[]',
    '{"id":"../../etc/passwd","sha256":"x","fetchedAt":"x"}',
    '{"id":1}',
    '{"versions":{}}',
    '{"versions":[1,null,{"id":"x"}]}',
  ])('nor a pointer that says « %s »', async (pointer) => {
    await writeFile(join(folder, 'liste-blanche.json'), pointer);
    database = null;
    expect(await process().load()).toMatchObject({ ok: false });
  });
});
