import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';

/** A file of an archive that lies on the disk. */
export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  readonly packed: number;
  readonly crc: number;
  readonly method: number;
  readonly at: number;
}

/** The archive cannot be opened (§9.7.4.3, code 5). */
export class ZipUnreadable extends Error {
  override readonly name = 'ZipUnreadable';
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const MOST_FILES = 65_534;

/** What the central directory lists (APPNOTE.TXT 6.3.10, without Zip64). @throws ZipUnreadable */
export async function entriesOf(path: string): Promise<readonly ZipEntry[]> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const tail = await bytes(handle, Math.max(0, size - 66_000), Math.min(size, 66_000));
    const end = tail.lastIndexOf(Buffer.from('PK\u0005\u0006'));
    if (end < 0 || end + 22 > tail.length || tail.readUInt32LE(end) !== END) throw new ZipUnreadable();
    const [count, length, start] = [
      tail.readUInt16LE(end + 10),
      tail.readUInt32LE(end + 12),
      tail.readUInt32LE(end + 16),
    ];
    if (count > MOST_FILES || start + length > size) throw new ZipUnreadable();
    return central(await bytes(handle, start, length), count);
  } finally {
    await handle.close();
  }
}

function central(directory: Buffer, count: number): readonly ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== CENTRAL) throw new ZipUnreadable();
    const [name, extra, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    entries.push({
      name: directory.subarray(at + 46, at + 46 + name).toString('utf8'),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      at: directory.readUInt32LE(at + 42),
    });
    at += 46 + name + extra + comment;
  }
  return entries;
}

/** The octets of one file, unpacked as they are read. @throws ZipUnreadable */
export async function* contentOf(path: string, entry: ZipEntry): AsyncGenerator<Buffer> {
  const start = await dataStart(path, entry);
  const packed =
    entry.packed > 0 ? createReadStream(path, { start, end: start + entry.packed - 1 }) : Readable.from([]);
  if (entry.method !== 0 && entry.method !== 8) throw new ZipUnreadable();
  const inflate = createInflateRaw();
  packed.once('error', (fault: Error) => inflate.destroy(fault));
  const source = entry.method === 8 ? packed.pipe(inflate) : packed;
  let [crc, size] = [0, 0];
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      crc = crc32(chunk, crc);
      size += chunk.length;
      if (size > entry.size) throw new ZipUnreadable();
      yield chunk;
    }
  } catch (fault) {
    throw fault instanceof ZipUnreadable ? fault : new ZipUnreadable(String(fault));
  }
  if (size !== entry.size || crc !== entry.crc) throw new ZipUnreadable();
}

async function dataStart(path: string, { at }: ZipEntry): Promise<number> {
  const handle = await open(path);
  try {
    const header = await bytes(handle, at, 30);
    if (header.length < 30 || header.readUInt32LE(0) !== LOCAL) throw new ZipUnreadable();
    return at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await handle.close();
  }
}

async function bytes(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
  return buffer.subarray(0, bytesRead);
}
