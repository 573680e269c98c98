import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { CopyRefused } from '@cachet/mss-core/directory-search';

/** A file of an archive, not yet unpacked. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const LONGEST_COMMENT = 0xffff;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
const MOST_FILES = 8;
const MOST_CENTRAL = 64 * 1024;
/** Octets of all files together, unpacked: twenty times the Annuaire of today. */
const MOST_UNPACKED = 2_000_000_000;

/**
 * A large archive on disk, read a piece at a time (APPNOTE.TXT 6.3.10, without Zip64, encryption or several disks). Only what its central
 * directory lists, and never more octets than it announces. Names are those of files beside one another: a path is refused.
 */
export class ZipArchive {
  private constructor(
    private readonly path: string,
    readonly entries: readonly ZipEntry[],
  ) {}

  /** @throws CopyRefused */
  static async open(path: string): Promise<ZipArchive> {
    const file = await open(path);
    try {
      const entries = await entriesOf(file);
      if (entries.reduce((sum, { size }) => sum + size, 0) > MOST_UNPACKED) throw new CopyRefused('tooLarge');
      return new ZipArchive(path, entries);
    } finally {
      await file.close();
    }
  }

  /** Its octets while they are unpacked; that they are all there, and right, is known behind the last. @throws CopyRefused */
  async *read(entry: ZipEntry): AsyncGenerator<Buffer> {
    const start = await this.#startOf(entry);
    const packed = createReadStream(this.path, { start, end: start + entry.packed - 1 });
    const unpacked = entry.method === STORED ? packed : packed.pipe(createInflateRaw());
    packed.on('error', (fault) => unpacked.destroy(fault));
    let [sum, size] = [0, 0];
    try {
      if (entry.packed > 0)
        for await (const piece of unpacked as AsyncIterable<Buffer>) {
          size += piece.length;
          if (size > entry.size) throw new CopyRefused('archiveBroken');
          sum = crc32(piece, sum);
          yield piece;
        }
    } catch (fault) {
      throw fault instanceof CopyRefused ? fault : new CopyRefused('archiveBroken', { cause: fault });
    } finally {
      packed.destroy();
      unpacked.destroy();
    }
    if (size !== entry.size || sum !== entry.crc) throw new CopyRefused('archiveBroken');
  }

  /** A short file whole. */
  async text(entry: ZipEntry, most: number): Promise<string> {
    if (entry.size > most) throw new CopyRefused('archiveStrange');
    const pieces: Buffer[] = [];
    for await (const piece of this.read(entry)) pieces.push(piece);
    return Buffer.concat(pieces).toString('latin1');
  }

  async #startOf(entry: ZipEntry): Promise<number> {
    const file = await open(this.path);
    try {
      const local = await bytesAt(file, entry.at, LOCAL_LENGTH);
      if (local.length < LOCAL_LENGTH || local.readUInt32LE(0) !== LOCAL)
        throw new CopyRefused('archiveBroken');
      const start = entry.at + LOCAL_LENGTH + local.readUInt16LE(26) + local.readUInt16LE(28);
      if (start + entry.packed > (await file.stat()).size) throw new CopyRefused('archiveBroken');
      return start;
    } finally {
      await file.close();
    }
  }
}

async function entriesOf(file: FileHandle): Promise<readonly ZipEntry[]> {
  const { size } = await file.stat();
  const tailLength = Math.min(size, END_LENGTH + LONGEST_COMMENT);
  const tail = await bytesAt(file, size - tailLength, tailLength);
  const end = endOf(tail);
  const [count, length, start] = [
    tail.readUInt16LE(end + 10),
    tail.readUInt32LE(end + 12),
    tail.readUInt32LE(end + 16),
  ];
  if (count > MOST_FILES || length > MOST_CENTRAL) throw new CopyRefused('archiveStrange');
  if (start + length > size) throw new CopyRefused('archiveBroken');
  const central = await bytesAt(file, start, length);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + CENTRAL_LENGTH > central.length || central.readUInt32LE(at) !== CENTRAL)
      throw new CopyRefused('archiveBroken');
    const [name = 0, extra = 0, comment = 0] = [28, 30, 32].map((field) => central.readUInt16LE(at + field));
    entries.push(entryAt(central, at, name));
    at += CENTRAL_LENGTH + name + extra + comment;
  }
  return entries;
}

function endOf(tail: Buffer): number {
  for (let at = tail.length - END_LENGTH; at >= 0; at -= 1)
    if (tail.readUInt32LE(at) === END && at + END_LENGTH + tail.readUInt16LE(at + 20) === tail.length)
      return at;
  throw new CopyRefused('archiveBroken');
}

function entryAt(central: Buffer, at: number, nameLength: number): ZipEntry {
  const name = central.subarray(at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + nameLength).toString('utf8');
  const method = central.readUInt16LE(at + 10);
  const isEncrypted = (central.readUInt16LE(at + 8) & ENCRYPTED) !== 0;
  const isKnown = method === STORED || method === DEFLATED;
  if (isEncrypted || !isKnown || !/^[\w.() -]{1,200}$/.test(name) || /^\.+$/.test(name))
    throw new CopyRefused('archiveStrange');
  return {
    ...{ name, method, crc: central.readUInt32LE(at + 16), packed: central.readUInt32LE(at + 20) },
    ...{ size: central.readUInt32LE(at + 24), at: central.readUInt32LE(at + 42) },
  };
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
