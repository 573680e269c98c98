import { TextDecoder } from 'node:util';

/** Bytes in a charset named by a sender, as Unicode. An unknown or lying charset never throws: broken bytes become U+FFFD. */
export function decodeCharset(bytes: Uint8Array, charset: string): string {
  return decoderFor(charset).decode(bytes);
}

/** A decoder for that name; UTF-8 for US-ASCII and Windows-1252 for names nobody knows (the WHATWG fallback). */
export function decoderFor(charset: string): TextDecoder {
  const name = charset.trim().toLowerCase();
  if (name === '' || name === 'us-ascii' || name === 'ascii' || name === 'utf8')
    return new TextDecoder('utf-8');
  try {
    return new TextDecoder(name);
  } catch {
    return new TextDecoder('windows-1252');
  }
}
