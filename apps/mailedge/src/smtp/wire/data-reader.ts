import type { ContentFrame, FrameStep, Violation } from './content-frame.js';

const LF = 0x0a;
const CR = 0x0d;
const DOT = 0x2e;
const NUL = 0x00;

type State = 'lineStart' | 'inLine' | 'cr' | 'dot' | 'dotCr';

/**
 * Reads the content of DATA up to CRLF.CRLF and no other sequence. A CR or LF alone is what SMTP smuggling is made of: it is a
 * violation wherever it stands (RFC 5321 §2.3.8), and so is NUL.
 */
export class DataReader implements ContentFrame {
  #state: State = 'lineStart';
  #content: Buffer[] = [];

  read(chunk: Buffer): FrameStep {
    this.#content = [];
    const nul = chunk.indexOf(NUL);
    const readable = nul < 0 ? chunk : chunk.subarray(0, nul);
    let runStart = 0;
    let at = 0;
    while (at < readable.length) {
      const byte = readable[at];
      switch (this.#state) {
        case 'lineStart':
          if (byte === DOT) {
            this.#keep(readable, runStart, at);
            at += 1;
            runStart = at;
            this.#state = 'dot';
          } else this.#state = 'inLine';
          break;
        case 'dot':
          // RFC 5321 §4.5.2: a dot that opens a line with more on it is removed; alone on its line it ends the message.
          if (byte === CR) {
            at += 1;
            runStart = at;
            this.#state = 'dotCr';
          } else this.#state = 'inLine';
          break;
        case 'dotCr':
          if (byte !== LF) return this.#violated('bareCr');
          this.#state = 'lineStart';
          return { content: this.#content, rest: chunk.subarray(at + 1), violation: null };
        case 'cr':
          if (byte !== LF) return this.#violated('bareCr');
          at += 1;
          this.#state = 'lineStart';
          break;
        case 'inLine': {
          const cr = readable.indexOf(CR, at);
          const lf = readable.indexOf(LF, at);
          if (lf >= 0 && (cr < 0 || lf < cr)) return this.#violated('bareLf');
          at = cr < 0 ? readable.length : cr + 1;
          if (cr >= 0) this.#state = 'cr';
          break;
        }
      }
    }
    if (nul >= 0) return this.#violated('nul');
    this.#keep(readable, runStart, readable.length);
    return { content: this.#content, rest: null, violation: null };
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    if (to > from) this.#content.push(chunk.subarray(from, to));
  }

  #violated(violation: Violation): FrameStep {
    return { content: [], rest: null, violation };
  }
}
