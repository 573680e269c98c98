import { Buffer } from 'node:buffer';
import { bytesOf, oneCharPerByte } from './raw-text.js';

/** Undoes a content transfer encoding as bytes arrive. Never throws: what is no encoding is passed over or kept as it is. */
export interface TransferDecoder {
  write(bytes: Uint8Array): Uint8Array;
  /** What was held back, once nothing more comes. */
  end(): Uint8Array;
}

/** The decoder of an encoding as Content-Transfer-Encoding names it; the identity for 7bit, 8bit, binary and unknown ones. */
export function transferDecoder(encoding: string): TransferDecoder {
  switch (encoding) {
    case 'base64':
      return new Base64Decoder();
    case 'quoted-printable':
      return new QuotedPrintableDecoder();
    default:
      return IDENTITY;
  }
}

const NOTHING = new Uint8Array(0);
const IDENTITY: TransferDecoder = { write: (bytes) => bytes, end: () => NOTHING };

/** RFC 2045 §6.8. Characters outside the alphabet are ignored; padding in the middle ends one encoded run and begins another. */
class Base64Decoder implements TransferDecoder {
  #rest = '';

  write(bytes: Uint8Array): Uint8Array {
    const runs = (this.#rest + oneCharPerByte(bytes).replace(/[^A-Za-z0-9+/=]+/g, '')).split(/=+/);
    const last = runs.pop() ?? '';
    const whole = last.length - (last.length % 4);
    this.#rest = last.slice(whole);
    // A run of one character says nothing yet: six bits are no octet.
    const telling = [...runs.filter((run) => run.length > 1), last.slice(0, whole)];
    return Buffer.concat(telling.map((run) => Buffer.from(run, 'base64')));
  }

  end(): Uint8Array {
    const rest = Buffer.from(this.#rest, 'base64');
    this.#rest = '';
    return rest;
  }
}

/** As much of the end as may belong to what comes next: lines have at most 998 octets (RFC 5322 §2.1.1). */
const REACH = 1000;
// An escape, a soft line break, or space at the end of a line. Each run of spaces is looked at once.
const MEANINGFUL = /=(?:([0-9A-Fa-f]{2})|[ \t]*\r?\n)|(?<![ \t])[ \t]+(?=\r?\n)/g;
const UNFINISHED = /(?:=(?:[0-9A-Fa-f]|[ \t]*\r?)|[ \t]+\r?)$/;

/** RFC 2045 §6.7: escapes, soft line breaks, and no trailing space. Escapes that are none stay as written. */
class QuotedPrintableDecoder implements TransferDecoder {
  #rest = '';

  write(bytes: Uint8Array): Uint8Array {
    const text = this.#rest + oneCharPerByte(bytes);
    this.#rest = UNFINISHED.exec(text.slice(-REACH))?.[0] ?? '';
    return bytesOf(meaningOf(text.slice(0, text.length - this.#rest.length)));
  }

  end(): Uint8Array {
    const rest = meaningOf(`${this.#rest}\n`).replace(/\n$/, '');
    this.#rest = '';
    return bytesOf(rest);
  }
}

function meaningOf(text: string): string {
  return text.replace(MEANINGFUL, (_, hex?: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : '',
  );
}
