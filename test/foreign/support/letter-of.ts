import { base64Lines, noise } from '../../corpus/bytes.js';

/** The letter of that number: words in UTF-8 and in Latin-1, lines that begin with dots, a file. One character per octet. */
export function letterOf(number: number): string {
  const lines = [
    'From: Jean Dupont <jean.dupont@peer-operateur.mssante.fr>',
    'To: anne.martin@ch-valmont.mssante.fr',
    `Subject: Lettre ${number}`,
    'Date: Fri, 20 Nov 2026 12:00:00 +0100',
    `Message-ID: <lettre-${number}@peer-operateur.mssante.fr>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="=_mixte"',
    '',
    '--=_mixte',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    'Épreuve',
    '.',
    '..fin',
    '--=_mixte',
    'Content-Type: application/pdf; name="cr.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    base64Lines(noise(3_000, number)),
    '--=_mixte--',
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'utf8').toString('latin1');
}
