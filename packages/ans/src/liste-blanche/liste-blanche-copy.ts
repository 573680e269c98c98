import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListeBlancheVersion } from '@cachet/mss-core/trust';

/** A stored list, and what must be known to verify it again. */
export interface StoredListeBlanche {
  readonly version: StoredVersion;
  readonly xml: Uint8Array;
}

type StoredVersion = Pick<ListeBlancheVersion, 'id' | 'sha256' | 'fetchedAt'>;

const POINTER = 'liste-blanche.json';
/** A month of daily versions. */
const KEPT_VERSIONS = 30;
const HOUR_MS = 3_600_000;

/**
 * EX_2.2_5035: the last valid lists on the local disk, for a start without database or network. Each is written beside the
 * former ones and flushed, then the pointer takes its place in one step: whenever the process dies, a whole list remains.
 */
export class ListeBlancheCopy {
  constructor(private readonly folder: string) {}

  async write({ version, xml }: StoredListeBlanche): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const former = (await this.versions()).filter(({ id }) => id !== version.id);
    // EX_2.2_5030: kept byte for byte as it was received.
    await this.put(fileOf(version.id), xml);
    const versions = [version, ...former].slice(0, KEPT_VERSIONS);
    await this.put(POINTER, Buffer.from(JSON.stringify({ versions })));
    await this.forgetOld();
  }

  /** Those that can be read, newest first. */
  async *newestFirst(): AsyncGenerator<StoredListeBlanche> {
    for (const version of await this.versions()) {
      const xml = await readFile(join(this.folder, fileOf(version.id))).catch(() => null);
      if (xml) yield { version, xml };
    }
  }

  private async versions(): Promise<readonly StoredVersion[]> {
    try {
      return versionsIn(JSON.parse(await readFile(join(this.folder, POINTER), 'utf8')));
    } catch {
      return [];
    }
  }

  private async put(name: string, bytes: Uint8Array): Promise<void> {
    const draft = join(this.folder, `${name}.${process.pid}.new`);
    const file = await open(draft, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, join(this.folder, name));
    await this.flushFolder();
  }

  // Without it, a power cut may forget the new name.
  private async flushFolder(): Promise<void> {
    const folder = await open(this.folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  /** By age and not by the pointer: another process of this machine may be writing a version we have not heard of. */
  private async forgetOld(): Promise<void> {
    const files = await Promise.all((await readdir(this.folder)).map((name) => this.aged(name)));
    const copies = files.filter(({ name }) => COPY.test(name)).sort((a, b) => b.at - a.at);
    const drafts = files.filter(({ name, at }) => DRAFT.test(name) && at < Date.now() - HOUR_MS);
    const gone = [...copies.slice(KEPT_VERSIONS), ...drafts];
    await Promise.all(gone.map(({ name }) => rm(join(this.folder, name), { force: true })));
  }

  private async aged(name: string): Promise<{ readonly name: string; readonly at: number }> {
    const { mtimeMs } = await stat(join(this.folder, name)).catch(() => ({ mtimeMs: Number.MAX_VALUE }));
    return { name, at: mtimeMs };
  }
}

const COPY = /^liste-blanche-[\w-]+\.xml$/;
/** What a process that died left half written. */
const DRAFT = /^liste-blanche.*\.new$/;

function fileOf(id: string): string {
  return `liste-blanche-${id.replace(/[^\w-]/g, '')}.xml`;
}

function versionsIn(pointer: unknown): readonly StoredVersion[] {
  if (typeof pointer !== 'object' || pointer === null) return [];
  // A pointer of one version alone is that of an earlier release.
  const { versions } = { versions: [pointer], ...pointer };
  return Array.isArray(versions) ? versions.map(versionIn).filter((version) => version !== null) : [];
}

function versionIn(entry: unknown): StoredVersion | null {
  if (typeof entry !== 'object' || entry === null) return null;
  const { id, sha256, fetchedAt } = { id: null, sha256: null, fetchedAt: null, ...entry };
  if (typeof id !== 'string' || typeof sha256 !== 'string' || typeof fetchedAt !== 'string') return null;
  const moment = new Date(fetchedAt);
  return Number.isNaN(moment.getTime()) ? null : { id, sha256, fetchedAt: moment };
}
