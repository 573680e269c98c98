import { Buffer } from 'node:buffer';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transferDecoder } from './transfer-decoding.js';

function decode(encoding: string, text: string | Uint8Array, cuts: readonly number[] = []): string {
  const bytes = Buffer.from(text);
  const decoder = transferDecoder(encoding);
  const places = [...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
  const out: Uint8Array[] = [];
  let from = 0;
  for (const place of [...places, bytes.length]) {
    out.push(decoder.write(bytes.subarray(from, place)));
    from = place;
  }
  return Buffer.concat([...out, decoder.end()]).toString('latin1');
}

describe('A transfer encoding', () => {
  it.each([
    ['base64', 'Q2hl\r\nciBjb25m cmVyZQ==\r\n', 'Cher confrere'],
    ['base64', 'QQ==QUI=QUJD', 'AABABC'],
    ['base64', '!Q*U_J-D', 'ABC'],
    ['base64', 'QUJDR', 'ABC'],
    ['quoted-printable', 'a=3Db =C3=A9', 'a=b Ã©'],
    ['quoted-printable', 'soft=\r\nbreak= \t\r\n!=\nx', 'softbreak!x'],
    ['quoted-printable', 'trailing \t \r\nkept\t\nend  ', 'trailing\r\nkept\nend'],
    ['quoted-printable', 'no =escape =4 ==\r\n3D=', 'no =escape =4 =3D'],
    ['8bit', 'as=3D it is', 'as=3D it is'],
    ['x-unknown', 'as it is', 'as it is'],
  ])('%s %j says %j', (encoding, text, said) => {
    expect(decode(encoding, text)).toBe(said);
  });

  it('is undone alike whatever the pieces', () => {
    const piece = fc.constantFrom(
      '=',
      '3D',
      '=C3',
      '\r\n',
      '\r',
      '\n',
      ' ',
      '\t',
      'QUJD',
      'QQ==',
      'é',
      '=\r\n',
    );
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    const encodings = fc.constantFrom('base64', 'quoted-printable', '7bit');
    fc.assert(
      fc.property(encodings, text, fc.array(fc.nat(100)), (encoding, said, cuts) => {
        expect(decode(encoding, said, cuts)).toBe(decode(encoding, said));
      }),
      { numRuns: fuzzRuns(3000) },
    );
  });

  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        const wrapped = Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n');
        expect(decode('base64', wrapped, [7, 80])).toBe(Buffer.from(bytes).toString('latin1'));
      }),
      { numRuns: fuzzRuns(100) },
    );
  });

  it.each(['quoted-printable', 'base64'])('%s costs time in proportion even to nonsense', (encoding) => {
    for (const nonsense of [' ', '=', '= ', ' \r', '=A']) {
      const before = process.cpuUsage();
      decode(encoding, nonsense.repeat(2_000_000), [262_144, 524_288]);
      expect(process.cpuUsage(before).user / 1000, nonsense).toBeLessThan(3_000);
    }
  });
});
