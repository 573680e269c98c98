import yazl from 'yazl';
import { base64Lines } from './bytes.js';
import type { Letter } from './letters.js';

const MANY = 100_000;

/** Letters made to exhaust whoever reads them; each is small enough to be taken (25 MiB). */
export async function hostileLetters(): Promise<Letter[]> {
  const bomb = await zipBomb();
  const letters: Readonly<Record<string, string>> = {
    '2,000 levels of parts': levels(
      2_000,
      (n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
    ),
    '2,000 letters inside one another': levels(2_000, () => 'Content-Type: message/rfc822\r\n\r\n'),
    '50,000 parts': `Content-Type: multipart/mixed; boundary=p\r\n\r\n${'--p\r\n\r\nx\r\n'.repeat(50_000)}--p--\r\n`,
    '100,000 addresses': `To: ${'a@b.fr,\r\n '.repeat(MANY)}z@b.fr\r\n\r\nx\r\n`,
    '30 letters of 100,000 addresses inside one another': levels(
      30,
      () => `From: ${'a,'.repeat(MANY)}\r\nContent-Type: message/rfc822\r\n\r\n`,
    ),
    'a header of 5 MB': `Subject: x\r\n${`X-Long: ${'y'.repeat(60)}\r\n`.repeat(75_000)}\r\nx\r\n`,
    'a header line of 5 MB': `Subject: x\r\nTo: ${'a'.repeat(5_000_000)}\r\n\r\nx\r\n`,
    'comments never closed': `To: ${'('.repeat(500_000)}\r\nCc: ${'"<'.repeat(250_000)}\r\n\r\nx\r\n`,
    'encoded words never closed': `Subject: ${'=?a?b?'.repeat(100_000)}\r\nFrom: ${'=?'.repeat(200_000)}\r\n\r\nx\r\n`,
    'parameters in 20,000 pieces': `Content-Type: text/plain; ${Array.from({ length: 20_000 }, (_, n) => `name*${n}*=%41`).join('; ')}\r\n\r\nx\r\n`,
    '50,000 lines like a boundary': `Content-Type: multipart/mixed; boundary=${'-'.repeat(60)}\r\n\r\n${`${'-'.repeat(61)}\r\n`.repeat(50_000)}`,
    'a zip bomb': attached('application/zip', 'IHE_XDM.ZIP', bomb),
    'a CDA that names files of the machine': attached('text/xml', 'CDA.XML', Buffer.from(XXE)),
  };
  return Object.entries(letters).map(([name, text]) => ({ name, raw: Buffer.from(text, 'latin1') }));
}

function levels(count: number, level: (n: number) => string): string {
  return `${Array.from({ length: count }, (_, n) => level(n)).join('')}\r\nfin\r\n`;
}

/** Fifty mebibytes of zeros in some fifty kilobytes. */
async function zipBomb(): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  zip.addBuffer(Buffer.alloc(50 * 1024 * 1024), 'IHE_XDM/SUBSET01/DOC00001.XML', {
    mtime: new Date('2026-01-15T08:00:00Z'),
  });
  zip.end();
  return Buffer.concat(await Array.fromAsync(zip.outputStream as AsyncIterable<Buffer>));
}

function attached(type: string, name: string, content: Buffer): string {
  return [
    ...['Subject: x', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'x'],
    ...['--b', `Content-Type: ${type}; name="${name}"`, 'Content-Transfer-Encoding: base64', ''],
    ...[base64Lines(content), '--b--', ''],
  ].join('\r\n');
}

const XXE = `<?xml version="1.0"?><!DOCTYPE c [<!ENTITY a SYSTEM "file:///etc/passwd">${Array.from(
  { length: 20 },
  (_, n) => `<!ENTITY a${n} "${`&a${n + 1};`.repeat(10)}">`,
).join('')}]><ClinicalDocument xmlns="urn:hl7-org:v3"><title>&a;&a0;</title></ClinicalDocument>`;
