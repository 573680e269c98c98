import { SMTPStream } from 'smtp-server/lib/smtp-stream.js';
import type { ContentFrame, Violation } from './content-frame.js';
import type { IncomingContent } from './incoming-content.js';

// RFC 5321 §4.5.3.1.4 asks for 512 octets; 2,048 hold every parameter of the extensions offered.
const COMMAND_LIMIT = 2048;
// RFC 4954 §4: an initial response of 12,288 octets, and the command before it.
const AUTH_LIMIT = 12_288 + 64;
/** Octets without an end of line after which nobody is talking SMTP. */
const HOPELESS = 64 * 1024;

export type InputFault = 'lineTooLong' | 'bareLineEnd' | 'hopeless' | 'messageTooLarge' | Violation;

/** Content being read. */
interface Taking {
  readonly frame: ContentFrame;
  /** Null: read away. */
  readonly content: IncomingContent | null;
  readonly ended: () => void;
}

/**
 * Cuts what a client sends into commands and message content, by CRLF alone. It stands in for the library's own reader, which takes
 * LF for CRLF, shares one limit between all commands and turns each escaped dot into a trip through the event loop.
 */
export class StrictInput extends SMTPStream {
  /** Told when the bytes are not SMTP. */
  onfault: (fault: InputFault) => void = () => undefined;
  /** Whether the next line answers a challenge and may be as long as a token. */
  expectsToken: () => boolean = () => false;
  /** Told when input comes in, how many octets, and when all of it was read. */
  oninput: (octets: number) => void = () => undefined;
  onread: () => void = () => undefined;
  #line = Buffer.alloc(0);
  #skipped = 0;
  #taking: Taking | null = null;
  #isAhead = false;
  #answered = Promise.resolve();
  #answer: () => void = () => undefined;

  /** Whether content, and no command, is expected now. */
  get isTaking(): boolean {
    return this.#taking !== null;
  }

  /** Whether the client said more before it heard the answer to its present command. */
  get isAhead(): boolean {
    return this.#isAhead;
  }

  override _write(chunk: Buffer, _encoding: string, next: (error?: Error | null) => void): void {
    this.oninput(chunk.length);
    this.#consume(chunk).then(() => {
      this.onread();
      next();
    }, next);
  }

  /**
   * What follows the present command is content, until its frame ends. Settles then; commands are read again after `continue`.
   */
  take(frame: ContentFrame, content: IncomingContent | null): Promise<void> {
    const answered = Promise.withResolvers<void>();
    this.#answered = answered.promise;
    this.#answer = answered.resolve;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#taking = { frame, content, ended: resolve };
    return promise;
  }

  /** The reply to the content was sent: what follows it may be read. */
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
      rest = this.#taking ? await this.#readContent(rest, this.#taking) : await this.#readCommand(rest);
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
    if (line.length < 2 || line.indexOf('\r') !== line.length - 2) {
      this.onfault('bareLineEnd');
      return rest;
    }
    this.#isAhead = rest.length > 0;
    await this.#run(line.subarray(0, -2));
    return this.#taking ? this.#readContent(rest, this.#taking) : rest;
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

  async #readContent(chunk: Buffer, { frame, content, ended }: Taking): Promise<Buffer> {
    const step = frame.read(chunk);
    if (step.violation) {
      content?.giveUp();
      this.onfault(step.violation);
      return Buffer.alloc(0);
    }
    for (const piece of step.content) await content?.write(piece);
    if (content?.isHopeless()) {
      content.giveUp();
      this.onfault('messageTooLarge');
      return Buffer.alloc(0);
    }
    if (step.rest === null) return Buffer.alloc(0);
    this.#taking = null;
    ended();
    await this.#answered;
    return step.rest;
  }
}
