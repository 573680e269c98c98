import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
  readonly tls: { readonly protocol: string; readonly cipher: string; readonly dn: string };
}

interface Kept extends Envelope {
  readonly id: string;
  readonly at: string;
}

/** What the peer operator received since this start. Contents are files, so that heavy mail does not fill the memory. */
export class ReceivedMail {
  private kept: Kept[] = [];

  constructor(private readonly folder: string) {
    this.clear();
  }

  clear(): void {
    this.kept = [];
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
  }

  /** Writes the content and gives it a name; nothing is listed before `keep`. */
  async store(content: Readable): Promise<string> {
    const id = randomUUID();
    await pipeline(content, createWriteStream(this.path(id), { mode: 0o600 }));
    return id;
  }

  discard(id: string): void {
    rmSync(this.path(id), { force: true });
  }

  keep(id: string, envelope: Envelope): void {
    this.kept.push({ id, ...envelope, at: new Date().toISOString() });
  }

  raw(id: string): Promise<Buffer> {
    return readFile(this.path(id));
  }

  /** The entries in order of arrival, those to one recipient alone when `to` is given. */
  list(to: string | null): readonly Kept[] {
    const wanted = to?.toLowerCase();
    return this.kept.filter(
      (entry) => !wanted || entry.to.some((address) => address.toLowerCase() === wanted),
    );
  }

  private path(id: string): string {
    return join(this.folder, `${id}.eml`);
  }
}
