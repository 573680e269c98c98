import { inflateRawSync } from 'node:zlib';

/** What is said of bytes: nothing, or the name of what was found. */
export type Finding = string | null;

/** Not written plainly, or a real scanner would take this program for infected. */
const EICAR = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
  'latin1',
);
/** As clamd does by default: archives in archives, and octets unpacked in all. */
const DEEPEST = 17;
const MOST_UNPACKED = 400 * 1024 * 1024;

const TOO_DEEP = 'Heuristics.Limits.Exceeded.MaxRecursion';
const TOO_LARGE = 'Heuristics.Limits.Exceeded.MaxScanSize';
const ENCRYPTED = 'Heuristics.Encrypted.Zip';

/** Looks for the EICAR test file in a letter: as it is, in its encoded parts, and in zip archives however nested. */
export function lookForEicar(letter: Buffer): Finding {
  const look = new Look();
  return look.into(letter, 0) ?? look.inParts(letter) ?? look.heuristic;
}

class Look {
  /** What is only reported when nothing else is found. */
  heuristic: Finding = null;
  private unpacked = 0;

  into(bytes: Buffer, depth: number): Finding {
    if (bytes.includes(EICAR)) return 'Eicar-Test-Signature';
    if (bytes.length < 4 || bytes.readUInt32BE(0) !== ZIP_ENTRY) return null;
    if (depth >= DEEPEST) return this.suspect(TOO_DEEP);
    for (const entry of entriesOf(bytes)) {
      const found = this.intoEntry(entry, depth);
      if (found !== null) return found;
    }
    return null;
  }

  inParts(letter: Buffer): Finding {
    const text = letter.toString('latin1');
    for (const { index, 0: header, 1: encoding } of text.matchAll(ENCODED)) {
      const start = text.indexOf('\r\n\r\n', index + header.length - 2);
      if (start < 0) continue;
      const end = text.indexOf('\r\n--', start + 4);
      const body = text.slice(start + 4, end < 0 ? undefined : end);
      const found = this.into(decoded(body, encoding?.toLowerCase()), 0);
      if (found !== null) return found;
    }
    return null;
  }

  private intoEntry({ isEncrypted, method, content, size }: Entry, depth: number): Finding {
    if (isEncrypted) return this.suspect(ENCRYPTED);
    this.unpacked += size;
    if (this.unpacked > MOST_UNPACKED) return this.suspect(TOO_LARGE);
    if (method === STORED) return this.into(content, depth + 1);
    if (method !== DEFLATED) return null;
    try {
      return this.into(inflateRawSync(content, { maxOutputLength: MOST_UNPACKED }), depth + 1);
    } catch (fault) {
      const isBomb = fault instanceof RangeError;
      return isBomb ? this.suspect(TOO_LARGE) : null;
    }
  }

  private suspect(name: string): null {
    this.heuristic ??= name;
    return null;
  }
}

const ENCODED = /content-transfer-encoding:[ \t]*(base64|quoted-printable)[^\r\n]*\r\n/gi;

function decoded(body: string, encoding: string | undefined): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  const text = body.replace(/=[ \t]*\r\n|=([0-9A-Fa-f]{2})/g, (_, hex?: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : '',
  );
  return Buffer.from(text, 'latin1');
}

const ZIP_ENTRY = 0x504b0304;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly content: Buffer;
  readonly size: number;
}

/** The entries of a zip archive, as its central directory tells them (APPNOTE §4.3.12). */
function* entriesOf(zip: Buffer): Generator<Entry> {
  for (let at = zip.indexOf(CENTRAL); at >= 0 && at + 46 <= zip.length; at = zip.indexOf(CENTRAL, at + 46)) {
    const local = zip.readUInt32LE(at + 42);
    const packed = zip.readUInt32LE(at + 20);
    if (local + 30 > zip.length) continue;
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    yield {
      isEncrypted: (zip.readUInt16LE(at + 8) & 1) === 1,
      method: zip.readUInt16LE(at + 10),
      content: zip.subarray(start, start + packed),
      size: zip.readUInt32LE(at + 24),
    };
  }
}

const CENTRAL = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
