import { Buffer } from 'node:buffer';

/** A file on its way, in pieces, of a known length. */
export interface SentFile {
  readonly name: string;
  /** Octets. */
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A form of one file (RFC 7578), written while it is sent: `curl -F 'file=@…'` of the text. */
export interface MultipartFile {
  readonly contentType: string;
  readonly length: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** `boundary` is long and drawn by chance: nothing of the archive bears it. */
export function multipartFile({ name, size, bytes }: SentFile, boundary: string): MultipartFile {
  const head = Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/zip\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    length: head.length + size + tail.length,
    content: around(head, bytes, tail),
  };
}

async function* around(
  head: Uint8Array,
  bytes: AsyncIterable<Uint8Array>,
  tail: Uint8Array,
): AsyncGenerator<Uint8Array> {
  yield head;
  yield* bytes;
  yield tail;
}
