import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MailPath, MssAddress } from '../identifiers/index.js';
import { mssHeadersOf } from './mss-headers.js';
import {
  connectionLine,
  type ExchangeRow,
  exchangeLine,
  headerOfFile,
  readFileName,
  statisticsFileName,
} from './statistics-files.js';
import { boundsOf, monthAfter, monthOf, monthsFrom, parseMonth } from './statistics-month.js';

const NOVEMBER = parseMonth('2026-11')!;

function row(change: Partial<ExchangeRow> = {}): ExchangeRow {
  return {
    ...{
      mailId: '0198c0de-0000-7000-8000-000000000001',
      atMs: Date.parse('2026-11-05T09:08:07.900Z'),
      size: 2048,
    },
    ...{ sender: 'anne@ch-sud.mssante.fr' as MailPath, recipient: 'paul@pair.mssante.fr' as MssAddress },
    ...{ ins: null, codeCda: null, nil: null, ...change },
  };
}

describe('EX_PSU_5830: the file « Echanges »', () => {
  it('bears the month and the domain in its name, without the marks of the text', () => {
    const name = '202611_EchangesMSSante_ch-sud.mssante.fr.csv';
    expect(statisticsFileName('exchanges', NOVEMBER, 'ch-sud.mssante.fr')).toBe(name);
    expect(readFileName(name)).toEqual({ file: 'exchanges', month: '2026-11', domain: 'ch-sud.mssante.fr' });
    expect(readFileName('(202611)_EchangesMSSante_[ch-sud.mssante.fr].csv')).toBeNull();
  });

  it('has the eight columns of the text, in order, and a line for each recipient', () => {
    expect(headerOfFile('exchanges')).toBe('MAIL_ID;EXPEDITEUR;DESTINATAIRE;DATE;TAILLE;INS;CODECDA;NIL\n');
    expect(exchangeLine(row({ ins: 'O', codeCda: '34112-3', nil: '<editeur/logiciel/2.1>' }))).toBe(
      '0198c0de-0000-7000-8000-000000000001;anne@ch-sud.mssante.fr;paul@pair.mssante.fr;2026-11-05 10:08:07;2048;O;34112-3;<editeur/logiciel/2.1>\n',
    );
    expect(exchangeLine(row())).toMatch(/;2048;;;\n$/);
  });

  it('tells the hour of Paris, in summer, in winter and on the night between', () => {
    const at = (text: string) => exchangeLine(row({ atMs: Date.parse(text) })).split(';')[3];
    expect(at('2026-07-31T21:59:59.999Z')).toBe('2026-07-31 23:59:59');
    expect(at('2026-07-31T22:00:00Z')).toBe('2026-08-01 00:00:00');
    expect(at('2026-12-31T23:30:00Z')).toBe('2027-01-01 00:30:00');
    expect(at('2026-10-25T00:59:59Z')).toBe('2026-10-25 02:59:59');
    expect(at('2026-10-25T01:00:00Z')).toBe('2026-10-25 02:00:00');
  });

  it('EX_PSU_5020: names no patient, whatever stands before the domain of patients', () => {
    const addresses = [
      '123456789012345@patient.mssante.fr',
      '1234@PATIENT.mssante.fr',
      'x@patient.mssante.fr',
    ];
    for (const each of addresses) {
      const [, sender, recipient] = exchangeLine(
        row({ sender: each as MailPath, recipient: each as MssAddress }),
      ).split(';');
      expect([sender, recipient]).toEqual(['usager@patient.mssante.fr', 'usager@patient.mssante.fr']);
    }
  });

  it('is not spoilt by a header: semicolons, line ends and formulas are taken out of its sense', () => {
    const cells = (codeCda: string, nil = '') =>
      exchangeLine(row({ codeCda, nil })).slice(0, -1).split(';').slice(6);
    expect(cells('34112-3;PRESC-BIO,15508-5', '<id>')).toEqual(['34112-3,PRESC-BIO,15508-5', '<id>']);
    expect(cells('a\r\nb\u2028c', '=HYPERLINK("http://x")')).toEqual(['a b c', "'=HYPERLINK('http://x')"]);
    expect(cells('-1+2', '@SUM(A1)')).toEqual(["'-1+2", "'@SUM(A1)"]);
    expect(cells('\t=1', 'x'.repeat(300))).toEqual(["'=1", 'x'.repeat(255)]);
  });

  it('has eight cells on one line, whatever the headers say', () => {
    const text = fc.option(fc.string({ unit: 'binary', maxLength: 400 }));
    const property = fc.property(text, text, text, (xMssIns, xMssCodeCda, xMssNil) => {
      const line = exchangeLine(row(mssHeadersOf({ xMssIns, xMssCodeCda, xMssNil })));
      const cells = line.slice(0, -1).split(';');
      expect([cells.length, line.split('\n').length, line.includes('\r')]).toEqual([8, 2, false]);
      expect(['', 'O', 'N']).toContain(cells[5]);
      for (const cell of cells.slice(6)) expect(cell).not.toMatch(/^[=+\-@]|"|.{256}/u);
    });
    fc.assert(property, { numRuns: fuzzRuns(150) });
  });
});

describe('EX_PSU_5830: the headers of a letter', () => {
  const told = (xMssIns: string | null, xMssCodeCda: string | null = null, xMssNil: string | null = null) =>
    mssHeadersOf({ xMssIns, xMssCodeCda, xMssNil });

  it('are kept as they are, and left empty when they are absent', () => {
    expect(told('O', '34112-3,15508-5', 'NIL-1')).toEqual({
      ins: 'O',
      codeCda: '34112-3,15508-5',
      nil: 'NIL-1',
    });
    expect(told(null)).toEqual({ ins: null, codeCda: null, nil: null });
    expect(told(' n ').ins).toBe('N');
  });

  it('EX_PSU_5020: never keep the matricule that a program put there', () => {
    expect(told('277076322082910', '277076322082910', 'x 2 77 07 63 220 829 10 y')).toEqual({
      ...{ ins: null, codeCda: null, nil: 'x  y' },
    });
    expect(told(null, '160012B02077713').codeCda).toBeNull();
  });
});

describe('EX_PSU_5840: the file « Connexions »', () => {
  const address = 'Ps_user@ch-sud.mssante.fr' as MssAddress;

  it('has two columns', () => {
    expect(headerOfFile('connections')).toBe('BAL;DATE_DERNIERE_CONNEXION\n');
    const last = { kind: 'at', atMs: Date.parse('2020-08-11T12:55:40Z') } as const;
    expect(connectionLine({ address, last })).toBe('Ps_user@ch-sud.mssante.fr;2020-08-11 14:55:40\n');
  });

  it('EX_SSU_5800: is empty where nobody ever came, and tells 1900 where it cannot be known', () => {
    expect(connectionLine({ address, last: { kind: 'never' } })).toBe('Ps_user@ch-sud.mssante.fr;\n');
    expect(connectionLine({ address, last: { kind: 'unknown' } })).toMatch(/;1900-01-01 00:00:00\n$/);
  });
});

describe('EX_PSU_5810: a month', () => {
  it('begins and ends by the clocks of Paris', () => {
    expect(boundsOf(NOVEMBER)).toEqual({
      from: new Date('2026-10-31T23:00:00Z'),
      to: new Date('2026-11-30T23:00:00Z'),
    });
    expect(boundsOf(parseMonth('2026-10')!).from).toEqual(new Date('2026-09-30T22:00:00Z'));
    expect(monthOf(new Date('2026-11-30T23:00:00Z'))).toBe('2026-12');
  });

  it('follows another over the years', () => {
    expect(monthAfter(NOVEMBER, 2)).toBe('2027-01');
    expect(monthAfter(NOVEMBER, -11)).toBe('2025-12');
    expect(monthsFrom(NOVEMBER, monthAfter(NOVEMBER, 2))).toEqual(['2026-11', '2026-12', '2027-01']);
    expect(parseMonth('2026-13')).toBeNull();
  });
});
