/**
 * A letter as it stands on the wire after DATA, its final dot included (RFC 5321 §4.5.2): leading dots doubled, lines ended by
 * CRLF. What was kept holds no CR or LF alone when it came by SMTP; what other doors kept is put right here, so that no server
 * reads two letters where we wrote one.
 */
export async function* wireContent(octets: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  let atLineStart = true;
  let heldCr = '';
  for await (const bytes of octets) {
    const text = heldCr + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    heldCr = text.endsWith('\r') ? '\r' : '';
    const lines = stuffed(heldCr ? text.slice(0, -1) : text, atLineStart);
    if (lines === '') continue;
    atLineStart = lines.endsWith('\r\n');
    yield Buffer.from(lines, 'latin1');
  }
  yield Buffer.from(heldCr || !atLineStart ? '\r\n.\r\n' : '.\r\n', 'latin1');
}

const LONE_BREAK = /\r(?!\n)|(?<!\r)\n/g;

function stuffed(text: string, atLineStart: boolean): string {
  const lines = text.replace(LONE_BREAK, '\r\n').replaceAll('\r\n.', '\r\n..');
  return atLineStart && lines.startsWith('.') ? `.${lines}` : lines;
}
