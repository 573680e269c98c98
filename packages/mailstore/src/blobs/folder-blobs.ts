import { Buffer } from 'node:buffer';
import { type FileHandle, mkdir, open, opendir, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { type ByteRange, parseTenantId, parseUuid } from '@cachet/mss-core';
import { StoreDamaged, StoreUnavailable } from '../store-faults.js';
import type { BlobName, BlobStore, KnownBlob } from './blob-store.js';
import { exactly } from './exactly.js';

const SUFFIX = '.sealed';
const UNFINISHED = '.part';

/** Blobs in a local folder that every process of the installation sees: a folder for each tenant, and 256 in each. */
export class FolderBlobs implements BlobStore {
  constructor(private readonly root: string) {}

  async write(name: BlobName, size: number, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const file = this.#fileOf(name);
    const folder = path.dirname(file);
    const unfinished = this.#fileOf(name, UNFINISHED);
    try {
      await this.#makeFolder(folder);
      await writeWhole(unfinished, exactly(size, bytes));
      await rename(unfinished, file);
      await syncFolder(folder);
    } catch (fault) {
      await unlink(unfinished).catch(() => undefined);
      throw outage(fault);
    }
  }

  async read(name: BlobName, { start, end }: ByteRange): Promise<Buffer> {
    const file = await open(this.#fileOf(name), 'r').catch((fault: unknown) => {
      throw isAbsent(fault) ? new StoreDamaged(`${describe(name)} is missing`) : outage(fault);
    });
    try {
      return await readWhole(file, name, start, end);
    } finally {
      await file.close();
    }
  }

  async sizeOf(name: BlobName): Promise<number | null> {
    const found = await stat(this.#fileOf(name)).catch(absentOrOutage);
    return found?.size ?? null;
  }

  async remove(name: BlobName): Promise<void> {
    const files = [this.#fileOf(name), this.#fileOf(name, UNFINISHED)];
    const removed = await Promise.all(files.map((file) => unlink(file).then(() => true, absentOrOutage)));
    if (removed.includes(true)) await syncFolder(path.dirname(this.#fileOf(name)));
  }

  async *list(): AsyncGenerator<KnownBlob> {
    for await (const tenant of entriesOf(this.root)) {
      const tenantId = parseTenantId(tenant);
      if (!tenantId) continue;
      for await (const fan of entriesOf(path.join(this.root, tenant))) {
        const folder = path.join(this.root, tenant, fan);
        for await (const file of entriesOf(folder)) {
          const found = await stat(path.join(folder, file)).catch(absentOrOutage);
          const id = parseUuid(file.replace(/\.(sealed|part)$/, ''));
          if (found && id) yield { tenantId, id, size: found.size, writtenAt: found.mtime };
        }
      }
    }
  }

  #fileOf({ tenantId, id }: BlobName, suffix = SUFFIX): string {
    return path.join(this.root, tenantId, id.slice(-2), `${id}${suffix}`);
  }

  /** A new folder is in its parent for good only once the parent is on the disk. */
  async #makeFolder(folder: string): Promise<void> {
    const first = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    for (let made = folder; made.length >= first.length; made = path.dirname(made))
      await syncFolder(path.dirname(made));
  }
}

async function writeWhole(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(name, 'wx', 0o600);
  try {
    for await (const piece of bytes) await writeAll(file, piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What a nearly full disk left out is written again, and then fails. */
async function writeAll(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let from = 0; from < piece.length; ) {
    const { bytesWritten } = await file.write(piece, from);
    from += bytesWritten;
  }
}

async function readWhole(file: FileHandle, name: BlobName, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(end - start);
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at);
    if (bytesRead === 0) throw new StoreDamaged(`${describe(name)} is cut`);
    at += bytesRead;
  }
  return bytes;
}

/** So that names given and taken back in it outlive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* entriesOf(folder: string): AsyncGenerator<string> {
  const found = await opendir(folder).catch(absentOrOutage);
  if (found) for await (const { name } of found) yield name;
}

function describe({ tenantId, id }: BlobName): string {
  return `tenant ${tenantId}, blob ${id}`;
}

function codeOf(fault: unknown): string {
  return fault instanceof Error && 'code' in fault ? String(fault.code) : '';
}

function isAbsent(fault: unknown): boolean {
  return codeOf(fault) === 'ENOENT' || codeOf(fault) === 'ENOTDIR';
}

function absentOrOutage(fault: unknown): null {
  if (isAbsent(fault)) return null;
  throw outage(fault);
}

/** A want of room keeps its name, for the edges tell it apart. */
function outage(fault: unknown): unknown {
  const code = codeOf(fault);
  if (code === '' || code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return fault;
  return new StoreUnavailable(`the blob folder cannot be used (${code})`, { cause: fault });
}
