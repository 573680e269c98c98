import type { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { createGunzip, createGzip, type Gzip } from 'node:zlib';

/** What is written piece by piece and read once at the end, packed meanwhile: a hundred thousand lines take a few megabytes. */
export class HeldBytes {
  readonly #gzip: Gzip = createGzip();
  readonly #packed: Buffer[] = [];

  constructor() {
    this.#gzip.on('data', (bytes: Buffer) => this.#packed.push(bytes));
  }

  async add(piece: string | Uint8Array): Promise<void> {
    if (!this.#gzip.write(piece)) await once(this.#gzip, 'drain');
  }

  async *read(): AsyncGenerator<Buffer> {
    const ended = once(this.#gzip, 'end');
    this.#gzip.end();
    await ended;
    yield* Readable.from(this.#packed).pipe(createGunzip()) as AsyncIterable<Buffer>;
  }
}
