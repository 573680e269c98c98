import type { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { createGunzip, createGzip, type Gzip } from 'node:zlib';

/** Lines written one by one and read once at the end, packed meanwhile: a hundred thousand take a few megabytes. */
export class HeldLines {
  readonly #gzip: Gzip = createGzip();
  readonly #packed: Buffer[] = [];

  constructor() {
    this.#gzip.on('data', (bytes: Buffer) => this.#packed.push(bytes));
  }

  async add(line: string): Promise<void> {
    if (!this.#gzip.write(`${line}\n`)) await once(this.#gzip, 'drain');
  }

  async read(): Promise<Readable> {
    const ended = once(this.#gzip, 'end');
    this.#gzip.end();
    await ended;
    return Readable.from(this.#packed).pipe(createGunzip());
  }
}
