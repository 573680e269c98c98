import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IgcListeBlancheVerifier } from '@cachet/ans';
import { type ListeBlanche, parseUuid } from '@cachet/mss-core';
import { type Database, PgListeBlancheVersions } from '@cachet/schema';
import type { Log } from '../smtp/ports.js';

/** A version as it lies on disk: its bytes unaltered (EX_2.2_5030), beside what was known when it was accepted. */
interface StoredVersion {
  readonly id: string;
  readonly sha256: string;
  readonly fetchedAt: Date;
  readonly xml: Uint8Array;
}

/**
 * The liste blanche this process decides by: the last version accepted by the installation, verified again when it is loaded. A copy on
 * disk serves while the database has none to give.
 */
export class CurrentListeBlanche {
  #list: ListeBlanche | null = null;
  #versionId: string | null = null;
  #loading: Promise<void> = Promise.resolve();
  #stop: () => void = () => undefined;
  readonly #folder: string;

  constructor(
    private readonly database: Database,
    private readonly verifier: Pick<IgcListeBlancheVerifier, 'loadVerified'>,
    dataFolder: string,
    private readonly log: Log,
  ) {
    this.#folder = join(dataFolder, 'liste-blanche');
  }

  /** In memory and immediate; null before a first list could be verified. */
  current(): ListeBlanche | null {
    return this.#list;
  }

  /** Loads the list in force, then follows every new version. */
  async start(): Promise<void> {
    this.#stop = this.database.changes.subscribe({ topic: 'listeBlanche' }, () => void this.reload());
    await this.reload();
    if (!this.#list) await this.#adopt(await this.#fromDisk());
  }

  stop(): void {
    this.#stop();
  }

  /** One loading at a time: of two announcements, the later one wins. */
  reload(): Promise<void> {
    this.#loading = this.#loading.then(() => this.#load());
    return this.#loading;
  }

  // EX_2.2_5035: whatever is wrong with a new version, the one in use stays.
  async #load(): Promise<void> {
    try {
      const version = await this.#fromDatabase();
      if (version && version.id !== this.#versionId && (await this.#adopt(version))) {
        await this.#toDisk(version);
      }
    } catch (fault) {
      this.log.error({ err: fault }, 'liste blanche not loaded');
    }
  }

  // RE_2.2_5010: the signature is verified at each loading, the verified rows are then used from memory.
  async #adopt(version: StoredVersion | null): Promise<boolean> {
    if (!version) return false;
    const loaded = await this.verifier.loadVerified(version.xml, version);
    if (!loaded.ok) {
      this.log.error(
        { code: loaded.refusal.code, ...loaded.refusal.detail },
        'liste blanche refused at loading',
      );
      return false;
    }
    this.#list = loaded.value;
    this.#versionId = version.id;
    this.log.info({ version: version.id, domains: loaded.value.domainCount }, 'liste blanche in use');
    return true;
  }

  async #fromDatabase(): Promise<StoredVersion | null> {
    return this.database.shared(async (sql) => {
      const versions = new PgListeBlancheVersions(sql);
      const latest = await versions.latest();
      const xml = latest && latest.id !== this.#versionId ? await versions.xmlOf(latest.id) : null;
      return latest && xml
        ? { id: latest.id, sha256: latest.sha256, fetchedAt: latest.fetchedAt, xml }
        : null;
    });
  }

  async #toDisk({ id, sha256, fetchedAt, xml }: StoredVersion): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await replace(join(this.#folder, 'current.xml'), xml);
    await replace(join(this.#folder, 'current.json'), JSON.stringify({ id, sha256, fetchedAt }));
  }

  async #fromDisk(): Promise<StoredVersion | null> {
    try {
      const xml = await readFile(join(this.#folder, 'current.xml'));
      const facts: unknown = JSON.parse(await readFile(join(this.#folder, 'current.json'), 'utf8'));
      return versionOf(facts, xml);
    } catch {
      return null;
    }
  }
}

function versionOf(facts: unknown, xml: Uint8Array): StoredVersion | null {
  if (typeof facts !== 'object' || facts === null) return null;
  if (!('id' in facts && 'sha256' in facts && 'fetchedAt' in facts)) return null;
  const id = parseUuid(String(facts.id));
  const fetchedAt = new Date(String(facts.fetchedAt));
  if (!id || Number.isNaN(fetchedAt.getTime())) return null;
  return { id, sha256: String(facts.sha256), fetchedAt, xml };
}

/** Whole or not at all, whenever the process stops. */
async function replace(file: string, content: Uint8Array | string): Promise<void> {
  const draft = `${file}.${process.pid}.new`;
  await writeFile(draft, content, { mode: 0o600, flush: true });
  await rename(draft, file);
}
