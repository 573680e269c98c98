import type { ByteSource } from './byte-source.js';

export type Line =
  | { readonly kind: 'line'; readonly text: string }
  /** `beginning` is as much as tells whose command it was. */
  | { readonly kind: 'tooLong'; readonly beginning: string }
  | { readonly kind: 'end' };

/** How much of an endless line is thrown away, waiting for its end, before the peer is given up. */
const DISCARD_LIMIT = 1024 * 1024;
/** A tag and the space after it. */
const BEGINNING = 80;
const LF = 0x0a;
const CR = 0x0d;
const NOTHING = Buffer.alloc(0);

/** Cuts the peer's bytes into lines and counted blocks. Holds one line at most, whatever arrives. */
export class LineReader {
  #rest: Buffer = NOTHING;

  constructor(private readonly source: ByteSource) {}

  /** Bytes already received and not yet asked for. */
  get pending(): number {
    return this.#rest.length;
  }

  /** The next line without its CRLF (a bare LF also ends one), as latin1: one character per octet. */
  async line(limit: number): Promise<Line> {
    const parts: Buffer[] = [];
    let length = 0;
    let beginning: string | null = null;
    for (let seen = 0; seen <= DISCARD_LIMIT; ) {
      const chunk = await this.#next();
      if (!chunk) return { kind: 'end' };
      const end = chunk.indexOf(LF);
      const piece = end < 0 ? chunk : chunk.subarray(0, end);
      seen += piece.length;
      length += piece.length;
      if (length <= limit) parts.push(piece);
      else {
        beginning ??= Buffer.concat([...parts, piece.subarray(0, BEGINNING)]).toString(
          'latin1',
          0,
          BEGINNING,
        );
        parts.length = 0;
      }
      if (end < 0) continue;
      // An empty rest would keep the whole chunk.
      this.#rest = end + 1 < chunk.length ? chunk.subarray(end + 1) : NOTHING;
      return beginning === null ? { kind: 'line', text: withoutCr(parts) } : { kind: 'tooLong', beginning };
    }
    return { kind: 'end' };
  }

  /** Exactly `count` bytes, piece by piece as they arrive; ends early only when the peer has gone. */
  async *block(count: number): AsyncGenerator<Buffer, void, void> {
    let left = count;
    while (left > 0) {
      const chunk = await this.#next();
      if (!chunk) return;
      const piece = chunk.subarray(0, left);
      this.#rest = chunk.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  /** Exactly `count` bytes in memory, or null when the peer went first. Only for counts that were bounded before. */
  async bytes(count: number): Promise<Buffer | null> {
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of this.block(count)) {
      pieces.push(piece);
      length += piece.length;
    }
    return length === count ? Buffer.concat(pieces) : null;
  }

  #next(): Promise<Buffer | null> {
    if (this.#rest.length === 0) return this.source.read();
    const rest = this.#rest;
    this.#rest = NOTHING;
    return Promise.resolve(rest);
  }
}

function withoutCr(parts: readonly Buffer[]): string {
  const [only] = parts;
  const whole = parts.length === 1 && only ? only : Buffer.concat(parts);
  const end = whole.length > 0 && whole[whole.length - 1] === CR ? whole.length - 1 : whole.length;
  return whole.toString('latin1', 0, end);
}
