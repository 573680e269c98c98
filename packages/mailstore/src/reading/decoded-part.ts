import { type ByteRange, decoderFor, type MimePart, parameterToken, transferDecoder } from '@cachet/mss-core';

/** A part's content with its transfer encoding undone, as it streams. */
export async function* decodedBytes(
  part: MimePart,
  open: (range: ByteRange) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const decoder = transferDecoder(part.encoding);
  for await (const bytes of open(part.body)) {
    const decoded = decoder.write(bytes);
    if (decoded.length > 0) yield decoded;
  }
  const rest = decoder.end();
  if (rest.length > 0) yield rest;
}

export interface DecodedText {
  readonly text: string;
  /** More was there than `limit` octets. */
  readonly truncated: boolean;
}

/** A text part as Unicode, at most `limit` octets of it; no more is read than needed. */
export async function decodedText(
  part: MimePart,
  open: (range: ByteRange) => AsyncIterable<Uint8Array>,
  limit: number,
): Promise<DecodedText> {
  const decoder = decoderFor(parameterToken(part.parameters, 'charset') ?? 'us-ascii');
  const pieces: string[] = [];
  let octets = 0;
  for await (const bytes of decodedBytes(part, open)) {
    const room = limit - octets;
    pieces.push(decoder.decode(bytes.subarray(0, room), { stream: true }));
    octets += bytes.length;
    if (octets > limit) return { text: pieces.join(''), truncated: true };
  }
  return { text: pieces.join('') + decoder.decode(), truncated: false };
}
