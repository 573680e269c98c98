import encodeQR from 'qr';

/** Light squares around the code, without which no camera finds it (ISO/IEC 18004 §6.3.8). */
const MARGIN = 4;

/** A QR code as one path of an SVG, its side counted in squares. */
export function qrPath(text: string): { readonly size: number; readonly path: string } {
  const squares = encodeQR(text, 'raw', { ecc: 'medium', border: MARGIN });
  const dark = squares.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return { size: squares.length, path: dark.join('') };
}
