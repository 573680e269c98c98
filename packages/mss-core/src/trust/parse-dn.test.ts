import { describe, expect, it } from 'vitest';
import { sameDn } from './compare-dn.js';
import { formatDn } from './format-dn.js';
import { parseDn } from './parse-dn.js';

function read(text: string): string[][] {
  const dn = parseDn(text);
  if (!dn) throw new Error(`not read: ${text}`);
  return dn.map((attributes) => attributes.map(({ type, value }) => `${type}=${value}`));
}

const PLAIN = [
  ['cn=mss.ch-valmont.fr'],
  ['ou=1010000024'],
  ['o=CENTRE HOSPITALIER'],
  ['st=Ain (01)'],
  ['c=FR'],
];

describe('EX_LBL_5010: the DN of the liste blanche are written by several hands', () => {
  it.each([
    [
      'as the reference text asks',
      'CN=mss.ch-valmont.fr,OU=1010000024,O=CENTRE HOSPITALIER,ST=Ain (01),C=FR',
    ],
    [
      'with spaces around separators',
      'CN = mss.ch-valmont.fr , OU=1010000024 ,O= CENTRE HOSPITALIER, ST=Ain (01),  C=FR',
    ],
    ['with S instead of ST', 'CN=mss.ch-valmont.fr,OU=1010000024,O=CENTRE HOSPITALIER,S=Ain (01),C=FR'],
    ['in lower-case types', 'cn=mss.ch-valmont.fr,ou=1010000024,o=CENTRE HOSPITALIER,st=Ain (01),c=FR'],
    [
      'with dotted types',
      '2.5.4.3=mss.ch-valmont.fr,OID.2.5.4.11=1010000024,o=CENTRE HOSPITALIER,2.5.4.8=Ain (01),c=FR',
    ],
    [
      'with RFC 1779 quotes',
      'CN="mss.ch-valmont.fr",OU=1010000024,O="CENTRE HOSPITALIER",ST="Ain (01)",C=FR',
    ],
    ['with semicolons', 'CN=mss.ch-valmont.fr;OU=1010000024;O=CENTRE HOSPITALIER;ST=Ain (01);C=FR'],
    [
      'with hexadecimal values',
      'CN=#0C116D73732E63682D76616C6D6F6E742E6672,OU=#130A31303130303030303234,O=CENTRE HOSPITALIER,ST=#041241696E20283031290000,C=FR'.replace(
        '#041241696E20283031290000',
        '#040841696E2028303129',
      ),
    ],
    ['with escaped octets', 'CN=mss\\2Ech-valmont.fr,OU=1010000024,O=CENTRE\\20HOSPITALIER,ST=Ain (01),C=FR'],
  ])('reads one %s', (_, text) => {
    expect(read(text)).toEqual(PLAIN);
  });

  it.each<[string, string, string[]]>([
    ['a double space in quotes', 'O="C.H. DE  VALMONT",C=FR', ['o=C.H. DE  VALMONT']],
    ['quotes inside a value', 'O=CENTRE "LES TILLEULS",C=FR', ['o=CENTRE "LES TILLEULS"']],
    [
      'quotes that open a value and close before its end',
      'O="LES TILLEULS" DE VALMONT,C=FR',
      ['o="LES TILLEULS" DE VALMONT'],
    ],
    [
      'quotes within quotes',
      'O="CENTRE "LES TILLEULS" DE VALMONT",C=FR',
      ['o=CENTRE "LES TILLEULS" DE VALMONT'],
    ],
    ['a quote never closed', 'O="CENTRE,C=FR', ['o="CENTRE']],
    ['an escaped comma', 'O=DURAND\\, MARTIN ET ASSOCIES,C=FR', ['o=DURAND, MARTIN ET ASSOCIES']],
    ['an escaped comma in hexadecimal', 'O=DURAND\\2C MARTIN,C=FR', ['o=DURAND, MARTIN']],
    ['a quoted comma', 'O="DURAND, OU=MARTIN",C=FR', ['o=DURAND, OU=MARTIN']],
    [
      'a comma that starts no attribute',
      'O=DURAND, MARTIN ET ASSOCIES,C=FR',
      ['o=DURAND, MARTIN ET ASSOCIES'],
    ],
    ['a plus sign that starts no attribute', 'O=E-SANTE+,C=FR', ['o=E-SANTE+']],
    ['accents as escaped UTF-8', 'O=H\\C3\\B4pital,C=FR', ['o=Hôpital']],
    ['an equals sign', 'O=A=B,C=FR', ['o=A=B']],
    ['a multi-valued name', 'OU=1010000024+CN=mss.fr,C=FR', ['ou=1010000024', 'cn=mss.fr']],
    ['a hash that is no hexadecimal', 'O=#1 DES SOINS,C=FR', ['o=#1 DES SOINS']],
    ['an unreadable hexadecimal value', 'O=#04FF,C=FR', ['o=#04ff']],
  ])('reads %s', (_, text, expected) => {
    expect(read(text)[0]).toEqual(expected);
  });

  it.each(['', '   ', 'FR', 'CN', '=FR', 'CN=', 'CN= ,C=FR', ',CN=a', '+CN=a', `CN=${'a'.repeat(3000)}`])(
    'reads no DN in « %s »',
    (text) => {
      expect(parseDn(text)).toBeNull();
    },
  );

  it('reads again what it wrote, whatever the values hold', () => {
    const letters = [
      'a',
      'É',
      ',',
      '+',
      '"',
      '\\',
      '#',
      '=',
      ';',
      '<',
      ' ',
      '\u00a0',
      '\n',
      'CN=',
      '日',
      '😀',
    ];
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    for (let round = 0; round < 3000; round += 1) {
      const value = Array.from({ length: 1 + next(8) }, () => letters[next(letters.length)]).join('');
      if (value.trim() === '') continue;
      const dn = [
        [{ type: 'cn', value }],
        [
          { type: 'o', value },
          { type: 'ou', value: 'x' },
        ],
        [{ type: 'c', value: 'FR' }],
      ];
      const again = parseDn(formatDn(dn));
      expect(again && sameDn(again, dn), JSON.stringify(value)).toBe(true);
    }
  });

  it('reads again a value that begins or ends with a tab', () => {
    for (const text of ['O=a\\09', 'O=\\09a', 'O=a \\09', 'O=\\20a\\20']) {
      const dn = parseDn(text);
      if (!dn) throw new Error(text);
      expect(parseDn(formatDn(dn))).toEqual(dn);
    }
  });

  it('answers nonsense quickly', () => {
    const hostile = [
      `CN=${' '.repeat(2000)}`,
      `CN="${'" '.repeat(1000)}`,
      `CN=${', '.repeat(1000)}`,
      `CN=${'a,'.repeat(1000)}`,
      `CN=${'\\'.repeat(2001)}`,
      `${'a'.repeat(2040)}=`,
    ];
    const start = performance.now();
    for (const text of hostile) parseDn(text);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
