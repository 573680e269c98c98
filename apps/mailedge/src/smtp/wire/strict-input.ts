import type { Writable } from 'node:stream';
import { SMTPStream } from 'smtp-server/lib/smtp-stream.js';
import { DataReader, type DataStep } from './data-reader.js';

// RFC 5321 §4.5.3.1.4 asks for 512 octets; 2,048 hold every parameter of the extensions offered.
const COMMAND_LIMIT = 2048;
// RFC 4954 §4: an initial response of 12,288 octets, and the command before it.
const AUTH_LIMIT = 12_288 + 64;
/** Octets without an end of line after which nobody is talking SMTP. */
const HOPELESS = 64 * 1024;

export type InputFault =
  | 'lineTooLong'
  | 'bareLineEnd'
  | 'hopeless'
  | 'messageTooLarge'
  | NonNullable<DataStep['violation']>;

/**
 * Cuts what a client sends into commands and message content, by CRLF alone. It stands in for the library's own reader, which takes
 * LF for CRLF, shares one limit between all commands and turns each escaped dot into a trip through the event loop.
 */
export class StrictInput extends SMTPStream {
  /** Told when the bytes are not SMTP. */
  onfault: (fault: InputFault) => void = () => undefined;
  /** Whether the next line answers a challenge and may be as long as a token. */
  expectsToken: () => boolean = () => false;
  #line = Buffer.alloc(0);
  #skipped = 0;
  #data = new DataReader();
  #limit = Infinity;
  #answered = Promise.resolve();
  #answer: () => void = () => undefined;
  #ended: () => void = () => undefined;
  /** Settles when the content of the present message ended, whoever read it. */
  contentEnded = Promise.resolve();

  override _write(chunk: Buffer, _encoding: string, next: (error?: Error | null) => void): void {
    this.#consume(chunk).then(() => next(), next);
  }

  override startDataMode(maxBytes?: number | string | null): ReturnType<SMTPStream['startDataMode']> {
    this.#data = new DataReader();
    this.#limit = Number(maxBytes ?? Infinity);
    const answered = Promise.withResolvers<void>();
    this.#answered = answered.promise;
    this.#answer = answered.resolve;
    const ended = Promise.withResolvers<void>();
    this.contentEnded = ended.promise;
    this.#ended = ended.resolve;
    return super.startDataMode(maxBytes);
  }

  /** The reply to the message was sent: what follows it may be read. */
  override continue(): void {
    this.#answer();
  }

  /** A last line without an end is not a command (RFC 5321 §2.3.8). */
  override _flushData(): void {
    this.#line = Buffer.alloc(0);
  }

  async #consume(chunk: Buffer): Promise<void> {
    let rest = chunk;
    while (rest.length > 0 && !this.isClosed) {
      rest = this._dataMode ? await this.#readContent(rest) : await this.#readCommand(rest);
    }
  }

  async #readCommand(chunk: Buffer): Promise<Buffer> {
    const end = chunk.indexOf('\n');
    if (end < 0) {
      this.#hold(chunk);
      return Buffer.alloc(0);
    }
    this.#hold(chunk.subarray(0, end + 1));
    const line = this.#line;
    const skipped = this.#skipped;
    this.#line = Buffer.alloc(0);
    this.#skipped = 0;
    const rest = chunk.subarray(end + 1);
    if (this.isClosed) return rest;
    if (skipped > 0 || line.length > this.#limitOf(line)) {
      this.onfault('lineTooLong');
      return rest;
    }
    if (line.indexOf('\r') !== line.length - 2) {
      this.onfault('bareLineEnd');
      return rest;
    }
    await this.#run(line.subarray(0, -2));
    return rest;
  }

  /** Keeps the beginning of a line, up to the longest command; counts what it does not keep. */
  #hold(piece: Buffer): void {
    const room = AUTH_LIMIT + 2 - this.#line.length;
    this.#line = Buffer.concat([this.#line, piece.subarray(0, Math.max(room, 0))]);
    this.#skipped += Math.max(piece.length - room, 0);
    if (this.#skipped > HOPELESS) this.onfault('hopeless');
  }

  #limitOf(line: Buffer): number {
    const isAuth = this.expectsToken() || /^auth /i.test(line.toString('latin1', 0, 5));
    return isAuth ? AUTH_LIMIT : COMMAND_LIMIT;
  }

  #run(line: Buffer): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.oncommand(line, resolve);
    // A connection that closes while its command runs never calls back: its reader is then closed, and read no more.
    return promise;
  }

  async #readContent(chunk: Buffer): Promise<Buffer> {
    const { content, rest, violation } = this.#data.read(chunk);
    if (violation) {
      this._dataStream?.destroy(new Error(`message content with ${violation}`));
      this.onfault(violation);
      return Buffer.alloc(0);
    }
    for (const piece of content) await this.#store(piece);
    if (rest === null) return Buffer.alloc(0);
    this._dataStream?.end();
    this._dataMode = false;
    this._dataStream = null;
    this.#ended();
    await this.#answered;
    return rest;
  }

  /** Beyond the limit nothing more is stored; far beyond it nobody listens any more. */
  async #store(piece: Buffer): Promise<void> {
    const stream = this._dataStream;
    this._countDataBytes(piece.length);
    if (!stream || stream.destroyed) return;
    if (this.dataBytes > this.#limit) {
      if (this.dataBytes > this.#limit * 2) this.onfault('messageTooLarge');
      return;
    }
    if (!stream.write(piece)) await drained(stream);
  }
}

/** A stream that its reader gave up never drains, it only closes. */
function drained(stream: Writable): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = () => {
    stream.off('drain', done);
    stream.off('close', done);
    resolve();
  };
  stream.on('drain', done);
  stream.on('close', done);
  return promise;
}
