import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CopyRefused } from '@cachet/mss-core/directory-search';

const ZIP = 'PK';
/** What stands before the archive in an answer that holds it. */
const LONGEST_HEAD = 64 * 1024;
const NOT_BASE64 = /[^A-Za-z0-9+/=\s]/;

/**
 * Where the archive of an answer is: the answer itself, or the text of its element « Extraction », of the property of that name, or of all
 * of it, in base 64 (tables 30 and 39 do not tell which). Written beside when it had to be decoded. @throws CopyRefused
 */
export async function unwrapArchive(path: string, beside: string): Promise<string> {
  const head = await headOf(path);
  if (head.startsWith(ZIP)) return path;
  const start = startOfText(head);
  const written = createWriteStream(beside, { mode: 0o600 });
  await pipeline(createReadStream(path, { start, encoding: 'latin1' }), decoded, written);
  if (!(await headOf(beside)).startsWith(ZIP)) throw new CopyRefused('notAnArchive');
  return beside;
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST_HEAD), 0, LONGEST_HEAD, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

function startOfText(head: string): number {
  const trimmed = head.trimStart();
  if (/^[A-Za-z0-9+/]/.test(trimmed)) return head.length - trimmed.length;
  const before = /<(?:[\w.-]+:)?Extraction(?:\s[^>]*)?>|"Extraction"\s*:\s*"/.exec(head);
  if (!before) throw new CopyRefused('notAnArchive');
  return before.index + before[0].length;
}

async function* decoded(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let left = '';
  for await (const piece of pieces) {
    const end = piece.search(/[<"]/);
    const text = end === -1 ? piece : piece.slice(0, end);
    if (NOT_BASE64.test(text)) throw new CopyRefused('notAnArchive');
    left += text.replace(/\s+/g, '');
    const whole = left.length - (left.length % 4);
    yield Buffer.from(left.slice(0, whole), 'base64');
    left = left.slice(whole);
    if (end !== -1) break;
  }
  if (left) yield Buffer.from(left, 'base64');
}
