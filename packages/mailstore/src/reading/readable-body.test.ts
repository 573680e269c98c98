import { type ByteRange, MimeReader } from '@cachet/mss-core';
import { describe, expect, it } from 'vitest';
import { inPieces, whole } from '../mail-world.contract.js';
import { openAttachment } from './attachments.js';
import { readableBody } from './readable-body.js';

function opened(...lines: (string | Buffer)[]) {
  const bytes = Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\r\n')])));
  const reader = new MimeReader();
  reader.write(bytes);
  const openRange = ({ start, end }: ByteRange) => inPieces(bytes.subarray(start, end), 7);
  return { structure: reader.end(), openRange };
}

async function read(...lines: (string | Buffer)[]) {
  const { structure, openRange } = opened(...lines);
  return readableBody(structure, openRange);
}

const LETTER = [
  'Content-Type: multipart/mixed; boundary=m',
  '',
  '--m',
  'Content-Type: multipart/related; boundary=r',
  '',
  '--r',
  'Content-Type: multipart/alternative; boundary=a',
  '',
  '--a',
  'Content-Type: text/plain; charset=iso-8859-15',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  '100 =A4',
  '--a',
  'Content-Type: text/html; charset=utf-8',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from('<p>100 €</p>').toString('base64'),
  '--a--',
  '--r',
  'Content-Type: image/png; name=logo.png',
  'Content-ID: <logo>',
  'Content-Transfer-Encoding: base64',
  '',
  'AAAA',
  '--r--',
  '--m',
  'Content-Type: application/pdf',
  'Content-Transfer-Encoding: base64',
  "Content-Disposition: attachment; filename*=utf-8''r%C3%A9sultat.pdf",
  '',
  Buffer.alloc(300, 'pdf').toString('base64').replace(/.{76}/g, '$&\r\n'),
  '--m',
  'Content-Type: message/rfc822',
  '',
  'Content-Type: multipart/mixed; boundary=i',
  '',
  '--i',
  'Content-Type: application/zip; name="=?utf-8?Q?IHE=5FXDM.zip?="',
  '',
  'zip',
  '--i--',
  '--m--',
];

describe('What a person reads', () => {
  it('is the text, the page, and what is attached, wherever they lie', async () => {
    const body = await read(...LETTER);
    expect(body).toMatchObject({ text: '100 €', html: '<p>100 €</p>', truncated: false });
    expect(body.attachments).toEqual([
      { partId: '1.2', name: 'logo.png', mediaType: 'image/png', size: 3, inline: true, contentId: 'logo' },
      {
        partId: '2',
        name: 'résultat.pdf',
        mediaType: 'application/pdf',
        size: expect.any(Number),
        inline: false,
        contentId: null,
      },
      {
        partId: '3',
        name: null,
        mediaType: 'message/rfc822',
        size: expect.any(Number),
        inline: false,
        contentId: null,
      },
    ]);
    expect(Math.abs(body.attachments[1]!.size - 300)).toBeLessThan(4);
  });

  it.each([
    ['a plain letter', ['Subject: x', '', 'Bonjour'], { text: 'Bonjour\r\n', html: null }],
    ['a page alone', ['Content-Type: text/html', '', '<p>'], { text: null, html: '<p>\r\n' }],
    [
      'Windows-1252',
      ['Content-Type: text/plain; charset=windows-1252', '', Buffer.from([0x80])],
      { text: '€\r\n' },
    ],
    ['UTF-8 that does not say so', ['Subject: x', '', 'é'], { text: 'é\r\n' }],
    [
      'a charset nobody knows',
      ['Content-Type: text/plain; charset=x-none', '', Buffer.from([0xe9])],
      { text: 'é\r\n' },
    ],
    ['only a document', ['Content-Type: application/pdf; name=a.pdf', '', 'x'], { text: null, html: null }],
    [
      'a text attached',
      ['Content-Type: text/plain', 'Content-Disposition: attachment', '', 'x'],
      { text: null },
    ],
    ['nothing', [], { text: '', html: null }],
  ])('%s', async (_, lines, expected) => {
    expect(await read(...lines)).toMatchObject(expected);
  });

  it('shows a mebibyte of a longer text and says so', async () => {
    const body = await read('Subject: x', '', 'a'.repeat(2 ** 20 + 1));
    expect([body.text?.length, body.truncated]).toEqual([2 ** 20, true]);
  });

  it('keeps a second text as something attached: nothing is hidden', async () => {
    const body = await read(
      'Content-Type: multipart/mixed; boundary=a',
      '',
      '--a',
      '',
      'un',
      '--a',
      '',
      'deux',
      '--a--',
    );
    expect(body).toMatchObject({ text: 'un', attachments: [{ partId: '2', mediaType: 'text/plain' }] });
  });
});

describe('An attachment', () => {
  it('streams decoded, even from inside a carried message', async () => {
    const { structure, openRange } = opened(...LETTER);
    const content = async (partId: string) => {
      const found = openAttachment(structure, partId, openRange);
      return found && [found.attachment.name, (await whole(found.bytes)).toString()];
    };
    expect(await content('2')).toEqual(['résultat.pdf', 'pdf'.repeat(100)]);
    expect(await content('3.1')).toEqual(['IHE_XDM.zip', 'zip']);
    expect(await content('1')).toBeNull();
    expect(await content('9')).toBeNull();
    expect(await content('__proto__')).toBeNull();
  });
});
