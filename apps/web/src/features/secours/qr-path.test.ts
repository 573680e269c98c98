import decodeQR from 'qr/decode.js';
import { expect, it } from 'vitest';
import { qrPath } from './qr-path.ts';

const SCALE = 6;

/** What a camera sees of the path: grey levels, `SCALE` pixels a square. */
function photograph({ size, path }: ReturnType<typeof qrPath>) {
  const side = size * SCALE;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [, x = '', y = ''] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let row = 0; row < SCALE; row += 1) {
      const start = ((Number(y) * SCALE + row) * side + Number(x) * SCALE) * 4;
      for (let column = 0; column < SCALE; column += 1) data.set([0, 0, 0, 255], start + column * 4);
    }
  }
  return { width: side, height: side, data };
}

it('draws a QR code that a camera reads', () => {
  const uri =
    'otpauth://totp/Cachet:Anne%20MARTIN?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Cachet&algorithm=SHA1&digits=6&period=30';
  expect(decodeQR(photograph(qrPath(uri)))).toBe(uri);
});
