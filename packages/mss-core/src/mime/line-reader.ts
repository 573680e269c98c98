import { Buffer } from 'node:buffer';

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;
/** Room for the beginning of an ordinary line; a longer one gets its own while it lasts. */
const ORDINARY = 1024;

/** Octets of an end of line: 2 for CRLF, 1 for LF, 0 for a last line without one. */
export type Terminator = 0 | 1 | 2;

/** One line and where it lies. `bytes` is its beginning, as much as was wanted, without its end of line. */
export interface Line {
  readonly bytes: Uint8Array;
  readonly start: number;
  /** Octets without the end of line. */
  readonly length: number;
  readonly terminator: Terminator;
}

/** Who receives the lines. Its wishes may change after each line, not within one. */
export interface LineSink {
  /** How many octets of a line's beginning it looks at. */
  wanted(): number;
  /** True while only lines that begin with a dash (possible boundaries) are of interest. */
  onlyDashes(): boolean;
  line(line: Line): void;
  /** A line without interest went by. */
  passed(terminator: Terminator): void;
}

/** Cuts a stream into lines whatever its chunks are, keeping no more of a line than its sink wants. */
export class LineReader {
  #offset = 0;
  /** Beginning of a line that lies across chunks; copied, however small they are, into room that doubles. */
  #kept: Buffer = Buffer.allocUnsafeSlow(ORDINARY);
  #keptLength = 0;
  #length = 0;
  #lastByte = 0;

  constructor(private readonly sink: LineSink) {}

  write(chunk: Uint8Array): void {
    let from = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
      if (this.#length === 0 && chunk[from] !== DASH && this.sink.onlyDashes()) {
        this.#pass(end - from, end > from && chunk[end - 1] === CR);
      } else this.#finish(chunk.subarray(from, end), 1);
      from = end + 1;
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
  }

  /** Gives the last line when it has no end, and the number of octets seen. */
  end(): number {
    if (this.#length > 0) this.#finish(new Uint8Array(0), 0);
    return this.#offset;
  }

  #pass(length: number, carriageReturn: boolean): void {
    this.#offset += length + 1;
    this.sink.passed(carriageReturn ? 2 : 1);
  }

  #keep(piece: Uint8Array): void {
    const room = Math.max(0, this.sink.wanted() - this.#keptLength);
    // A copy: the caller may use its chunk again.
    const kept = piece.subarray(0, room);
    this.#grow(this.#keptLength + kept.length);
    this.#kept.set(kept, this.#keptLength);
    this.#keptLength += kept.length;
    this.#length += piece.length;
    this.#lastByte = piece[piece.length - 1] ?? 0;
  }

  #finish(piece: Uint8Array, lineFeed: 0 | 1): void {
    const whole = this.#length + piece.length;
    const last = piece.length > 0 ? piece[piece.length - 1] : this.#lastByte;
    const carriageReturn = lineFeed === 1 && whole > 0 && last === CR;
    const length = carriageReturn ? whole - 1 : whole;
    const line: Line = {
      bytes: this.#beginning(piece).subarray(0, length),
      start: this.#offset,
      length,
      terminator: lineFeed === 0 ? 0 : carriageReturn ? 2 : 1,
    };
    this.#offset += whole + lineFeed;
    if (this.#kept.length > ORDINARY) this.#kept = Buffer.allocUnsafeSlow(ORDINARY);
    this.#keptLength = 0;
    this.#length = 0;
    this.sink.line(line);
  }

  #beginning(piece: Uint8Array): Uint8Array {
    const room = Math.max(0, this.sink.wanted() - this.#keptLength);
    const added = piece.subarray(0, room);
    return this.#keptLength === 0 ? added : Buffer.concat([this.#kept.subarray(0, this.#keptLength), added]);
  }

  #grow(needed: number): void {
    if (needed <= this.#kept.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#kept.length));
    this.#kept.copy(larger, 0, 0, this.#keptLength);
    this.#kept = larger;
  }
}
