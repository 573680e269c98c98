import { Cursor, type Piece } from './cursor.js';
import { NON_SYNC_LITERAL_BYTES, type WireLimits } from './limits.js';
import type { Line, LineReader } from './line-reader.js';

/** A literal announced and not yet sent: the command decides first whether it wants it. */
export interface AnnouncedLiteral {
  readonly size: number;
  /** The client waits for our `+` before it sends; otherwise the octets follow at once. */
  readonly waits: boolean;
}

export interface Command {
  readonly kind: 'command';
  readonly tag: string;
  /** Upper case; `UID FETCH` and its like are one name. */
  readonly name: string;
  readonly arguments: Cursor;
  /** Set for APPEND only: its message. `streamLiteral` reads it, `resume` what follows; or neither, and it is dropped. */
  readonly announced: AnnouncedLiteral | null;
}

/** What could not be read as a command. `fatal` when the octets that follow cannot be told apart from commands. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly tag: string | null;
  readonly code: 'TOOBIG' | null;
  readonly reason: string;
  readonly fatal: boolean;
}

export type Frame = Command | Unreadable | { readonly kind: 'end' };

const TAG = /^[!#$&',\-./0-9:;<=>?@A-Z[\]^_`a-z|}~]{1,64}(?= )/;
const NAME = /^ ((?:UID )?[A-Z][A-Z0-9.-]{0,31})(?= |$)/i;
const LITERAL = /\{(\d{1,10})(\+?)\}$/;

/** A streamed literal not yet read to its end. */
interface Due {
  left: number;
  /** Its octets are coming: unasked, or because we asked. */
  coming: boolean;
}

/** Assembles commands from lines and literals. Its memory is bounded by its limits, whatever the peer sends. */
export class CommandReader {
  #due: Due | null = null;
  /** A literal was read and the line after it was not. */
  #insideCommand = false;

  constructor(
    private readonly lines: LineReader,
    private readonly limits: () => WireLimits,
    private readonly inviteLiteral: () => Promise<void>,
  ) {}

  /** The next command. What its predecessor left unread of itself is dropped first; empty lines are passed over. */
  async next(): Promise<Frame> {
    await this.#leaveCommand();
    let line = await this.lines.line(this.limits().lineBytes);
    while (line.kind === 'line' && line.text === '') line = await this.lines.line(this.limits().lineBytes);
    if (line.kind === 'end') return line;
    if (line.kind === 'tooLong') return unreadable(tagOf(line.beginning), 'Command line too long');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these octets have no place in a command (RFC 3501 §9).
    if (/[\u0000\r]/.test(line.text)) return unreadable(tagOf(line.text), 'Forbidden octet in command');
    const tag = tagOf(line.text);
    if (!tag) return unreadable(null, 'Unreadable tag');
    const name = NAME.exec(line.text.slice(tag.length));
    if (!name?.[1]) return unreadable(tag, 'Unreadable command');
    return this.#withLiterals(tag, name[1].toUpperCase(), [line.text.slice(tag.length + name[0].length)]);
  }

  /** The octets of the literal the present command announced. */
  async *streamLiteral(): AsyncGenerator<Buffer, void, void> {
    const due = this.#due;
    if (!due) return;
    if (!due.coming) await this.inviteLiteral();
    due.coming = true;
    for await (const piece of this.lines.block(due.left)) {
      due.left -= piece.length;
      yield piece;
    }
    if (due.left > 0) return;
    this.#due = null;
    this.#insideCommand = true;
  }

  /** The rest of a command after a streamed literal: its end, or another message (RFC 3502 MULTIAPPEND). */
  async resume(command: Command): Promise<Frame> {
    this.#insideCommand = false;
    const line = await this.lines.line(this.limits().lineBytes);
    if (line.kind === 'end') return line;
    if (line.kind === 'tooLong') return unreadable(command.tag, 'Command line too long');
    return this.#withLiterals(command.tag, command.name, [line.text], true);
  }

  async #leaveCommand(): Promise<void> {
    const due = this.#due;
    this.#due = null;
    if (due && !due.coming) return;
    if (due) await this.#drop(due.left);
    if (due || this.#insideCommand) await this.#dropRest();
    this.#insideCommand = false;
  }

  async #drop(count: number): Promise<void> {
    for await (const _ of this.lines.block(count));
  }

  /** Drops the end of a command, with the literals in it that come unasked. False when they are too many to wait for. */
  async #dropRest(): Promise<boolean> {
    for (;;) {
      const line = await this.lines.line(this.limits().lineBytes);
      const next = line.kind === 'line' ? takeAnnouncement([line.text]) : null;
      if (!next || next.waits) return true;
      if (next.size > SKIP_LIMIT) return false;
      await this.#drop(next.size);
    }
  }

  async #withLiterals(tag: string, name: string, pieces: Piece[], resumed = false): Promise<Frame> {
    let room = this.limits().literalBytes;
    let lineRoom = this.limits().lineBytes;
    for (;;) {
      const announced = takeAnnouncement(pieces);
      if (!announced) return command(tag, name, pieces, null);
      if (isMessageOfAppend(name, pieces, resumed)) return this.#message(tag, name, pieces, announced);
      if (announced.size > room || tooBigUnasked(announced)) return this.#refuse(tag, announced);
      const line = await this.#literalThenLine(announced, pieces, lineRoom);
      if (line) return line.kind === 'end' ? line : unreadable(tag, 'Command line too long');
      room -= announced.size;
      lineRoom -= String(pieces.at(-1)).length;
    }
  }

  /** Adds the literal and the text after it to the pieces; answers only when the command cannot go on. */
  async #literalThenLine(
    literal: AnnouncedLiteral,
    pieces: Piece[],
    lineRoom: number,
  ): Promise<Exclude<Line, { kind: 'line' }> | null> {
    if (literal.waits) await this.inviteLiteral();
    const bytes = await this.lines.bytes(literal.size);
    if (!bytes) return { kind: 'end' };
    const line = await this.lines.line(lineRoom);
    if (line.kind !== 'line') return line;
    pieces.push(bytes, line.text);
    return null;
  }

  async #message(tag: string, name: string, pieces: Piece[], literal: AnnouncedLiteral): Promise<Frame> {
    if (tooBigUnasked(literal)) return this.#refuse(tag, literal);
    this.#due = { left: literal.size, coming: !literal.waits };
    return command(tag, name, pieces, literal);
  }

  // RFC 7888 §4: octets already on their way are read and dropped when few, otherwise the connection must end.
  async #refuse(tag: string, literal: AnnouncedLiteral): Promise<Unreadable> {
    return {
      kind: 'unreadable',
      tag,
      code: 'TOOBIG',
      reason: 'Literal too large',
      fatal: !(await this.#forget(literal)),
    };
  }

  async #forget(literal: AnnouncedLiteral): Promise<boolean> {
    if (literal.waits) return true;
    if (literal.size > SKIP_LIMIT) return false;
    await this.#drop(literal.size);
    return this.#dropRest();
  }
}

/** Octets dropped at most in the hope of the next command. */
const SKIP_LIMIT = 64 * 1024 * 1024;

/** Takes `{n}` off the end of the last text and tells what it announced. */
function takeAnnouncement(pieces: Piece[]): AnnouncedLiteral | null {
  const last = pieces.at(-1);
  if (typeof last !== 'string') return null;
  const match = LITERAL.exec(last);
  if (!match) return null;
  pieces[pieces.length - 1] = last.slice(0, match.index);
  return { size: Number(match[1]), waits: match[2] === '' };
}

/** The first literal of APPEND may be the folder's name; one that has something before it is a message. */
function isMessageOfAppend(name: string, pieces: readonly Piece[], resumed: boolean): boolean {
  return name === 'APPEND' && (resumed || pieces.length > 1 || String(pieces[0]).trim() !== '');
}

function tooBigUnasked(literal: AnnouncedLiteral): boolean {
  return !literal.waits && literal.size > NON_SYNC_LITERAL_BYTES;
}

function tagOf(text: string): string | null {
  return TAG.exec(text)?.[0] ?? null;
}

function command(tag: string, name: string, pieces: Piece[], announced: AnnouncedLiteral | null): Command {
  return { kind: 'command', tag, name, arguments: new Cursor(pieces), announced };
}

function unreadable(tag: string | null, reason: string): Unreadable {
  return { kind: 'unreadable', tag, code: null, reason, fatal: false };
}
