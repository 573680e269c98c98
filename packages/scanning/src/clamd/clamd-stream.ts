import { Buffer } from 'node:buffer';
import type { ClamdConnection } from './clamd-connection.js';

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
 * One command, INSTREAM unless told. Writing never fails: a connection that broke takes what it is given and tells it by its answer, null.
 */
export class ClamdStream {
  #timer: NodeJS.Timeout;
  #reply = '';
  readonly #answer = Promise.withResolvers<string | null>();
  #isOver = false;
  /** Chunks given and not yet taken. */
  #owed = 0;
  #wasPaused = false;
  #wasSilent = false;
  #wasLeft = false;
  #isWhole = false;

  /** `whenServed` is given a connection that may serve again; without it none does. */
  constructor(
    private readonly connection: ClamdConnection,
    private readonly times: ClamdTimes,
    private readonly told: {
      readonly command?: string;
      readonly whenServed?: (connection: ClamdConnection) => void;
    } = {},
  ) {
    this.#timer = this.#within(connection.isConnecting ? times.connectMs : times.silenceMs);
    connection.useFor({
      // A short letter may be given whole before that.
      connected: () => this.#restart(this.#isWhole ? times.answerMs : times.silenceMs),
      heard: (text) => this.#hear(text),
      ended: (hasBroken) => this.#close(hasBroken),
    });
    connection.command(told.command ?? 'INSTREAM');
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

  /** clamd had closed the connection, or was about to, since it served others: nothing is known of this letter, nor of clamd. */
  get wasLeft(): boolean {
    return this.#wasLeft;
  }

  /** Resolves when the buffer may be used again: when the bytes have left this process, so that memory stays bounded, or were few enough to copy. */
  async write(bytes: Uint8Array): Promise<void> {
    // A chunk of no octets would be the end of the letter.
    if (bytes.length === 0) return;
    if (bytes.length <= COPIED - this.connection.waiting) {
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
      if (!this.connection.isConnecting) this.#restart(this.times.answerMs);
      this.connection.give(NOTHING_MORE);
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
    this.connection.give(length);
    this.connection.give(chunk, () => {
      this.#owed -= 1;
      if (!this.#isOver) this.#timer.refresh();
      resolve();
    });
    // A destroyed socket may never call back.
    void this.#answer.promise.then(() => resolve());
    return promise;
  }

  #hear(text: string): void {
    this.#reply += text;
    const end = this.#reply.search(/[\0\n]/);
    if (end >= 0) this.#end(this.#read(this.#reply.slice(0, end)));
    else if (this.#reply.length > LONGEST_REPLY) this.#end(null);
  }

  // What was answered before the connection broke counts: clamd refuses a stream that is too long and closes at once.
  #close(hasBroken: boolean): void {
    this.#wasLeft = !this.#isOver && this.connection.uses > 1 && this.#reply === '';
    this.#end(hasBroken || this.#reply === '' ? null : this.#read(this.#reply));
  }

  /** clamd(8): in a session, replies bear the number of their command. */
  #read(reply: string): string {
    return this.connection.isSession ? reply.replace(/^\d+: /, '') : reply;
  }

  #end(reply: string | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    const { connection } = this;
    const { whenServed } = this.told;
    const mayServe = connection.isSession && this.#isWhole && reply !== null && !reply.endsWith(' ERROR');
    if (mayServe && whenServed) whenServed(connection);
    else connection.close();
    this.#answer.resolve(reply);
  }

  #restart(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#isOver) this.#timer = this.#within(ms);
  }

  #within(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#wasPaused = !this.connection.isConnecting && this.#owed === 0 && !this.#isWhole;
      this.#wasSilent = !this.#wasPaused;
      this.#end(null);
    }, ms).unref();
  }
}
