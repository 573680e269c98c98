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

  async append(bytes: Uint8Array): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      const { bytesWritten } = await this.handle.write(bytes, written, bytes.length - written, this.#size);
      written += bytesWritten;
      this.#size += bytesWritten;
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
