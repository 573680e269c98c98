/** Folder names on the wire (RFC 3501 §5.1.3): ASCII as it is, everything else as `&` base64 of UTF-16BE `-`. */

export function encodeFolderName(name: string): string {
  return name.replace(/[^\x20-\x7e]+|&/g, (run) => (run === '&' ? '&-' : `&${utf16Base64(run)}-`));
}

/** Null when the name is not well formed: raw 8-bit, a bad shift, ASCII or lone surrogates inside a shift, or not in its one true form. */
export function decodeFolderName(wire: string): string | null {
  if (!/^(?:[\x20-\x25\x27-\x7e]|&(?:[A-Za-z0-9+,]+)?-)*$/.test(wire)) return null;
  const name = wire.replace(/&([A-Za-z0-9+,]*)-/g, (_, run: string) =>
    run === '' ? '&' : fromUtf16Base64(run),
  );
  return name.isWellFormed() && encodeFolderName(name) === wire ? name : null;
}

function utf16Base64(run: string): string {
  return Buffer.from(run, 'utf16le').swap16().toString('base64').replaceAll('=', '').replaceAll('/', ',');
}

function fromUtf16Base64(run: string): string {
  const bytes = Buffer.from(run.replaceAll(',', '/'), 'base64');
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
}
