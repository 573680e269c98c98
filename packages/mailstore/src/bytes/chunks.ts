import { Buffer } from 'node:buffer';

/** Octets of a message in one row (mail_message_chunk), before they are sealed; every row but the last is full. */
export const ROW_SIZE = 8_000;
/** Octets of a message in one segment of a blob, before they are sealed. */
export const BLOB_SEGMENT = 8 * ROW_SIZE;
/** Octets that travel together to or from the database or the blob store: a whole number of rows, and of segments. */
export const CHUNK_SIZE = 32 * ROW_SIZE;

/** The same bytes in pieces of CHUNK_SIZE, whatever pieces they come in. */
export async function* inChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of source) {
    let from = 0;
    if (length === 0 && bytes.length === CHUNK_SIZE && bytes instanceof Buffer) {
      yield bytes;
      continue;
    }
    while (length + bytes.length - from >= CHUNK_SIZE) {
      const to = from + CHUNK_SIZE - length;
      yield Buffer.concat([...parts, bytes.subarray(from, to)]);
      parts = [];
      length = 0;
      from = to;
    }
    if (from < bytes.length) parts.push(bytes.subarray(from));
    length += bytes.length - from;
  }
  const [only, ...others] = parts;
  if (only instanceof Buffer && others.length === 0) yield only;
  else if (length > 0) yield Buffer.concat(parts);
}
