import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { LetterInDoubt } from '@cachet/mailstore';
import type { RefusalCode } from '@cachet/mss-core/outcome';
import { capabilities } from './commands/capability.js';
import { bad, type Completion, tagged } from './commands/completion.js';
import type { CommandHandler } from './commands/handler.js';
import { dispatch } from './dispatch.js';
import type { ImapDeps } from './ports.js';
import { AccessWatch } from './session/access-watch.js';
import { Session, type Transport } from './session/session.js';
import { type Expiry, SessionClock } from './session/session-clock.js';
import { hasNewsBetweenCommands, tellBetweenCommands } from './session/tell-news.js';
import { SocketSource } from './wire/byte-source.js';
import { type Command, CommandReader, type Frame, type Unreadable } from './wire/command-reader.js';
import { compressedLine } from './wire/compressed-line.js';
import { AFTER_AUTHENTICATION, BEFORE_AUTHENTICATION } from './wire/limits.js';
import { type Line, LineReader } from './wire/line-reader.js';
import { BrokenLiteral, ResponseWriter } from './wire/response-writer.js';

/** A stranger who sends this many commands that fail is not a mail client. */
const PATIENCE = 10;
/** A session told to end has this long to take leave; then its socket is closed. */
const FAREWELL_MS = 3_000;

/** One client's connection, from greeting to goodbye. */
export class Connection implements Transport {
  encrypted = false;
  compressed = false;
  certificate: Buffer | null = null;
  readonly remoteAddress: string | null;
  readonly remotePort: number | null;
  readonly session: Session;
  readonly #out: ResponseWriter;
  readonly #clock: SessionClock;
  readonly #access: AccessWatch;
  readonly #began = performance.now();
  #source: SocketSource;
  #lines: LineReader;
  #reader: CommandReader;
  #tlsWanted = false;
  #compressionWanted = false;
  #failures = 0;
  #farewell: string | null = null;
  #betweenCommands = false;
  /** News being told between commands; a command that comes meanwhile waits for its end. */
  #telling: Promise<void> | null = null;
  #closing: NodeJS.Timeout | null = null;

  constructor(
    private socket: Socket,
    private readonly deps: ImapDeps,
    private readonly table: ReadonlyMap<string, CommandHandler>,
  ) {
    this.remoteAddress = socket.remoteAddress ?? null;
    this.remotePort = socket.remotePort ?? null;
    this.#out = new ResponseWriter(socket);
    this.#source = new SocketSource(socket);
    this.#lines = new LineReader(this.#source);
    this.#reader = this.#commandReader();
    this.session = new Session(deps, this.#out, this, () => void this.#access.look());
    this.#access = new AccessWatch(this.session, (code) => this.#loseAccess(code));
    this.#clock = new SessionClock(deps.limits, (expiry) => this.#expire(expiry));
    // A reset by the peer is an end like another: the reader sees it.
    socket.on('error', () => {});
    socket.setNoDelay(true);
  }

  /** Serves until the client leaves or is sent away. */
  async run(): Promise<void> {
    try {
      this.#out.line(`* OK [CAPABILITY ${capabilities(this.session)}] Cachet ready`);
      await this.#out.flush();
      while (this.session.ending === null) await this.#serveOne();
    } catch (fault) {
      // Neither OK nor NO would be true: the client looks again for itself.
      if (fault instanceof LetterInDoubt)
        this.dismiss('inDoubt', 'Whether the last command was done is not known');
      // A peer that leaves in the middle of a long answer is no fault of ours.
      if (!this.socket.destroyed) this.deps.log.error({ err: fault }, 'an IMAP connection failed');
      this.session.end(this.socket.destroyed ? 'clientGone' : 'fault');
    } finally {
      await this.#finish();
    }
  }

  /** Sends the client away: at once between commands, otherwise when the present one is answered. */
  dismiss(reason: string, farewell: string): void {
    if (this.session.ending !== null) return;
    this.#farewell = farewell;
    this.session.end(reason);
    this.#closing = setTimeout(() => this.socket.destroy(), FAREWELL_MS);
    if (this.#betweenCommands)
      void (this.#telling ? this.#telling.then(() => this.#takeLeave()) : this.#takeLeave());
  }

  async #serveOne(): Promise<void> {
    this.#betweenCommands = true;
    this.stir();
    const frame = await this.#reader.next();
    this.#betweenCommands = false;
    if (this.#telling) await this.#telling;
    if (this.session.ending !== null) return;
    if (frame.kind === 'end') return this.session.end('clientGone');
    this.#clock.touch();
    if (!(await this.#access.isStillProven())) return;
    const wasStranger = this.session.opened === null;
    const completion =
      frame.kind === 'command'
        ? await dispatch(this.session, this.table, frame)
        : this.#answerUnreadable(frame);
    if (wasStranger) this.#judge(completion);
    await this.#out.flush();
    if (this.#tlsWanted) await this.#upgrade();
    if (this.#compressionWanted) this.#compress();
  }

  #answerUnreadable({ tag, code, reason, fatal }: Unreadable): Completion {
    const completion = bad(reason, code);
    this.#out.line(tagged(tag ?? '*', completion));
    if (fatal) this.dismiss('unreadable', 'Cannot find the next command');
    return completion;
  }

  #judge(completion: Completion): void {
    const { opened } = this.session;
    if (opened) {
      this.#clock.signedIn();
      // A change committed between the reading of the rights and the beginning of the watch is found by looking once more.
      void this.#access.look();
      return;
    }
    // Who could not be judged, the identity provider being out, did not fail.
    if (completion.status !== 'OK' && completion.code !== 'UNAVAILABLE') this.#failures += 1;
    if (this.#failures >= PATIENCE) this.dismiss('tooManyFailures', 'Too many failed commands');
  }

  #expire(expiry: Expiry): void {
    const texts: Record<Expiry, string> = {
      signIn: 'Autologout; authentication took too long',
      idle: 'Autologout; idle for too long',
      total: 'Autologout; session reached its longest duration',
    };
    this.dismiss(expiry, texts[expiry]);
  }

  // A right withdrawn or a BAL suspended ends the sessions that were opened with it.
  #loseAccess(code: RefusalCode): void {
    this.dismiss(code, FAREWELLS[code] ?? 'Your access to this mailbox has ended');
  }

  #takeLeave(): void {
    if (this.#farewell !== null) this.#out.line(`* BYE ${this.#farewell}`);
    this.#farewell = null;
    this.#out.end();
  }

  async #finish(): Promise<void> {
    this.#clock.stop();
    this.#access.stop();
    this.#takeLeave();
    this.#closing ??= setTimeout(() => this.socket.destroy(), FAREWELL_MS);
    const reason = this.session.ending ?? 'clientGone';
    if (reason === 'fault' || reason === 'clientGone') this.socket.destroy();
    await this.#traceEnd(reason);
    if (!this.socket.destroyed) await new Promise((resolve) => this.socket.once('close', resolve));
    clearTimeout(this.#closing);
  }

  async #traceEnd(reason: string): Promise<void> {
    const opened = this.session.leave();
    if (!opened) return;
    const seconds = Math.round((performance.now() - this.#began) / 1000);
    const end = { protocol: 'IMAP', reason, seconds, client: this.session.clientName } as const;
    try {
      await this.deps.access.close(this.session.door(), opened, end);
    } catch (fault) {
      this.deps.log.warn({ err: fault, balId: opened.bal.id }, 'the end of a session could not be traced');
    }
  }

  #commandReader(): CommandReader {
    return new CommandReader(
      this.#lines,
      () => (this.session.opened ? AFTER_AUTHENTICATION : BEFORE_AUTHENTICATION),
      async () => {
        this.#out.line('+ Ready for literal data');
        await this.#out.flush();
      },
    );
  }

  // -- what commands use of the connection

  get unreadOctets(): number {
    return this.#lines.pending + this.socket.readableLength;
  }

  stir(): void {
    const { session } = this;
    if (
      !this.#betweenCommands ||
      this.#telling ||
      session.ending !== null ||
      !hasNewsBetweenCommands(session)
    )
      return;
    this.#telling = this.#tellBetween();
  }

  async #tellBetween(): Promise<void> {
    try {
      await tellBetweenCommands(this.session);
      this.#telling = null;
      this.stir();
    } catch (fault) {
      this.#telling = null;
      if (fault instanceof BrokenLiteral) this.socket.destroy();
      // The folder stays stale, and the next announcement or command tries again.
      this.deps.log.warn({ err: fault }, 'a session could not be told its news');
    }
  }

  startTlsAfterAnswer(): void {
    this.#tlsWanted = true;
  }

  compressAfterAnswer(): void {
    this.#compressionWanted = true;
  }

  line(): Promise<Line> {
    return this.#lines.line(BEFORE_AUTHENTICATION.lineBytes).then((line) => {
      this.#clock.touch();
      return line;
    });
  }

  async *streamLiteral(): AsyncGenerator<Buffer, void, void> {
    for await (const piece of this.#reader.streamLiteral()) {
      this.#clock.touch();
      yield piece;
    }
  }

  resume(command: Command): Promise<Frame> {
    return this.#reader.resume(command);
  }

  #readFrom(source: Duplex): void {
    this.#source = new SocketSource(source);
    this.#lines = new LineReader(this.#source);
    this.#reader = this.#commandReader();
  }

  #compress(): void {
    this.#compressionWanted = false;
    this.compressed = true;
    this.#source.detach();
    const { incoming, outgoing, sync } = compressedLine(this.socket);
    this.#out.moveTo(outgoing, sync);
    this.#readFrom(incoming);
  }

  /** From here on the plain socket is only what TLS is carried by; nothing read from it before is kept. */
  async #upgrade(): Promise<void> {
    this.#tlsWanted = false;
    this.#source.detach();
    const plain = this.socket;
    const secure = new TLSSocket(plain, {
      isServer: true,
      secureContext: this.deps.secureContext(),
      // EX_LPS_1200 (1): asked for in the handshake, judged by us when it is used.
      requestCert: this.deps.entry === 'authcli',
      rejectUnauthorized: false,
    });
    secure.on('error', () => secure.destroy());
    plain.once('close', () => secure.destroy());
    this.socket = secure;
    this.#out.moveTo(secure);
    this.#readFrom(secure);
    await new Promise<void>((resolve) => {
      secure.once('secure', resolve);
      secure.once('close', resolve);
    });
    this.encrypted = !secure.destroyed;
    this.certificate = secure.getPeerX509Certificate()?.raw ?? null;
    if (secure.destroyed) this.session.end('clientGone');
  }
}

const FAREWELLS: Partial<Record<RefusalCode, string>> = {
  balSuspended: 'This mailbox is suspended',
  cguNotAccepted: 'New terms of use are in force; accept them on the portal first',
};
