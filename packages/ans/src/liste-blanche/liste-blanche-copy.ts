import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListeBlancheVersion } from '@cachet/mss-core/trust';

/** A stored list, and what must be known to verify it again. */
export interface StoredListeBlanche {
  readonly version: Pick<ListeBlancheVersion, 'id' | 'sha256' | 'fetchedAt'>;
  readonly xml: Uint8Array;
}

const POINTER = 'liste-blanche.json';

/**
 * EX_2.2_5035: the last valid list on the local disk, for a start without database or network. A copy is written beside the
 * former one and takes its place in one step: whenever the process dies, a whole list remains.
 */
export class ListeBlancheCopy {
  constructor(private readonly folder: string) {}

  async write({ version, xml }: StoredListeBlanche): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    // EX_2.2_5030: kept byte for byte as it was received.
    await this.put(fileOf(version.id), xml);
    await this.put(POINTER, Buffer.from(JSON.stringify(version)));
    await this.forgetAllBut(version.id);
  }

  /** Null when there is none, or none that can be read. */
  async read(): Promise<StoredListeBlanche | null> {
    try {
      const pointer: unknown = JSON.parse(await readFile(join(this.folder, POINTER), 'utf8'));
      const version = versionIn(pointer);
      return version && { version, xml: await readFile(join(this.folder, fileOf(version.id))) };
    } catch {
      return null;
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
  }

  private async forgetAllBut(id: string): Promise<void> {
    const former = (await readdir(this.folder)).filter((name) => COPY.test(name) && name !== fileOf(id));
    await Promise.all(former.map((name) => rm(join(this.folder, name), { force: true })));
  }
}

const COPY = /^liste-blanche-[\w-]+\.xml$/;

function fileOf(id: string): string {
  return `liste-blanche-${id.replace(/[^\w-]/g, '')}.xml`;
}

function versionIn(pointer: unknown): StoredListeBlanche['version'] | null {
  if (typeof pointer !== 'object' || pointer === null) return null;
  const { id, sha256, fetchedAt } = { id: null, sha256: null, fetchedAt: null, ...pointer };
  if (typeof id !== 'string' || typeof sha256 !== 'string' || typeof fetchedAt !== 'string') return null;
  const moment = new Date(fetchedAt);
  return Number.isNaN(moment.getTime()) ? null : { id, sha256, fetchedAt: moment };
}
