import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CurrentListeBlanche } from '@cachet/ans';
import { done, indexListeBlanche, type ListeBlanche, type Outcome, refused } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { type Database, listeBlancheVersions, PgListeBlancheVersions } from '@cachet/schema';
import { type TemporaryDatabase, temporaryDatabase } from '@cachet/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Takes any text as a list of domains, and refuses what was altered since it was accepted. */
const verifier = {
  async loadVerified(xml: Uint8Array, version: { readonly sha256: string }): Promise<Outcome<ListeBlanche>> {
    if (sha256(xml) !== version.sha256) return refused('listeBlancheRefused', { reason: 'altered' });
    const rows = Buffer.from(xml)
      .toString('utf8')
      .split(' ')
      .map((domain) => ({ domain, dn: 'CN=mx,C=FR' }));
    return done(indexListeBlanche(rows, new Date()));
  },
};

let temporary: TemporaryDatabase;
let database: Database;
let folder: string;
const followed: CurrentListeBlanche[] = [];

beforeEach(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect('mailedge');
  folder = mkdtempSync(join(tmpdir(), 'cachet-list-'));
});

afterEach(async () => {
  for (const list of followed.splice(0)) list.stop();
  await temporary.drop();
  rmSync(folder, { recursive: true });
});

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function follow(): Promise<CurrentListeBlanche> {
  const list = new CurrentListeBlanche(listeBlancheVersions(database), verifier, folder, quiet);
  followed.push(list);
  await list.start();
  return list;
}

function keep(domains: string, digest = sha256(Buffer.from(domains))): Promise<void> {
  const at = new Date();
  const version = {
    id: newId(),
    generatedAt: at,
    fetchedAt: at,
    sha256: digest,
    signerDn: 'CN=alb',
    signerExpiresAt: null,
    domainCount: 1,
    rowCount: 1,
  };
  return database.shared((sql) => new PgListeBlancheVersions(sql).keep(version, Buffer.from(domains), []));
}

describe('the liste blanche in use', () => {
  it('is none before the installation accepted one, then the one it accepted', async () => {
    const list = await follow();
    expect(list.current()).toBeNull();
    await keep('peer.mssante.fr');
    await vi.waitFor(() => expect(list.current()?.hasDomain('peer.mssante.fr')).toBe(true));
  });

  it('EX_2.2_5035: stays when a later version does not verify', async () => {
    await keep('peer.mssante.fr');
    const list = await follow();
    await keep('evil.fr', 'another digest');
    await list.reload();
    expect(list.current()?.hasDomain('evil.fr')).toBe(false);
    expect(list.current()?.hasDomain('peer.mssante.fr')).toBe(true);
  });

  it('EX_2.2_5030: lies unaltered on disk, and serves from there when the database has none', async () => {
    await keep('peer.mssante.fr');
    await follow();
    const [copy = ''] = readdirSync(join(folder, 'liste-blanche')).filter((name) => name.endsWith('.xml'));
    expect(readFileSync(join(folder, 'liste-blanche', copy), 'utf8')).toBe('peer.mssante.fr');
    await temporary.drop();
    temporary = await temporaryDatabase();
    database = await temporary.connect('mailedge');
    expect((await follow()).current()?.hasDomain('peer.mssante.fr')).toBe(true);
  });
});
