import { Buffer } from 'node:buffer';

/**
 * EICAR's test file in base64, which every scanner takes for a virus on purpose and which harms nothing. Not written plainly, or a
 * scanner would take this program for infected.
 */
const HARMLESS_VIRUS = [
  'WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNU',
  'QU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=',
].join('');
const LINE = Buffer.from(`${'QUJD'.repeat(19)}\r\n`);
const PIECE = Buffer.concat(Array.from({ length: 800 }, () => LINE));

/**
 * A letter of about that size with a known virus behind everything else: a scanner that finds it has looked into the whole of it. One
 * without signatures, or whose limits are below ours, does not.
 */
export function* knownLetter(octets: number): Generator<Uint8Array> {
  yield Buffer.from(
    [
      'From: <essai@cachet.invalid>',
      'Subject: essai',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="essai"',
      '',
      '--essai',
      'Content-Type: application/octet-stream',
      'Content-Transfer-Encoding: base64',
      '',
      '',
    ].join('\r\n'),
  );
  for (let left = octets - 1024; left > 0; left -= PIECE.length) yield PIECE.subarray(0, left);
  yield Buffer.from(
    [
      '',
      '--essai',
      'Content-Type: application/octet-stream; name="essai.com"',
      'Content-Disposition: attachment; filename="essai.com"',
      'Content-Transfer-Encoding: base64',
      '',
      HARMLESS_VIRUS,
      '--essai--',
      '',
    ].join('\r\n'),
  );
}
