import { CopyRefused } from '@cachet/mss-core/directory-search';

/** Longer than any line of any file of the Annuaire. */
const LONGEST_LINE = 64 * 1024;

/** The lines of a UTF-8 text, by LF or CRLF, as many at once as a piece holds. @throws CopyRefused */
export async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let left = '';
  for await (const piece of pieces) {
    const lines = (left + decode(decoder, piece)).split('\n');
    left = lines.pop() ?? '';
    if (left.length > LONGEST_LINE) throw new CopyRefused('malformed');
    if (lines.length > 0) yield lines.map(withoutReturn);
  }
  left += decode(decoder);
  if (left) yield [withoutReturn(left)];
}

type Decoder = InstanceType<typeof TextDecoder>;

function decode(decoder: Decoder, piece?: Buffer): string {
  try {
    return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
  } catch (cause) {
    throw new CopyRefused('malformed', { cause });
  }
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
