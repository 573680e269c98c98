import { Buffer } from 'node:buffer';

/** Beyond so many characters without an end a line is written in parts. */
const LONGEST = 64 * 1024;

/**
 * A message as one entry of a mailbox file in its reversible form (mboxrd): each line that begins with any number of `>` and then
 * `From ` gets one more. Lines end with LF alone, as mailbox files do; all else is as it was.
 */
export async function* mboxEntry(
  bytes: AsyncIterable<Uint8Array>,
  internalDate: Date,
): AsyncGenerator<Buffer> {
  const lines = new QuotedLines();
  yield Buffer.from(`From MAILER-DAEMON ${asctime(internalDate)}\n`);
  for await (const piece of bytes) {
    const text = lines.push(Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('latin1'));
    if (text !== '') yield Buffer.from(text, 'latin1');
  }
  yield Buffer.from(lines.end(), 'latin1');
}

/** Octets as characters of latin1, in whatever pieces they come. */
class QuotedLines {
  #rest = '';
  #isWithinLine = false;

  push(piece: string): string {
    const text = this.#rest + piece;
    const lines = text.lastIndexOf('\n') + 1;
    // The last character is kept back: it may be the CR of a line's end.
    const cut = lines === 0 && text.length > LONGEST ? text.length - 1 : lines;
    this.#rest = text.slice(cut);
    return this.#quoted(text.slice(0, cut));
  }

  /** What is left, and the empty line that ends an entry. */
  end(): string {
    const last = this.#quoted(this.#rest);
    return this.#isWithinLine ? `${last}\n\n` : `${last}\n`;
  }

  #quoted(text: string): string {
    if (text === '') return '';
    const plain = text.replaceAll('\r\n', '\n');
    const quoted = (this.#isWithinLine ? plain : `\n${plain}`).replace(/\n(>*From )/g, '\n>$1');
    const isWhole = !this.#isWithinLine;
    this.#isWithinLine = !plain.endsWith('\n');
    return isWhole ? quoted.slice(1) : quoted;
  }
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** C’s asctime, in UTC: `Fri Nov 20 10:00:00 2026`. */
function asctime(at: Date): string {
  const day = String(at.getUTCDate()).padStart(2, ' ');
  const time = at.toISOString().slice(11, 19);
  return `${DAYS[at.getUTCDay()]} ${MONTHS[at.getUTCMonth()]} ${day} ${time} ${at.getUTCFullYear()}`;
}
