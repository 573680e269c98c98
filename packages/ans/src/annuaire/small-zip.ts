import { crc32, inflateRawSync } from 'node:zlib';
import { ExchangeRefused } from './exchange-objection.js';

/** A file of an archive, checked by its own sum. */
export interface ZippedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Bounds of an archive that somebody else made. */
export interface ZipBounds {
  readonly archive: number;
  readonly files: number;
  /** Octets of all files together, unpacked. */
  readonly unpacked: number;
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

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/**
 * Reads a small archive whole (APPNOTE.TXT 6.3.10, without Zip64, encryption or several disks): only what its central directory lists, never
 * more octets than it announces, and never more than the bounds. Names are those of files beside one another: a path is refused.
 * @throws ExchangeRefused
 */
export function readSmallZip(archive: Buffer, bounds: ZipBounds): readonly ZippedFile[] {
  if (archive.length > bounds.archive) throw new ExchangeRefused('tooLarge');
  const entries = entriesOf(archive, bounds.files);
  if (entries.reduce((total, { size }) => total + size, 0) > bounds.unpacked)
    throw new ExchangeRefused('tooLarge');
  return entries.map((entry) => ({ name: entry.name, bytes: unpack(archive, entry) }));
}

function entriesOf(archive: Buffer, most: number): readonly Entry[] {
  const end = endOf(archive);
  const [count, size, start] = [
    archive.readUInt16LE(end + 10),
    archive.readUInt32LE(end + 12),
    archive.readUInt32LE(end + 16),
  ];
  if (count > most) throw new ExchangeRefused('archiveStrange');
  if (start + size > end) throw new ExchangeRefused('archiveBroken');
  const entries: Entry[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (at + CENTRAL_LENGTH > end || archive.readUInt32LE(at) !== CENTRAL)
      throw new ExchangeRefused('archiveBroken');
    const lengths = [28, 30, 32].map((field) => archive.readUInt16LE(at + field));
    const [nameLength = 0, extra = 0, comment = 0] = lengths;
    entries.push(entryAt(archive, at, nameLength));
    at += CENTRAL_LENGTH + nameLength + extra + comment;
  }
  return entries;
}

function endOf(archive: Buffer): number {
  const last = archive.length - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at -= 1)
    if (
      archive.readUInt32LE(at) === END &&
      at + END_LENGTH + archive.readUInt16LE(at + 20) === archive.length
    )
      return at;
  throw new ExchangeRefused('archiveBroken');
}

function entryAt(archive: Buffer, at: number, nameLength: number): Entry {
  const name = archive.subarray(at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + nameLength).toString('utf8');
  const isEncrypted = (archive.readUInt16LE(at + 8) & ENCRYPTED) !== 0;
  if (isEncrypted || !/^[\w.-]{1,200}$/.test(name) || /^\.+$/.test(name))
    throw new ExchangeRefused('archiveStrange');
  return {
    name,
    method: archive.readUInt16LE(at + 10),
    crc: archive.readUInt32LE(at + 16),
    packed: archive.readUInt32LE(at + 20),
    size: archive.readUInt32LE(at + 24),
    at: archive.readUInt32LE(at + 42),
  };
}

function unpack(archive: Buffer, { method, crc, packed, size, at }: Entry): Buffer {
  if (at + LOCAL_LENGTH > archive.length || archive.readUInt32LE(at) !== LOCAL)
    throw new ExchangeRefused('archiveBroken');
  const start = at + LOCAL_LENGTH + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
  if (start + packed > archive.length) throw new ExchangeRefused('archiveBroken');
  const bytes = inflated(method, archive.subarray(start, start + packed), size);
  if (bytes.length !== size || crc32(bytes) !== crc) throw new ExchangeRefused('archiveBroken');
  return bytes;
}

function inflated(method: number, packed: Buffer, size: number): Buffer {
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw new ExchangeRefused('archiveStrange');
  try {
    // What would give one octet more than it announced stops there.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch {
    throw new ExchangeRefused('archiveBroken');
  }
}
