import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAdeli } from './adeli.js';
import { explainFlaw, flawOf, isTestNumber } from './explain-number.js';
import { hasFinessKey, parseFiness } from './finess.js';
import {
  insInAddress,
  insKeyOf,
  insRegisterOf,
  isInsRegisterAllowed,
  PATIENT_DOMAIN,
  parseIns,
} from './ins.js';
import { parseMssAddress } from './mss-address.js';
import type { NumberKind } from './number-flaw.js';
import { parseRpps } from './rpps.js';
import { parseSiren, parseSiret, sirenOf } from './siret.js';

const KINDS: readonly NumberKind[] = ['rpps', 'adeli', 'finess', 'siren', 'siret', 'ins'];

describe('EX_PBA_5090: an RPPS number', () => {
  it('is read as it is typed', () => {
    expect(parseRpps(' 997 0021 8896 ')).toBe('99700218896');
    expect(flawOf('rpps', '')).toBe('missing');
    expect(flawOf('rpps', '9970021889')).toBe('form');
    expect(flawOf('rpps', '99700218897')).toBe('key');
  });

  it('of a test range is told from those of people', () => {
    expect(isTestNumber('rpps', '99700218896')).toBe(true);
    expect(isTestNumber('rpps', '10100000009')).toBe(false);
  });
});

describe('EX_PBA_5100: an ADELI number', () => {
  it('begins with a department of the mainland, of Corsica or of overseas', () => {
    for (const number of ['759000010', '2a9000010', '9D9000010', '0B6093351'])
      expect(parseAdeli(number)).toBe(number.toUpperCase());
    for (const number of ['2C9000010', '75900001', '7590000100', 'AA9000010'])
      expect(flawOf('adeli', number)).toBe('form');
  });
});

describe('EX_PBA_5011: a FINESS number of the ANS’s test range', () => {
  it('is read, believed, and told from a real one', () => {
    for (const number of ['0B0172805', '1B0062023']) {
      expect(hasFinessKey(parseFiness(number)!)).toBe(true);
      expect(isTestNumber('finess', number)).toBe(true);
    }
    expect(isTestNumber('finess', '750712184')).toBe(false);
  });
});

describe('a SIREN and a SIRET', () => {
  it('hold the key of Luhn', () => {
    expect(parseSiren('479 766 842')).toBe('479766842');
    expect(parseSiret('479 766 842 00724')).toBe('47976684200724');
    expect(sirenOf(parseSiret('47976684200724')!)).toBe('479766842');
    expect(flawOf('siret', '47976684200725')).toBe('key');
    expect(flawOf('siren', '47976684200724')).toBe('form');
  });

  it('are otherwise numbered at La Poste alone', () => {
    expect(parseSiret('35600000000048')).not.toBeNull();
    expect(parseSiret('35600000049837')).not.toBeNull();
    expect(parseSiret('35600000049838')).toBeNull();
    expect(parseSiret('73282932000071')).toBeNull();
  });
});

describe('§4.3: an INS', () => {
  it('is the matricule and its key, of Corsica too', () => {
    expect(insKeyOf('297022A020778')).toBe('78');
    expect(insKeyOf('160012B020777')).toBe('13');
    expect(parseIns('2 97 02 2a 020 778 78')).toBe('297022A02077878');
    expect(parseIns('160012B02077713')).not.toBeNull();
  });

  it('may be one of those that wait for a NIR: nothing in the number tells', () => {
    expect(parseIns('199016322075230')).not.toBeNull();
    expect(parseIns('109076322088835')).not.toBeNull();
  });

  it('is refused with its reason, which never repeats the number', () => {
    expect(flawOf('ins', '123456789012345')).toBe('key');
    expect(flawOf('ins', '277076322082910')).toBeNull();
    expect(flawOf('ins', '27707632208291')).toBe('form');
    expect(flawOf('ins', '977076322082910')).toBe('form');
    for (const flaw of ['missing', 'form', 'key'] as const) {
      const { fr, en } = explainFlaw('ins', flaw);
      expect(`${fr}${en}`).not.toMatch(/\d{5}/);
    }
  });

  it('of a test register is used beside no real patient', () => {
    const asked = ['8', '9', '10', '11', '2'].map((end) => insRegisterOf(`1.2.250.1.213.1.4.${end}`));
    expect(asked).toEqual(['nir', 'nia', 'nirTest', 'nirDemo', null]);
    expect(insRegisterOf('toString')).toBeNull();
    const allowed = (['nir', 'nia', 'nirTest', 'nirDemo'] as const).map((register) => [
      isInsRegisterAllowed(register, true),
      isInsRegisterAllowed(register, false),
    ]);
    expect(allowed).toEqual([
      [true, true],
      [true, true],
      [false, true],
      [false, true],
    ]);
  });

  it('is the name of a patient’s address, and of no technical one', () => {
    const at = (localPart: string, domain = PATIENT_DOMAIN) =>
      insInAddress(parseMssAddress(`${localPart}@${domain}`)!);
    expect(at('297022a02077878')).toBe('297022A02077878');
    expect(at('reponse.automatique-test')).toBeNull();
    expect(at('27707279035121518989')).toBeNull();
    expect(at('297022a02077878', 'ch-valmont.mssante.fr')).toBeNull();
  });

  it('has a key for every matricule, by which one mistyped digit shows', () => {
    const digits = (length: number) =>
      fc
        .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
        .map((d) => d.join(''));
    const department = fc.oneof(digits(2), fc.constantFrom('2A', '2B'));
    const matricule = fc
      .tuple(fc.integer({ min: 1, max: 8 }), digits(4), department, digits(6))
      .map(([sex, birth, place, rest]) => `${sex}${birth}${place}${rest}`);
    fc.assert(
      fc.property(matricule, fc.nat(12), fc.integer({ min: 1, max: 9 }), (number, place, shift) => {
        const whole = `${number}${insKeyOf(number)}`;
        expect(parseIns(whole)).toBe(whole);
        const digit = Number(number[place]);
        if (Number.isNaN(digit)) return;
        const typed = `${number.slice(0, place)}${(digit + shift) % 10}${whole.slice(place + 1)}`;
        expect(parseIns(typed)).toBeNull();
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});

describe('whatever is typed', () => {
  it('is a number, or has a flaw that is explained in both languages', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9AB ]{0,20}$/));
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), text, (kind, typed) => {
        const flaw = flawOf(kind, typed);
        if (flaw === null) return expect(typed.replace(/\s/g, '')).toMatch(/^[0-9A-F]{9,15}$/i);
        const { fr, en } = explainFlaw(kind, flaw);
        expect(fr.length > 20 && en.length > 20).toBe(true);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('has its key whatever the digits before it, and no other digit is one', () => {
    const LENGTHS = { rpps: 11, finess: 9, siren: 9 } as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(LENGTHS) as (keyof typeof LENGTHS)[])),
        fc.nat(),
        (kind, n) => {
          const body = String(n)
            .padStart(LENGTHS[kind] - 1, '0')
            .slice(0, LENGTHS[kind] - 1);
          const keys = [...'0123456789'].filter((key) => flawOf(kind, body + key) === null);
          expect(keys).toHaveLength(1);
        },
      ),
      { numRuns: fuzzRuns(200) },
    );
  });
});

const REAL = [process.env.SHARED_DATA, '../shared/data']
  .filter((folder) => folder !== undefined)
  .find((folder) => existsSync(join(folder, 'ins')));

describe.skipIf(!REAL)('the published examples', () => {
  const folder = REAL ?? '';
  const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');

  it('hold test matricules whose keys all fit', () => {
    const texts = readdirSync(join(folder, 'ins')).map((name) => read('ins', name));
    const found = texts.flatMap((text) => [...text.matchAll(/"valeur":\s*"(\w+)",\s*"cle":\s*"(\d\d)"/g)]);
    expect(found.length).toBeGreaterThan(30);
    expect(found.filter(([, matricule, key]) => parseIns(`${matricule}${key}`) === null)).toEqual([]);
  });

  it('hold certificates of structures whose FINESS and SIRET numbers are all sound', () => {
    const units = read('listeblanche', 'domains-20250228.tsv').matchAll(/OU ?= ?"?([13])(\w+)/g);
    const numbers = new Map([...units].map(([, type, number]) => [`${type}${number}`, number ?? '']));
    const flawed = [...numbers].filter(([whole, number]) =>
      flawOf(whole.startsWith('1') ? 'finess' : 'siret', number),
    );
    expect(numbers.size).toBeGreaterThan(300);
    expect(flawed).toEqual([]);
  });
});
