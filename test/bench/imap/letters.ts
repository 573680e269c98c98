import { randomBytes } from 'node:crypto';

const WORDS = [
  'consultation',
  'bilan',
  'ordonnance',
  'suite',
  'biologie',
  'imagerie',
  'cardiologie',
  'compte',
  'rendu',
];

/** A letter of that many octets. No two have the same bytes: a server that keeps identical ones once must not gain by it. */
export function letterOf(size: number, index: number): Buffer {
  const id = randomBytes(12).toString('hex');
  const head =
    `From: Dr Mesure <mesure@exemple.test>\r\nTo: <lecteur${index}@exemple.test>\r\nSubject: Mesure ${index}\r\n` +
    `Date: Fri, 20 Nov 2026 10:00:00 +0100\r\nMessage-ID: <${id}@exemple.test>\r\nMIME-Version: 1.0\r\n` +
    `Content-Type: text/plain; charset=utf-8\r\n\r\n${id}\r\n`;
  let text = head;
  for (let at = index; text.length < size - 2; at += 7) {
    const line = Array.from(
      { length: 6 },
      (_, word) => WORDS[(at + word * (1 + (index % 5))) % WORDS.length],
    ).join(' ');
    text += `${line}\r\n`;
  }
  return Buffer.from(
    `${text
      .slice(0, size - 2)
      .replace(/[\r\n]+$/, '')
      .padEnd(size - 2, '.')}\r\n`,
  );
}
