import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BAL_COLUMNS } from './columns.js';
import { CSV_MARK, csvLine, harmlessCell, meantCell } from './csv-cells.js';
import { csvRows, separatorOf } from './csv-rows.js';
import { csvText } from './csv-text.js';
import { readFile } from './read-file.js';

const cellsOf = (text: string) =>
  [...csvRows(text)].map((row) => (row.ok ? row.value.cells : row.refusal.code));

describe('RFC 4180: the records of a CSV file', () => {
  it('are read with semicolons, commas or tabs, and any line end', () => {
    for (const separator of [';', ',', '\t'])
      for (const end of ['\n', '\r\n', '\r'])
        expect(cellsOf(`a${separator}b${end}1${separator}2${end}`)).toEqual([
          ['a', 'b'],
          ['1', '2'],
        ]);
    expect(cellsOf('a;b\r\n1;2\n3;4\r5;6')).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ]);
    expect(separatorOf('"a;b;c;d",e,f\n')).toBe(',');
    expect(separatorOf('adresse\n')).toBe(';');
  });

  it('hold separators, quotes and lines inside quotes, and tell the line each begins at', () => {
    const rows = [...csvRows('a;b\n"1;\r\n""x""";2\n\n;\n3;4')];
    expect(rows).toEqual([
      { ok: true, value: { line: 1, cells: ['a', 'b'] } },
      { ok: true, value: { line: 2, cells: ['1;\r\n"x"', '2'] } },
      { ok: true, value: { line: 6, cells: ['3', '4'] } },
    ]);
  });

  it('end where a quote is not closed, or not at the end of a field', () => {
    expect([...csvRows('a\nb\n"c\nd')].at(-1)).toMatchObject({
      refusal: { code: 'csvMalformed', detail: { line: '3' } },
    });
    expect(cellsOf('"a"b;c')).toEqual(['csvMalformed']);
    expect(cellsOf(';'.repeat(70))).toEqual(['csvMalformed']);
  });

  it('are those that we write, whatever they hold', () => {
    const cell = fc.string({ unit: 'grapheme' });
    // A line of nothing but spaces is none.
    const line = fc
      .array(cell, { minLength: 2, maxLength: 8 })
      .filter((cells) => cells.some((each) => each.trim()));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (lines) => {
        const written = `a;b\r\n${lines.map(csvLine).join('')}`;
        const read = [...csvRows(written)].slice(1).map((row) => row.ok && row.value.cells.map(meantCell));
        expect(read).toEqual(lines);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('come out of nonsense as records or as one refusal, never as a fault', () => {
    const nonsense = fc.string({ unit: fc.constantFrom('"', ';', ',', '\t', '\r', '\n', 'a', '\ufeff') });
    fc.assert(
      fc.property(nonsense, (text) => {
        const rows = [...csvRows(text)];
        expect(rows.slice(0, -1).every(({ ok }) => ok)).toBe(true);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});

describe('a cell that a spreadsheet would run', () => {
  it.each(['=1+1', '+33', '-2', '@SUM(A1)', '\t=1', '\r=1', "'=1", '＝1', '|x', '%0a'])(
    '%j is given back with an apostrophe, and understood again',
    (text) => {
      expect(harmlessCell(text)).toBe(`'${text}`);
      expect(meantCell(harmlessCell(text))).toBe(text);
    },
  );

  it('is no other', () => {
    for (const text of ['', 'a=b', "l'hôpital", "'", 'helene@valmont.mssante.fr']) {
      expect(harmlessCell(text)).toBe(text);
      expect(meantCell(text)).toBe(text);
    }
  });
});

describe('the text of a file', () => {
  const FRENCH = 'Hélène ; l’œuvre à 5 €';

  it('is UTF-8 with or without its mark, UTF-16 with it, or Windows-1252', () => {
    const windows = Buffer.from([0x48, 0xe9, 0x6c, 0xe8, 0x6e, 0x65, 0x20, 0x9c, 0x20, 0x80]);
    expect(csvText(Buffer.from(FRENCH))).toMatchObject({ value: FRENCH });
    expect(csvText(Buffer.from(`${CSV_MARK}${FRENCH}`))).toMatchObject({ value: FRENCH });
    expect(csvText(Buffer.from(`${CSV_MARK}${FRENCH}`, 'utf16le'))).toMatchObject({ value: FRENCH });
    expect(csvText(windows)).toMatchObject({ value: 'Hélène œ €' });
  });

  it('is not that of a spreadsheet itself', () => {
    const texts = ['PK\u0003\u0004\u0014\u0000', 'adresse;type\na\u0000b;c', `${CSV_MARK}PK\u0003\u0004`];
    for (const text of texts)
      expect(csvText(Buffer.from(text))).toMatchObject({ refusal: { code: 'csvUnreadable' } });
  });
});

describe('a file of BAL', () => {
  const codeOf = (text: string) => {
    const read = readFile<string>(text, BAL_COLUMNS);
    return read.ok ? read.value : read.refusal;
  };

  it('has its columns in any order, under any spelling of their names', () => {
    expect(
      codeOf("RESPONSABLE_PRENOM;Adresse ;Type;responsable;Quota (Mo)\n'=x;a@b.fr;personnelle;8;"),
    ).toEqual([
      {
        line: 2,
        cells: { givenName: '=x', address: 'a@b.fr', kind: 'personnelle', responsible: '8' },
        isTooLong: false,
      },
    ]);
  });

  it('is refused whole for columns that are unknown, twice there or missing, and without rows', () => {
    expect(codeOf('adresse;type;responsable;salaire\n')).toMatchObject({
      code: 'csvColumnUnknown',
      detail: { column: 'salaire' },
    });
    expect(codeOf('adresse;Adresse;type;responsable\n')).toMatchObject({ code: 'csvColumnTwice' });
    expect(codeOf('adresse;type\na;b')).toMatchObject({
      code: 'csvColumnMissing',
      detail: { column: 'responsable' },
    });
    expect(codeOf('adresse;type;responsable\n;;\n')).toMatchObject({ code: 'csvEmpty' });
    expect(codeOf('')).toMatchObject({ code: 'csvEmpty' });
    const many = `adresse;type;responsable\n${'a;b;c\n'.repeat(10_001)}`;
    expect(codeOf(many)).toMatchObject({ code: 'tooManyRows', detail: { limit: '10000' } });
  });
});
