import { Buffer } from 'node:buffer';

/** Messages as they come in this trade, and some that should not: all openly fictional. */
export const SHAPES: readonly (readonly [name: string, bytes: Buffer])[] = [
  ['a plain letter', lines('Subject: Bonjour', '', 'Cher confrère,', '', 'Merci.')],
  [
    'accents in headers, encoded',
    lines('Subject: =?utf-8?Q?R=C3=A9sultats?=', 'From: =?utf-8?B?w4lsb2RpZQ==?= <e@x.fr>', '', 'x'),
  ],
  ['accents in headers, raw UTF-8', lines('Subject: Résultats', 'From: "Élodie" <e@x.fr>', '', 'x')],
  [
    'Latin-1, eight bits',
    Buffer.from('Subject: \xe9t\xe9\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\xe0 bient\xf4t\r\n', 'latin1'),
  ],
  ['quoted-printable', lines('Content-Transfer-Encoding: quoted-printable', '', 'd=C3=A9j=C3=A0 =', 'vu')],
  ['a base64 body', lines('Content-Transfer-Encoding: base64', '', 'Qm9uam91cg==')],
  ['alternatives', multipart('alternative', ['text/plain', 'texte'], ['text/html', '<p>texte</p>'])],
  ['a page with its image', multipart('related', ['text/html', '<img src="cid:1">'], ['image/png', 'AAAA'])],
  [
    'a carried message',
    multipart('mixed', ['text/plain', 'tr'], ['message/rfc822', 'Subject: in\r\n\r\ninside']),
  ],
  [
    'messages within messages',
    lines(
      ...Array.from({ length: 12 }, (_, n) => [`Subject: ${n}`, 'Content-Type: message/rfc822', '']).flat(),
      'end',
    ),
  ],
  [
    'a digest',
    multipart('digest', ['message/rfc822', 'Subject: 1\r\n\r\na'], ['message/rfc822', 'Subject: 2\r\n\r\nb']),
  ],
  [
    'a delivery status',
    multipart(
      'report; report-type=delivery-status',
      ['text/plain', 'échec'],
      ['message/delivery-status', 'Reporting-MTA: dns;x'],
    ),
  ],
  [
    'an XDM archive',
    multipart(
      'mixed',
      ['text/plain', 'CR'],
      ['application/zip; name="IHE_XDM.ZIP"', binary(5_000).toString('base64')],
    ),
  ],
  ['bare LF line ends', Buffer.from('Subject: x\n\nun\ndeux\n')],
  ['bare CR and NUL inside', Buffer.from('Subject: a\rb\0c\r\n\r\nx\0y\rz\r\n')],
  ['no end of line at the end', Buffer.from('Subject: x\r\n\r\nsans fin')],
  ['no header', Buffer.from('\r\nbody only\r\n')],
  ['no body', Buffer.from('Subject: x\r\n')],
  ['nothing', Buffer.alloc(0)],
  [
    'an unclosed multipart',
    lines('Content-Type: multipart/mixed; boundary=a', '', '--a', '', 'never closed'),
  ],
  ['bytes of any kind', binary(70_000)],
  ['exactly one chunk', padded(256 * 1024)],
  ['one octet more than a chunk', padded(256 * 1024 + 1)],
  ['dots and From lines', lines('Subject: x', '', '.', '..', 'From here', '>From there')],
  ['a line of a mebibyte', lines('Subject: x', '', 'x'.repeat(2 ** 20))],
  [
    '9.9 MB with a PDF',
    multipart('mixed', ['text/plain', 'PJ'], ['application/pdf; name=cr.pdf', wrapped(binary(7_230_000))]),
  ],
];

function lines(...all: string[]): Buffer {
  return Buffer.from(all.map((line) => `${line}\r\n`).join(''));
}

function multipart(subtype: string, ...parts: (readonly [type: string, body: string])[]): Buffer {
  const written = parts.map(([type, body]) => `--=_b\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`);
  const head = `Subject: multipart\r\nContent-Type: multipart/${subtype}; boundary="=_b"\r\n\r\n`;
  return Buffer.from(`${head}${written.join('')}--=_b--\r\n`);
}

/** The same bytes at each run, of every value. */
function binary(length: number): Buffer {
  let state = 12_345;
  return Buffer.from(
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state >>> 16;
    }),
  );
}

function wrapped(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
}

function padded(length: number): Buffer {
  const head = Buffer.from('Subject: exact\r\n\r\n');
  return Buffer.concat([head, Buffer.alloc(length - head.length, 'x')]);
}
