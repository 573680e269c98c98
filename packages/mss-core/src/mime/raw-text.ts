import { Buffer, isUtf8 } from 'node:buffer';

/**
 * Header bytes are first read one character per byte, so that nothing is lost and every syntax character is itself.
 * What is kept goes through `readable`.
 */
export function oneCharPerByte(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

export function bytesOf(oneCharPerByteText: string): Uint8Array {
  return Buffer.from(oneCharPerByteText, 'latin1');
}

/** Raw header text as Unicode: UTF-8 where it is (RFC 6532), else ISO 8859-1; without NUL, CR or LF, which no answer may carry. */
export function readable(raw: string): string {
  const harmless = raw.replace(UNCARRIABLE, ' ');
  if (!NOT_ASCII.test(harmless)) return harmless;
  const bytes = Buffer.from(harmless, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : harmless;
}

/** For people and for matching: one line, control and direction-changing characters gone, at most `length` characters. */
export function cleaned(text: string, length: number): string {
  const line = text
    .slice(0, length * 2)
    .replace(INVISIBLE, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return line.slice(0, length).toWellFormed();
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const UNCARRIABLE = /[\u0000\r\n]/g;
const NOT_ASCII = /[\u0080-\u00ff]/;
// Cc controls, line separators, and the bidirectional marks that can disguise a file name.
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
