import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { LetterInDoubt } from '@cachet/mailstore';
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js';
import { FAULT, replyToFault } from '../refusal-replies.js';
import type { EntrySession, Verdict } from './entry.js';
import { ContentGivenUp, ContentTooLarge } from './incoming-content.js';
import { LetterIntake } from './letter-intake.js';
import { readMailParameters, readRecipientParameters, tooLarge } from './mail-parameters.js';
import { readPathCommand } from './path-command.js';
import * as replies from './replies.js';
import { OWN_ENHANCED_CODE, replyText, type SmtpReply } from './reply.js';
import type { EntryServer } from './smtp-server.js';
import { type InputFault, StrictInput } from './strict-input.js';

/**
 * One client of an entry. The library keeps the session (greeting, EHLO, STARTTLS, RSET, QUIT, time-outs, half-open sockets); reading
 * lines, the commands that carry addresses, signing in and receiving are ours, because their exact bytes decide who gets mail.
 */
export class EntryConnection extends SMTPConnection {
  readonly entry: EntrySession;
  private readonly intake: LetterIntake;
  private refusal: Verdict = null;
  private idle: NodeJS.Timeout | undefined;
  private octetsSinceProgress = 0;
  private patience: NodeJS.Timeout | undefined;
  private deadline: NodeJS.Timeout | undefined;
  private expired: SmtpReply | null = null;
  private swallowsEmptyLine = false;
  private failedSignIns = 0;
  private ended: string | null = null;

  constructor(
    private readonly owner: EntryServer,
    socket: Socket | TLSSocket,
    options?: SMTPConnectionOptions | null,
  ) {
    super(owner, socket, options);
    this.entry = owner.openEntry();
    this.intake = this.openIntake();
  }

  /** Greets at once: who talks first is found out by the reader, not by a pause that everybody pays. */
  override init(): void {
    this._setListeners(() => {
      const refusal = this.owner.refuseConnection(this);
      if (refusal) {
        this.reply(refusal);
        return;
      }
      this.endWithin(this.owner.limits.toTlsMs, replies.IDLE);
      this.connectionReady();
    });
  }

  /** Why the session ended, in one word. */
  get ending(): string {
    return this.ended ?? 'clientGone';
  }

  override _createParser(): StrictInput {
    const parser = new StrictInput();
    parser.oncommand = (command, callback) => this._onCommand(command, callback);
    parser.onfault = (fault) => this.inputFault(fault);
    parser.oninput = (octets) => this.inputCame(parser, octets);
    parser.onread = () => this.flush();
    parser.expectsToken = () => this._nextHandler !== false;
    parser.on('error', () => this.close());
    return parser;
  }

  override _onCommand(command: Buffer, callback?: () => void): void {
    const next = callback ?? (() => undefined);
    if (this.swallowsEmptyLine && command.length === 0) {
      this.swallowsEmptyLine = false;
      next();
      return;
    }
    this.swallowsEmptyLine = false;
    const text = command.toString('latin1');
    const ending = this._upgrading ? null : (this.owner.stopping ?? this.expired ?? this.refusal);
    if (ending && !/^quit\b/i.test(text)) {
      this.end(ending);
      return;
    }
    if (!this.secure && !this._upgrading && ENCRYPTED_ONLY.test(text)) {
      const isSignIn = /^auth\b/i.test(text) && this._isSupported('AUTH');
      this.reply(isSignIn ? replies.AUTH_BEFORE_TLS : replies.TLS_REQUIRED);
      this._whenWritable(next);
      return;
    }
    super._onCommand(command, next);
  }

  /** Texts that begin with an enhanced code keep it; the library would put its own before. */
  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    this._armTimeout();
    const isOwn = typeof data === 'string' && OWN_ENHANCED_CODE.test(data);
    super.send(code, data, isOwn ? false : context);
  }

  override close(): void {
    clearTimeout(this.deadline);
    super.close();
  }

  override _onClose(): void {
    clearTimeout(this.idle);
    clearTimeout(this.patience);
    clearTimeout(this.deadline);
    this.intake.giveUp();
    super._onClose();
  }

  /** EX_LPS_1000: a command is activity, and so is content that comes at a pace. Single bytes are not: a slow client is an idle one. */
  override _armTimeout(): void {
    this.octetsSinceProgress = 0;
    this.idle ??= setTimeout(() => this._onTimeout(), this.owner.limits.idleMs).unref();
    this.idle.refresh();
  }

  override _onTimeout(): void {
    if (this._closing) super._onTimeout();
    else if (this._handlerPending || this.intake.isDeciding) this._armTimeout();
    else this.reply(replies.IDLE);
  }

  /** Replies that are kept back would never drain. */
  override _whenWritable(next: () => void): void {
    if (this._socket.writableNeedDrain) this.flush();
    super._whenWritable(next);
  }

  override _resetSession(): void {
    super._resetSession();
    this.intake.giveUp();
    this.entry.reset();
  }

  override handler_EHLO(command: Buffer, callback: () => void): void {
    const [, name = '', ...more] = command.toString('latin1').trim().split(/ +/);
    if (more.length > 0 || !CLIENT_NAME.test(name)) {
      this.reply(replies.BAD_CLIENT_NAME);
    } else {
      this.hostNameAppearsAs = name.toLowerCase();
      this._resetSession();
      this.send(250, [this.name, ...this.extensions()], false);
    }
    callback();
  }

  /** What is offered now; each is kept to. */
  private extensions(): string[] {
    // EX_LPS_0700 and RFC 4954 §4: signing in is announced under TLS only.
    const mayAuthenticate = this._isSupported('AUTH') && this.secure && !this.session.user;
    return [
      ...['PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', 'DSN', 'CHUNKING'],
      ...this.owner.announcedLimits,
      ...(mayAuthenticate ? [`AUTH ${this.owner.authMethods().join(' ')}`] : []),
      ...(this.secure ? [] : ['STARTTLS']),
      `SIZE ${this.owner.maxMessageBytes}`,
    ];
  }

  override handler_AUTH(command: Buffer, callback: () => void): void {
    const [, mechanism = '', initial, ...more] = command.toString('latin1').trim().split(/ +/);
    const obstacle = this.authObstacle(mechanism, more.length > 0);
    if (obstacle) {
      this.reply(obstacle);
      callback();
      return;
    }
    if (initial !== undefined) {
      this.signIn(mechanism, initial, callback);
      return;
    }
    this._nextHandler = (line, done) => this.signIn(mechanism, line.toString('latin1'), done);
    this.send(334, '', false);
    callback();
  }

  // EX_3.1_5020, EX_LPS_0400: nothing is said of mail before STARTTLS.
  override handler_MAIL(command: Buffer, callback: () => void): void {
    this.decide(callback, async () => {
      if (!this.secure) return replies.TLS_REQUIRED;
      if (this.session.envelope.mailFrom) return replies.NESTED_MAIL;
      const read = readPathCommand('MAIL', command.toString('utf8'), this.name);
      if (typeof read === 'string') return read === 'path' ? replies.BAD_SENDER : replies.SYNTAX;
      const parameters = readMailParameters(read.parameters, this.owner.maxMessageBytes);
      if ('reply' in parameters) return parameters.reply;
      const refusal = await this.entry.mail(read.path, parameters);
      if (refusal) return refusal;
      this.session.envelope.mailFrom = { address: read.path ?? '', args: false };
      return replies.SENDER_ACCEPTED;
    });
  }

  override handler_RCPT(command: Buffer, callback: () => void): void {
    this.decide(callback, async () => {
      if (!this.secure) return replies.TLS_REQUIRED;
      if (!this.session.envelope.mailFrom) return replies.NEED_MAIL;
      if (this.intake.isUnderWay) return replies.MIXED_WITH_CHUNKS;
      const read = readPathCommand('RCPT', command.toString('utf8'), this.name);
      if (typeof read === 'string') return read === 'path' ? replies.BAD_RECIPIENT : replies.SYNTAX;
      const wishes = readRecipientParameters(read.parameters);
      if ('reply' in wishes) return wishes.reply;
      if (!read.path) return replies.BAD_RECIPIENT;
      return (await this.entry.recipient(read.path, wishes)) ?? replies.RECIPIENT_ACCEPTED;
    });
  }

  override handler_DATA(_command: Buffer, callback: () => void): void {
    this.intake.data(callback);
  }

  handler_BDAT(command: Buffer, callback: () => void): void {
    this.intake.chunk(command.toString('latin1'), callback);
  }

  // RFC 5321 §3.5.3: who has a BAL here is told to nobody but at RCPT.
  override handler_VRFY(_command: Buffer, callback: () => void): void {
    this.reply(replies.NOT_VERIFIED);
    callback();
  }

  override handler_HELP(_command: Buffer, callback: () => void): void {
    this.reply(replies.HELP);
    callback();
  }

  handler_EXPN(_command: Buffer, callback: () => void): void {
    this.reply(replies.NOT_IMPLEMENTED);
    callback();
  }

  handler_ETRN(_command: Buffer, callback: () => void): void {
    this.reply(replies.NOT_IMPLEMENTED);
    callback();
  }

  /** Judges the client that has just finished its handshake; called before any command is read under TLS. */
  async secured(socket: TLSSocket): Promise<void> {
    clearTimeout(this.deadline);
    this.endWithin(this.owner.limits.sessionMs, replies.SESSION_OVER);
    const { version, name } = socket.getCipher();
    try {
      this.refusal = await this.entry.secured({
        certificate: socket.getPeerX509Certificate()?.raw ?? null,
        tls: `${version} ${name}`,
        remoteAddress: this.remoteAddress,
        remotePort: this.remotePort,
      });
    } catch (fault) {
      this.owner.onFault(fault);
      this.refusal = FAULT;
    }
  }

  override handler_QUIT(command: Buffer, callback: () => void): void {
    this.ended ??= 'logout';
    super.handler_QUIT(command, callback);
  }

  /** Ends the session now when it is idle, after its present command or letter otherwise; a handshake is not waited for. */
  retire(reply: SmtpReply): void {
    if (this._closing || this._closed) return;
    this.expired = reply;
    if (this._upgrading) this._socket.destroy();
    else if (this.isReceiving) this.endWithin(this.owner.limits.idleMs, reply, () => this.end(reply));
    else if (!this._handlerPending) this.end(reply);
  }

  private openIntake(): LetterIntake {
    return new LetterIntake({
      maxMessageBytes: this.owner.maxMessageBytes,
      input: () => this.input,
      obstacle: () => this.contentObstacle(),
      message: (octets) =>
        this.answerOf(() => this.entry.message({ octets, helo: this.hostNameAppearsAs || '' })),
      reply: (reply) => {
        this.reply(reply);
        if (this.expired) this.end(this.expired);
      },
      invite: () => this.send(354, 'End data with <CR><LF>.<CR><LF>'),
      end: (reply) => this.end(reply),
      reset: () => this._resetSession(),
      isOver: () => this._closing || this._closed,
    });
  }

  private get input(): StrictInput {
    if (this._parser instanceof StrictInput) return this._parser;
    throw new Error('a session without input has no content');
  }

  private get isReceiving(): boolean {
    return this.intake.isDeciding || (this._parser instanceof StrictInput && this._parser.isTaking);
  }

  /** Replies to what came together leave together; nobody waits long for the first of them. */
  private inputCame(input: StrictInput, octets: number): void {
    this.octetsSinceProgress += octets;
    if (input.isTaking && this.octetsSinceProgress >= SLOWEST_PROGRESS) this._armTimeout();
    if (!this.secure || this._upgrading || this._closing) return;
    this._socket.cork();
    this.patience ??= setTimeout(() => this.flush(), LONGEST_HOLD_MS).unref();
    this.patience.refresh();
  }

  private flush(): void {
    while (this._socket.writableCorked > 0) this._socket.uncork();
  }

  private signIn(mechanism: string, response: string, callback: () => void): void {
    if (response.trim() === '*') {
      this.reply(replies.AUTH_CANCELLED);
      callback();
      return;
    }
    this.decide(callback, async () => {
      const name = this.hostNameAppearsAs || '';
      const answer = await this.entry.signIn?.(mechanism.toUpperCase(), response.trim(), name);
      if (!answer) return replies.UNKNOWN_MECHANISM;
      if (!answer.ok) return this.signInFailed(answer.reply);
      this.session.user = answer.user;
      return replies.AUTHENTICATED;
    });
  }

  // A client that expects the challenge some services send after a failure answers it with an empty line.
  private signInFailed(reply: SmtpReply): SmtpReply {
    this.swallowsEmptyLine = true;
    // Who could not be judged (4yz: the identity provider is out) did not fail, and may ask again.
    if (reply.code >= 500) this.failedSignIns += 1;
    return this.failedSignIns > this.owner.maxFailedSignIns ? replies.TOO_MANY_FAILURES : reply;
  }

  private authObstacle(mechanism: string, hasMore: boolean): Verdict {
    if (!this.secure) return replies.AUTH_BEFORE_TLS;
    if (this.session.user) return replies.ALREADY_AUTHENTICATED;
    if (this.session.envelope.mailFrom) return replies.NESTED_MAIL;
    if (hasMore) return replies.SYNTAX;
    return this.owner.authMethods().includes(mechanism.toUpperCase()) ? null : this.owner.otherMethods;
  }

  private contentObstacle(): Verdict {
    if (!this.secure) return replies.TLS_REQUIRED;
    return this.session.envelope.mailFrom ? this.entry.mayReceive() : replies.NEED_MAIL;
  }

  private decide(callback: () => void, command: () => Promise<SmtpReply>): void {
    void this.answerOf(command).then((reply) => {
      if (!this._closing) this.reply(reply);
      callback();
    });
  }

  private async answerOf(command: () => Promise<SmtpReply>): Promise<SmtpReply> {
    try {
      return await command();
    } catch (fault) {
      if (fault instanceof ContentTooLarge) return tooLarge(this.owner.maxMessageBytes);
      const isOurs = !(fault instanceof ContentGivenUp) && !this._closed && !this._closing;
      if (isOurs) this.owner.onFault(fault);
      if (fault instanceof LetterInDoubt) this.leaveUnanswered();
      return replyToFault(fault);
    }
  }

  /** Any reply to the letter would promise what nobody knows: without one its client knows as much as we do. */
  private leaveUnanswered(): void {
    this.ended ??= 'inDoubt';
    this.close();
    this._socket.destroy();
  }

  /** The library answers 421 by closing the session too. */
  private reply(reply: SmtpReply): void {
    this.ended ??= replies.ENDINGS.get(reply) ?? null;
    if (replies.turnsAway(reply)) void this.entry.turnedAway?.(reply).catch(this.owner.onFault);
    this.send(reply.code, replyText(reply));
  }

  private end(reply: SmtpReply): void {
    this.reply(reply);
    this.ended ??= 'refused';
    this.close();
  }

  private inputFault(fault: InputFault): void {
    if (this._upgrading) return;
    if (fault === 'lineTooLong') {
      this.reply(replies.LINE_TOO_LONG);
      return;
    }
    if (fault === 'messageTooLarge') {
      this.end(tooLarge(this.owner.maxMessageBytes));
      return;
    }
    this.end(replies.NOT_LINES);
  }

  private endWithin(ms: number, reply: SmtpReply, end = () => this.retire(reply)): void {
    clearTimeout(this.deadline);
    this.deadline = setTimeout(end, ms).unref();
  }
}

/** RFC 3207 §4: what waits for TLS. Chunks too, but their octets are read first. */
const ENCRYPTED_ONLY = /^(?:MAIL|RCPT|DATA|AUTH|VRFY|EXPN|ETRN|HELP)\b/i;
/** Octets of content, within the idle time, that show a client at work: 10 MB in four hours are more. */
const SLOWEST_PROGRESS = 32 * 1024;
const LONGEST_HOLD_MS = 100;

// RFC 5321 §4.1.1.1 asks for a domain or an address literal; clients send worse, and nobody believes it.
const CLIENT_NAME = /^[!-~]{1,255}$/;
