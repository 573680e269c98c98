import type { ContentFrame, FrameStep, Violation } from './content-frame.js';

const LF = 0x0a;
const CR = 0x0d;

/**
 * Whether what several chunks bring are lines of mail. A letter that came by BDAT goes on by DATA or is read by IMAP: what smuggles
 * commands through DATA may not come in by the other way (RFC 3030 §3: only BINARYMIME, which is not offered, would allow it).
 */
export class LineCheck {
  #last: number | null = null;

  /** What is wrong in this piece, given what came before it. */
  check(piece: Buffer): Violation | null {
    if (piece.length === 0) return null;
    const isHalfLineEnd = this.#last === CR;
    this.#last = piece[piece.length - 1] ?? null;
    if (isHalfLineEnd && piece[0] !== LF) return 'bareCr';
    return firstFault(piece, isHalfLineEnd ? 1 : 0);
  }

  /** What is wrong with the end of the letter. */
  get endFault(): Violation | null {
    return this.#last === CR ? 'bareCr' : null;
  }

  /** Whether the last line has its end. */
  get isWhole(): boolean {
    return this.#last === null || this.#last === LF;
  }
}

function firstFault(piece: Buffer, start: number): Violation | null {
  const nul = piece.indexOf(0);
  const end = nul < 0 ? piece.length : nul;
  for (let at = start; at < end; ) {
    const cr = piece.indexOf(CR, at);
    const lf = piece.indexOf(LF, at);
    if (lf >= 0 && lf < end && (cr < 0 || lf < cr)) return 'bareLf';
    if (cr < 0 || cr >= end) break;
    if (cr + 1 < piece.length && piece[cr + 1] !== LF) return 'bareCr';
    at = cr + 2;
  }
  return nul < 0 ? null : 'nul';
}

/** Reads one chunk of BDAT (RFC 3030 §2): exactly the octets announced, whatever they are. Without a check they are read away. */
export class ChunkReader implements ContentFrame {
  #left: number;

  constructor(
    octets: number,
    private readonly lines: LineCheck | null,
  ) {
    this.#left = octets;
  }

  read(piece: Buffer): FrameStep {
    const mine = piece.subarray(0, this.#left);
    this.#left -= mine.length;
    const violation = this.lines?.check(mine) ?? null;
    if (violation) return { content: [], rest: null, violation };
    const content = this.lines && mine.length > 0 ? [mine] : [];
    return { content, rest: this.#left === 0 ? piece.subarray(mine.length) : null, violation: null };
  }
}
