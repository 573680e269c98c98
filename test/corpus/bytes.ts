/** Bytes that look like nothing and are the same at each run: a small xorshift generator. */
export function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let state = seed >>> 0 || 1;
  for (let i = 0; i < length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state & 0xff;
  }
  return bytes;
}

/** Base64 in lines of 76 characters, as mail programs write it. */
export function base64Lines(bytes: Buffer): string {
  return (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');
}

/** A file that begins and ends as a PDF does, of exactly `size` bytes. */
export function pdfOf(size: number, seed = 7): Buffer {
  const head = Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n', 'latin1');
  const tail = Buffer.from('\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n', 'latin1');
  return Buffer.concat([head, noise(Math.max(0, size - head.length - tail.length), seed), tail]);
}

export function quotedPrintable(text: string, charset: 'utf8' | 'latin1'): string {
  return Buffer.from(text, charset)
    .toString('latin1')
    .replace(/[=\x80-\xff]/g, (c) => `=${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
    .split('\r\n')
    .map((line) => line.replace(/(.{1,72}(?![0-9A-F]{0,2}$))(?=.)/g, '$1=\r\n'))
    .join('\r\n');
}
