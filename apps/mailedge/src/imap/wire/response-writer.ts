import { Buffer } from 'node:buffer';
import type { Writable } from 'node:stream';

/** Beyond this many octets waiting, a response waits for the peer to read. */
const HIGH_WATER = 256 * 1024;
/** Short lines are gathered up to this size before one write. */
const GATHER = 16 * 1024;

/** The client was promised octets it will not get: only closing tells it so. */
export class BrokenLiteral extends Error {}

/** Writes responses to one connection, gathering small ones and waiting when the peer reads slowly. */
export class ResponseWriter {
  #gathered = '';
  /** Octets were written that a compressed line may still hold back. */
  #held = false;
  #sync: () => void = () => {};

  constructor(private socket: Writable) {}

  /** From now on writes to this socket: the connection has passed to TLS, or to a compressed line that `sync` makes send what it holds. */
  moveTo(socket: Writable, sync: () => void = () => {}): void {
    this.socket = socket;
    this.#sync = sync;
  }

  /** One response line (or several), latin1, its texts already made safe by `text.ts`. CRLF is added. */
  line(text: string): void {
    this.#gathered += `${text}\r\n`;
    if (this.#gathered.length >= GATHER) this.#hand();
  }

  /** Part of a line, for responses whose literals are streamed. */
  part(text: string): void {
    this.#gathered += text;
  }

  /** A literal of exactly `size` octets. When its source gives fewer, or fails, the connection is beyond repair. */
  async literal(size: number, octets: AsyncIterable<Uint8Array>): Promise<void> {
    this.part(`{${size}}\r\n`);
    let owed = size;
    try {
      for await (const piece of octets) {
        owed -= piece.length;
        if (owed < 0 || this.socket.destroyed) break;
        this.#take(piece);
        await this.#room();
      }
    } catch (fault) {
      throw new BrokenLiteral('a literal could not be read to its end', { cause: fault });
    }
    if (owed !== 0) throw new BrokenLiteral('a literal has not the size announced');
  }

  /** Sends what was gathered and waits until the peer has read enough of it. */
  async flush(): Promise<void> {
    this.push();
    await this.#room();
  }

  /** Sends what was gathered without waiting: for notices outside any command. */
  push(): void {
    this.#hand();
    if (this.#held && !this.socket.destroyed) this.#sync();
    this.#held = false;
  }

  /** Sends everything and closes. */
  end(): void {
    this.push();
    this.socket.end();
  }

  #hand(): void {
    if (this.#gathered === '') return;
    const text = this.#gathered;
    this.#gathered = '';
    this.#write(text);
  }

  /** Octets of a literal: few of them go with the lines around them. */
  #take(octets: Uint8Array): void {
    if (this.#gathered.length + octets.length > GATHER) {
      this.#hand();
      this.#write(octets);
    } else {
      this.#gathered += Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
    }
  }

  #write(octets: Uint8Array | string): void {
    if (this.socket.destroyed || this.socket.writableEnded) return;
    if (typeof octets === 'string') this.socket.write(octets, 'latin1');
    else this.socket.write(octets);
    this.#held = true;
  }

  async #room(): Promise<void> {
    const socket = this.socket;
    if (socket.destroyed || socket.writableLength < HIGH_WATER) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        for (const event of WAKES) socket.off(event, done);
        resolve();
      };
      for (const event of WAKES) socket.once(event, done);
    });
  }
}

const WAKES = ['drain', 'close', 'error'] as const;
