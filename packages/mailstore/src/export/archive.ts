import { once } from 'node:events';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** An archive written file by file while somebody reads it: one that reads slowly makes the next file wait. */
export class Archive {
  readonly #zip = new ZipFile();
  readonly #out = this.#zip.outputStream as Readable;
  readonly #closed: Promise<never>;

  constructor() {
    // What a file's bytes throw is told by `add`.
    this.#zip.on('error', () => undefined);
    this.#closed = once(this.#out, 'close').then(() => {
      throw new ReaderGone();
    });
    // Seen by whoever waits for a file; nobody may be waiting.
    this.#closed.catch(() => undefined);
  }

  get output(): Readable {
    return this.#out;
  }

  /** Settled once the file was read whole. @throws ReaderGone, and what its bytes throw. */
  async add(path: string, bytes: AsyncIterable<Uint8Array>, at: Date): Promise<void> {
    const source = Readable.from(bytes, { objectMode: false });
    const { promise: read, resolve, reject } = Promise.withResolvers<void>();
    source.once('end', resolve).once('error', reject);
    this.#zip.addReadStream(source, path, { mtime: at, mode: 0o100600, compress: true });
    try {
      await Promise.race([read, this.#closed]);
    } finally {
      source.destroy();
    }
  }

  end(): void {
    this.#zip.end();
  }

  fail(fault: unknown): void {
    this.#out.destroy(fault instanceof Error ? fault : new Error('the archive could not be written'));
  }
}

/** Whoever read the archive has left. */
export class ReaderGone extends Error {
  constructor() {
    super('the reader of an archive has gone');
  }
}
