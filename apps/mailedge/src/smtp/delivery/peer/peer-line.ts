import { connect as connectTcp, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, TLSSocket } from 'node:tls';
import { NotSmtp, type PeerReply, ReplyReader } from './reply-reader.js';

/** The line to a peer is gone, or stayed silent too long: `what` says in which step. */
export class LineLost extends Error {}

/** Replies that came before they were asked for; pipelining needs as many as commands under way. */
const MOST_WAITING = 1200;

/** One connection to a peer: commands out, replies in, each within its time. */
export class PeerLine {
  #socket: Socket;
  #reader = new ReplyReader();
  readonly #replies: PeerReply[] = [];
  #waiting: PromiseWithResolvers<PeerReply> | null = null;
  #fault: Error | null = null;
  #onLost: () => void = () => undefined;

  readonly #onData = (bytes: Buffer) => this.#hear(bytes);
  readonly #onBroken = (fault: Error) => this.#end(fault);
  readonly #onClosed = () => this.#end(new LineLost('closed by the peer'));

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen();
  }

  static async connect(address: string, port: number, timeoutMs: number): Promise<PeerLine> {
    const socket = connectTcp({ host: address, port, noDelay: true, keepAlive: true });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new LineLost('no connection in time')), timeoutMs);
    socket.once('connect', resolve).once('error', reject);
    try {
      await promise;
      socket.off('error', reject);
      return new PeerLine(socket);
    } catch (fault) {
      socket.on('error', () => undefined).destroy();
      throw fault;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Null as long as the line is in clear. */
  get tls(): TLSSocket | null {
    return this.#socket instanceof TLSSocket ? this.#socket : null;
  }

  /** False once the peer hung up, said what is no SMTP, or spoke without being asked. */
  get isQuiet(): boolean {
    return this.#fault === null && this.#replies.length === 0 && !this.#reader.isInTheMiddle;
  }

  /** Called once when the line breaks, or when something comes that nobody asked for. */
  onDisturbed(listener: () => void): void {
    this.#onLost = listener;
  }

  send(text: string): void {
    if (!this.#fault) this.#socket.write(text);
  }

  ask(command: string, timeoutMs: number): Promise<PeerReply> {
    this.send(`${command}\r\n`);
    return this.reply(timeoutMs);
  }

  async reply(timeoutMs: number): Promise<PeerReply> {
    const known = this.#replies.shift();
    if (known) return known;
    if (this.#fault) throw this.#fault;
    const waiting = Promise.withResolvers<PeerReply>();
    this.#waiting = waiting;
    const timer = setTimeout(() => this.#end(new LineLost('no reply in time')), timeoutMs);
    return waiting.promise.finally(() => clearTimeout(timer));
  }

  /** Writes without holding more than the socket takes. */
  async write(blocks: AsyncIterable<Buffer>, timeoutMs: number): Promise<void> {
    for await (const block of blocks) {
      if (this.#fault) throw this.#fault;
      if (!this.#socket.write(block)) await this.#drained(timeoutMs);
    }
  }

  // What a peer, or somebody in between, said behind its 220 would otherwise count as said under TLS.
  async startTls(options: ConnectionOptions, timeoutMs: number): Promise<void> {
    if (!this.isQuiet) throw new NotSmtp('more than one answer to STARTTLS');
    const raw = this.#socket;
    raw.off('data', this.#onData).off('error', this.#onBroken).off('close', this.#onClosed);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const socket = connectTls({ ...options, socket: raw });
    const closed = () => reject(new LineLost('closed by the peer'));
    const timer = setTimeout(() => reject(new LineLost('no TLS session in time')), timeoutMs);
    raw.on('error', reject);
    socket.once('secureConnect', resolve).once('error', reject).once('close', closed);
    try {
      await promise;
    } catch (fault) {
      socket.on('error', () => undefined).destroy();
      this.#fault = fault instanceof Error ? fault : new LineLost('no TLS session');
      throw fault;
    } finally {
      clearTimeout(timer);
    }
    socket.off('error', reject).off('close', closed);
    this.#socket = socket;
    this.#reader = new ReplyReader();
    this.#listen();
  }

  destroy(): void {
    this.#end(new LineLost('closed by us'));
  }

  /** Says QUIT and waits a little for its answer; a peer that gives none is left. */
  async quit(timeoutMs: number): Promise<void> {
    if (!this.#fault) await this.ask('QUIT', timeoutMs).catch(() => undefined);
    this.destroy();
  }

  #listen(): void {
    this.#socket.on('data', this.#onData).on('error', this.#onBroken).on('close', this.#onClosed);
  }

  #hear(bytes: Buffer): void {
    try {
      this.#replies.push(...this.#reader.write(bytes));
    } catch (fault) {
      this.#end(fault instanceof Error ? fault : new NotSmtp('unreadable'));
      return;
    }
    if (this.#replies.length > MOST_WAITING) this.#end(new NotSmtp('answers without end'));
    const waiting = this.#waiting;
    const reply = waiting ? this.#replies.shift() : undefined;
    if (!waiting) this.#onLost();
    if (!waiting || !reply) return;
    this.#waiting = null;
    waiting.resolve(reply);
  }

  async #drained(timeoutMs: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const lost = () => reject(this.#fault ?? new LineLost('closed by the peer'));
    const timer = setTimeout(() => this.#end(new LineLost('the content is not taken in time')), timeoutMs);
    this.#socket.once('drain', resolve).once('close', lost);
    await promise.finally(() => {
      clearTimeout(timer);
      this.#socket.off('drain', resolve).off('close', lost);
    });
  }

  #end(fault: Error): void {
    if (this.#fault) return;
    this.#fault = fault;
    this.#socket.destroy();
    this.#waiting?.reject(fault);
    this.#waiting = null;
    this.#onLost();
  }
}
