import { Buffer } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { CHUNK_SIZE } from './chunks.js';

/** A file written once from its beginning, then read as often as asked. */
export class SpoolFile {
  #size = 0;

  private constructor(private readonly handle: FileHandle) {}

  static async create(name: string): Promise<SpoolFile> {
    return new SpoolFile(await open(name, 'wx+', 0o600));
  }

  /** One write for many pieces; what a full disk left out is written again, and then fails. */
  async append(pieces: readonly Uint8Array[]): Promise<void> {
    const length = pieces.reduce((sum, { length: octets }) => sum + octets, 0);
    const { bytesWritten } = await this.handle.writev([...pieces], this.#size);
    if (bytesWritten < length) await this.#writeRest(Buffer.concat(pieces), bytesWritten);
    this.#size += length;
  }

  async #writeRest(bytes: Buffer, already: number): Promise<void> {
    for (let at = already; at < bytes.length; ) {
      const { bytesWritten } = await this.handle.write(bytes, at, bytes.length - at, this.#size + at);
      at += bytesWritten;
    }
  }

  async *read(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < this.#size; ) {
      const buffer = Buffer.allocUnsafe(Math.min(CHUNK_SIZE, this.#size - at));
      const { bytesRead } = await this.handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) throw new Error('the spooled message is shorter than what was written');
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
