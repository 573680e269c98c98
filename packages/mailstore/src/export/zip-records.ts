import { Buffer } from 'node:buffer';

/** What an archive says of one file (APPNOTE.TXT, version 6.3.10). */
export interface ZipEntry {
  readonly path: string;
  readonly at: Date;
  /** Its sizes come after it: they were not known when it began. */
  readonly isStreamed: boolean;
  /** It may have more octets than 32 bits count, packed or not. */
  readonly isVast: boolean;
}

export interface ZipSums {
  readonly crc: number;
  readonly size: number;
  readonly packed: number;
}

export const NO_SUMS: ZipSums = { crc: 0, size: 0, packed: 0 };
/** The largest number of 32 bits means: look in the Zip64 field. */
export const MOST_32 = 0xff_ff_ff_ff;
const MOST_16 = 0xff_ff;

const NEEDS_PLAIN = 20;
const NEEDS_ZIP64 = 45;
/** Unix, so that modes are read. */
const MADE_BY = (3 << 8) | 63;
const UTF8 = 1 << 11;
const STREAMED = 1 << 3;
const DEFLATED = 8;
/** A file that its owner alone may read. */
const ATTRIBUTES = (0o100600 << 16) >>> 0;

/** §4.3.7: before a file. */
export function localHeader(entry: ZipEntry, sums: ZipSums): Buffer {
  const isZip64 = entry.isVast;
  const told = isZip64 ? { crc: sums.crc, size: MOST_32, packed: MOST_32 } : sums;
  const extra = isZip64 ? zip64Field(sums.size, sums.packed) : NOTHING;
  const name = Buffer.from(entry.path, 'utf8');
  return Buffer.concat([
    fields([4, 0x04_03_4b_50], ...commonFields(entry, told, isZip64), [2, name.length], [2, extra.length]),
    name,
    extra,
  ]);
}

/** §4.3.9: after a file whose sums were not known before. */
export function dataDescriptor({ isVast }: ZipEntry, { crc, size, packed }: ZipSums): Buffer {
  const width = isVast ? 8 : 4;
  return fields([4, 0x08_07_4b_50], [4, crc], [width, packed], [width, size]);
}

/** §4.3.12: of a file, at the end of the archive. */
export function centralRecord(entry: ZipEntry, sums: ZipSums, offset: number): Buffer {
  const isZip64 = entry.isVast || offset >= MOST_32;
  const told = isZip64 ? { crc: sums.crc, size: MOST_32, packed: MOST_32 } : sums;
  const zip64 = isZip64 ? zip64Field(sums.size, sums.packed, offset) : NOTHING;
  const extra = Buffer.concat([timeField(entry.at), zip64]);
  const name = Buffer.from(entry.path, 'utf8');
  return Buffer.concat([
    fields([4, 0x02_01_4b_50], [2, MADE_BY], ...commonFields(entry, told, isZip64)),
    fields([2, name.length], [2, extra.length], [2, 0], [2, 0], [2, 0]),
    fields([4, ATTRIBUTES], [4, isZip64 ? MOST_32 : offset]),
    name,
    extra,
  ]);
}

/** §4.3.14 to 16: how many files, and where their records begin. */
export function endOfArchive(entries: number, size: number, offset: number): Buffer {
  const isZip64 = entries >= MOST_16 || size >= MOST_32 || offset >= MOST_32;
  const [count, length, start] = isZip64 ? [MOST_16, MOST_32, MOST_32] : [entries, size, offset];
  const end = fields([4, 0x06_05_4b_50], [4, 0], [2, count], [2, count], [4, length], [4, start], [2, 0]);
  if (!isZip64) return end;
  return Buffer.concat([
    fields([4, 0x06_06_4b_50], [8, 44], [2, MADE_BY], [2, NEEDS_ZIP64], [4, 0], [4, 0]),
    fields([8, entries], [8, entries], [8, size], [8, offset]),
    fields([4, 0x07_06_4b_50], [4, 0], [8, offset + size], [4, 1]),
    end,
  ]);
}

/** Octets of a number, and the number. */
type Field = readonly [width: 1 | 2 | 4 | 8, value: number];
const NOTHING = Buffer.alloc(0);

function commonFields(
  { at, isStreamed }: ZipEntry,
  { crc, packed, size }: ZipSums,
  isZip64: boolean,
): Field[] {
  const flags = UTF8 | (isStreamed ? STREAMED : 0);
  const { time, date } = dosTime(at);
  return [
    ...([
      [2, isZip64 ? NEEDS_ZIP64 : NEEDS_PLAIN],
      [2, flags],
      [2, DEFLATED],
    ] satisfies Field[]),
    ...([
      [2, time],
      [2, date],
      [4, crc],
      [4, packed],
      [4, size],
    ] satisfies Field[]),
  ];
}

/** §4.5.3. */
function zip64Field(...values: readonly number[]): Buffer {
  return fields([2, 1], [2, values.length * 8], ...values.map((value): Field => [8, value]));
}

/** Info-ZIP’s field of the moment itself: what §4.4.6 has is a local time without its zone. */
function timeField(at: Date): Buffer {
  const seconds = Math.min(Math.max(Math.floor(at.getTime() / 1000), 0), 0x7f_ff_ff_ff);
  return fields([2, 0x54_55], [2, 5], [1, 1], [4, seconds]);
}

/** §4.4.6: in local time, from 1980 to 2107, by two seconds. */
function dosTime(at: Date): { time: number; date: number } {
  const year = at.getFullYear() - 1980;
  if (year < 0) return { time: 0, date: (1 << 5) | 1 };
  if (year > 127) return { time: (23 << 11) | (59 << 5) | 29, date: (127 << 9) | (12 << 5) | 31 };
  return {
    time: (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1),
    date: (year << 9) | ((at.getMonth() + 1) << 5) | at.getDate(),
  };
}

function fields(...all: readonly Field[]): Buffer {
  const bytes = Buffer.allocUnsafe(all.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of all) {
    if (width === 8) bytes.writeBigUInt64LE(BigInt(value), at);
    else bytes.writeUIntLE(value, at, width);
    at += width;
  }
  return bytes;
}
