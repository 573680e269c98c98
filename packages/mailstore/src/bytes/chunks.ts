import { Buffer } from 'node:buffer';

/** Octets of one stored piece of a message (mail_message_chunk); every piece but the last is full. */
export const CHUNK_SIZE = 256 * 1024;

/** The same bytes in pieces of CHUNK_SIZE, whatever pieces they come in. */
export async function* inChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of source) {
    let from = 0;
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
  if (length > 0) yield Buffer.concat(parts);
}
