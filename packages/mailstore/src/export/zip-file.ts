import { Buffer } from 'node:buffer';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { crc32, createDeflateRaw, deflateRaw } from 'node:zlib';
import { dataDescriptor, localHeader, MOST_32, NO_SUMS, type ZipEntry, type ZipSums } from './zip-records.js';

/** A file on its way into an archive. */
export interface ZipFile {
  readonly path: string;
  readonly at: Date;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Octets that it is not expected to exceed; less than four gigabytes unless told. */
  readonly atMost?: number;
}

/** A file of so many octets is packed at once, and its sizes stand before it. */
const AT_ONCE = 256 * 1024;
const packWhole = promisify<Uint8Array, Buffer>(deflateRaw);

/** One file as an archive has it; what it came to is known once all its pieces were taken. */
export class WrittenFile {
  #sums: ZipSums = NO_SUMS;
  #entry: ZipEntry;

  constructor(private readonly file: ZipFile) {
    const isVast = (file.atMost ?? 0) >= MOST_32;
    this.#entry = { path: file.path, at: file.at, isVast, isStreamed: true };
  }

  get entry(): ZipEntry {
    return this.#entry;
  }

  get sums(): ZipSums {
    return this.#sums;
  }

  async *pieces(): AsyncGenerator<Buffer> {
    const begun: Uint8Array[] = [];
    let held = 0;
    const source = this.file.bytes[Symbol.asyncIterator]();
    try {
      for (let next = await source.next(); !next.done; next = await source.next()) {
        begun.push(next.value);
        held += next.value.length;
        if (held <= AT_ONCE) continue;
        yield* this.#streamed(onward(begun, source));
        return;
      }
      yield* this.#whole(Buffer.concat(begun));
    } finally {
      await source.return?.();
    }
  }

  async *#whole(bytes: Buffer): AsyncGenerator<Buffer> {
    const packed = await packWhole(bytes);
    this.#entry = { ...this.#entry, isStreamed: false, isVast: false };
    this.#sums = { crc: crc32(bytes), size: bytes.length, packed: packed.length };
    yield localHeader(this.#entry, this.#sums);
    yield packed;
  }

  async *#streamed(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
    yield localHeader(this.#entry, this.#sums);
    const packer = createDeflateRaw();
    const fed = pipeline(this.#counted(bytes), packer);
    // Told by the packer itself, below.
    fed.catch(() => undefined);
    let packed = 0;
    for await (const piece of packer as AsyncIterable<Buffer>) {
      packed += piece.length;
      yield piece;
    }
    await fed;
    this.#sums = { ...this.#sums, packed };
    if (!this.#entry.isVast && Math.max(packed, this.#sums.size) >= MOST_32)
      throw new Error('a file of an archive is larger than was expected');
    yield dataDescriptor(this.#entry, this.#sums);
  }

  async *#counted(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of bytes) {
      const { crc, size } = this.#sums;
      this.#sums = { ...this.#sums, crc: crc32(piece, crc), size: size + piece.length };
      yield piece;
    }
  }
}

async function* onward(
  begun: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* begun;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
