import { Buffer } from 'node:buffer';
import { createConnection, type Socket } from 'node:net';
import type { ClamdAddress } from './address.js';

export interface ClamdTimes {
  readonly connectMs: number;
  /** Without a word taken or given: a clamd that does not read, a sender that does not write. */
  readonly silenceMs: number;
  /** From the last octet to the answer. */
  readonly answerMs: number;
}

/** clamd reads a chunk whole before it looks at its length again. */
const LARGEST_CHUNK = 1024 * 1024;
const LONGEST_REPLY = 4096;
/** Octets that are copied rather than waited for: nearly every letter is shorter. */
const COPIED = 64 * 1024;
const NOTHING_MORE = Buffer.alloc(4);

/**
 * One INSTREAM command on a connection of its own. Writing never fails: a connection that broke takes what it is given and tells it
 * by its answer, null.
 */
export class ClamdStream {
  #socket: Socket;
  #timer: NodeJS.Timeout;
  #reply = '';
  readonly #answer = Promise.withResolvers<string | null>();
  #isOver = false;
  /** Chunks given and not yet taken. */
  #owed = 0;
  #wasPaused = false;
  #wasSilent = false;
  #isWhole = false;
  /** What is written within one turn of the loop leaves together. */
  #isCorked = false;

  constructor(
    address: ClamdAddress,
    private readonly times: ClamdTimes,
    command = 'INSTREAM',
  ) {
    this.#socket = createConnection(address);
    this.#timer = this.#within(times.connectMs);
    this.#socket.setEncoding('latin1');
    // A short letter may be given whole before that.
    this.#socket.once('connect', () => this.#restart(this.#isWhole ? times.answerMs : times.silenceMs));
    this.#socket.on('data', (text: string) => this.#hear(text));
    // What was answered before the connection broke counts: clamd refuses a stream that is too long and closes at once.
    this.#socket.on('error', () => this.#end(null));
    this.#socket.on('close', () => this.#end(this.#reply === '' ? null : this.#reply));
    // clamd(8): the z form ends commands and replies with NUL.
    this.#give(Buffer.from(`z${command}\0`));
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** The connection was given up because nothing came to be written: no fault of clamd. */
  get wasPaused(): boolean {
    return this.#wasPaused;
  }

  /** The connection was given up because no answer came in time. */
  get wasSilent(): boolean {
    return this.#wasSilent;
  }

  /** Resolves when the buffer may be used again: when the bytes have left this process, so that memory stays bounded, or were few enough to copy. */
  async write(bytes: Uint8Array): Promise<void> {
    // A chunk of no octets would be the end of the letter.
    if (bytes.length === 0) return;
    if (bytes.length <= COPIED - this.#socket.writableLength) {
      if (!this.#isOver) void this.#writeChunk(Buffer.from(bytes));
      return;
    }
    for (let at = 0; at < bytes.length && !this.#isOver; at += LARGEST_CHUNK) {
      await this.#writeChunk(bytes.subarray(at, at + LARGEST_CHUNK));
    }
  }

  /** Everything was given. The answer, or null when there is none to be had. */
  end(): Promise<string | null> {
    if (!this.#isOver) {
      this.#isWhole = true;
      // A clamd that is not there is known as soon as for a long letter.
      if (!this.#socket.connecting) this.#restart(this.times.answerMs);
      this.#give(NOTHING_MORE);
    }
    return this.#answer.promise;
  }

  /** The answer to a command that takes no content. */
  answer(): Promise<string | null> {
    return this.#answer.promise;
  }

  abandon(): void {
    this.#end(null);
  }

  #writeChunk(chunk: Uint8Array): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    this.#owed += 1;
    this.#give(length);
    this.#give(chunk, () => {
      this.#owed -= 1;
      this.#timer.refresh();
      resolve();
    });
    // A destroyed socket may never call back.
    void this.#answer.promise.then(() => resolve());
    return promise;
  }

  #give(bytes: Buffer | Uint8Array, whenTaken?: () => void): void {
    if (!this.#isCorked) {
      this.#isCorked = true;
      this.#socket.cork();
      setImmediate(() => {
        this.#isCorked = false;
        this.#socket.uncork();
      });
    }
    this.#socket.write(bytes, whenTaken);
  }

  #hear(text: string): void {
    this.#reply += text;
    const end = this.#reply.search(/[\0\n]/);
    if (end >= 0) this.#end(this.#reply.slice(0, end));
    else if (this.#reply.length > LONGEST_REPLY) this.#end(null);
  }

  #end(reply: string | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#socket.destroy();
    this.#answer.resolve(reply);
  }

  #restart(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#isOver) this.#timer = this.#within(ms);
  }

  #within(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#wasPaused = !this.#socket.connecting && this.#owed === 0 && !this.#isWhole;
      this.#wasSilent = !this.#wasPaused;
      this.#end(null);
    }, ms).unref();
  }
}
