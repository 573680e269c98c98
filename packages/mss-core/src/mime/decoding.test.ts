import { describe, expect, it } from 'vitest';
import { decodeWords } from './encoded-words.js';
import { fileNameOf } from './file-name.js';
import { parseMailDate } from './mail-date.js';
import { MimeReader } from './mime-reader.js';

describe('Encoded words', () => {
  it.each([
    ['=?utf-8?Q?R=C3=A9sultats_d=27analyse?=', "Résultats d'analyse"],
    ['=?UTF-8?B?UsOpc3VsdGF0cw==?=', 'Résultats'],
    ['=?iso-8859-15?q?100_=A4?=', '100 €'],
    ['Re: =?utf-8?Q?a?= =?utf-8?Q?b?= c', 'Re: ab c'],
    ['=?utf-8?Q?=C3?=\t=?utf-8?Q?=A9?=', 'é'],
    ['=?utf-8?B?w6k=?= =?iso-8859-1?Q?=E9?=', 'éé'],
    ['=?utf-8*fr?Q?=C3=A9?=', 'é'],
    ['=?x-nobody-knows?Q?=E9?=', 'é'],
    ['=?utf-8?Q?=E9?=', '\ufffd'],
    ['=?utf-8?Q?é?=', 'é'],
    ['=?broken', '=?broken'],
    ['sans rien', 'sans rien'],
  ])('%s says %s', (raw, said) => {
    expect(decodeWords(raw)).toBe(said);
  });
});

describe('A file name', () => {
  const named = (...lines: string[]) => {
    const reader = new MimeReader();
    reader.write(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`));
    return fileNameOf(reader.end().root);
  };

  it.each([
    [["Content-Disposition: attachment; filename*=utf-8''r%C3%A9sultat.pdf"], 'résultat.pdf'],
    [
      [
        "Content-Disposition: attachment; filename*0*=iso-8859-1'fr'r%E9; filename*1=sultat; filename*2*=%2Epdf",
      ],
      'résultat.pdf',
    ],
    [['Content-Disposition: attachment; filename="=?utf-8?Q?r=C3=A9sultat.pdf?="'], 'résultat.pdf'],
    [['Content-Type: application/pdf; name="=?iso-8859-1?B?6S5wZGY=?="'], 'é.pdf'],
    [
      ['Content-Disposition: attachment; filename=20261103_CR d’imagerie (2).pdf; size=3'],
      '20261103_CR d’imagerie (2).pdf',
    ],
    [['Content-Disposition: attachment; filename="../../etc/passwd"'], 'passwd'],
    [['Content-Disposition: attachment; filename="C:\\\\Users\\\\x\\\\a.pdf"'], 'a.pdf'],
    [["Content-Disposition: attachment; filename*=utf-8''a%0D%0AX%3A%E2%80%AEfdp.exe"], 'a X: fdp.exe'],
    [['Content-Disposition: attachment; filename=".."'], null],
    [['Content-Disposition: attachment; __proto__=x'], null],
    [['Content-Type: text/plain'], null],
  ])('%j is read as %s', (lines, name) => {
    expect(named(...lines)).toBe(name);
  });
});

describe('A Date field', () => {
  it.each([
    ['Tue, 3 Nov 2026 10:00:00 +0100', '2026-11-03T10:00:00+01:00'],
    ['3 Nov 2026 10:00 +0000 (UTC)', '2026-11-03T10:00:00+00:00'],
    ['Tue, 03 Nov 26 10:00:00 GMT', '2026-11-03T10:00:00+00:00'],
    ['Thu, 31 Dec 1998 23:59:60 EST', '1998-12-31T23:59:59-05:00'],
    ['31 Apr 2026 10:00:00 +0100', null],
    ['3 Foo 2026 10:00:00 +0100', null],
    ['hier', null],
    ['', null],
  ])('%s is %s', (raw, iso) => {
    expect(parseMailDate(raw)).toBe(iso);
  });
});
