/**
 * A letter as it stands on the wire after DATA, its final dot included (RFC 5321 §4.5.2): leading dots doubled, lines ended by
 * CRLF and no longer than 998 octets. What came by SMTP holds no CR or LF alone; what other doors kept is put right here, so that no
 * server reads two letters where we wrote one.
 */
export async function* wireContent(octets: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  let column = 0;
  let heldCr = '';
  for await (const bytes of octets) {
    const text = heldCr + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    heldCr = text.endsWith('\r') ? '\r' : '';
    const lines = folded((heldCr ? text.slice(0, -1) : text).replace(LONE_BREAK, '\r\n'), column);
    if (lines === '') continue;
    yield Buffer.from(stuffed(lines, column === 0), 'latin1');
    column = columnAfter(lines, column);
  }
  yield Buffer.from(heldCr || column > 0 ? '\r\n.\r\n' : '.\r\n', 'latin1');
}

const LONE_BREAK = /\r(?!\n)|(?<!\r)\n/g;
// RFC 5321 §4.5.3.1.6: a thousand octets, CRLF included.
const LONGEST_LINE = 998;

function stuffed(lines: string, atLineStart: boolean): string {
  const doubled = lines.replaceAll('\r\n.', '\r\n..');
  return atLineStart && doubled.startsWith('.') ? `.${doubled}` : doubled;
}

/** Cuts lines that are too long by a break and a space, as a header is folded; a server would cut them anywhere, or refuse them. */
function folded(text: string, column: number): string {
  const pieces: string[] = [];
  let room = LONGEST_LINE - column;
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\r\n', from);
    const lineEnd = end < 0 ? text.length : end;
    while (lineEnd - from > room) {
      const cut = beforeLetter(text, from, from + room);
      pieces.push(text.slice(from, cut), '\r\n ');
      from = cut;
      room = LONGEST_LINE - 1;
    }
    const next = end < 0 ? text.length : end + 2;
    pieces.push(text.slice(from, next));
    from = next;
    room = LONGEST_LINE;
  }
  return pieces.join('');
}

/** The last place up to `at` where no letter of UTF-8 is cut in two. */
function beforeLetter(octets: string, from: number, at: number): number {
  let cut = at;
  while (cut > from && at - cut < 3 && isContinuation(octets.charCodeAt(cut))) cut -= 1;
  return isContinuation(octets.charCodeAt(cut)) ? at : cut;
}

function isContinuation(octet: number): boolean {
  return (octet & 0xc0) === 0x80;
}

function columnAfter(lines: string, column: number): number {
  const lastBreak = lines.lastIndexOf('\r\n');
  return lastBreak < 0 ? column + lines.length : lines.length - lastBreak - 2;
}
