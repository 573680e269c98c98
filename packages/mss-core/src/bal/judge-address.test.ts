import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMssAddress } from '../identifiers/index.js';
import { done } from '../outcome/index.js';
import { foldName, runsOf } from './fold-name.js';
import { judgeAddress, judgeDescription, type NamedBal } from './judge-address.js';
import { homonymLocalPart, type NamedPerson, personalLocalPart, rankOf } from './personal-address.js';

const JEAN = { givenName: 'Jean', familyName: 'DUPONT' };
const MARIE = { givenName: 'Marie', familyName: 'CURIE' };
const HOSPITAL = { tenantKind: 'structure', people: [MARIE], homonyms: new Set<string>() } as const;

function judged(localPart: string, change: Partial<NamedBal> = {}, world: object = {}) {
  const bal: NamedBal = {
    address: parseMssAddress(`${localPart}@ch-valmont.mssante.fr`)!,
    kind: 'organisational',
    isTest: false,
    description: '',
    responsible: JEAN,
    ...change,
  };
  const outcome = judgeAddress(bal, { ...HOSPITAL, ...world });
  return outcome.ok ? 'ok' : outcome.refusal.code;
}

describe('EX_GBM_4300: the form of an address', () => {
  it.each([
    ['a.b_c-d+e', true],
    ['é', false],
    ['a b', false],
    ['"a"', false],
    ["o'brien", false],
    ['a/b', false],
    ['a..b', false],
    ['.a', false],
    ['a.', false],
    ['a'.repeat(64), true],
    ['a'.repeat(65), false],
  ])('%s@ is one: %s', (localPart, is) => {
    expect(parseMssAddress(`${localPart}@ch-valmont.mssante.fr`) !== null).toBe(is);
  });

  it('is 254 characters at most', () => {
    const domain = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.mssante.fr`;
    expect(parseMssAddress(`${'x'.repeat(254 - domain.length - 1)}@${domain}`)).not.toBeNull();
    expect(parseMssAddress(`${'x'.repeat(255 - domain.length - 1)}@${domain}`)).toBeNull();
  });
});

describe('EX_GBM_4311: a personal BAL', () => {
  const personal = (localPart: string, responsible: NamedPerson = JEAN, homonyms: string[] = []) =>
    judged(localPart, { kind: 'personal', responsible }, { homonyms: new Set(homonyms) });

  it('is named prenom.nom, without accents', () => {
    expect(personalLocalPart({ givenName: 'Hélène', familyName: 'LE GOFF' })).toBe('helene.le-goff');
    expect(personalLocalPart({ givenName: 'Cœur-Aimé', familyName: "D'ÆRSCHØT" })).toBe(
      'coeur-aime.d-aerschot',
    );
    expect(personalLocalPart({ givenName: '李', familyName: '小龙' })).toBeNull();
    expect(personal('jean.dupont')).toBe('ok');
    for (const other of ['drdupont', 'dupont.jean', 'j.dupont', 'jean.dupont.cardio'])
      expect(personal(other)).toBe('addressNotPersonal');
  });

  it('bears a number when a homonym has the name without one, and only then', () => {
    expect(personal('jean.dupont2')).toBe('addressNotPersonal');
    expect(personal('jean.dupont2', JEAN, ['jean.dupont'])).toBe('ok');
    expect(personal('jean.dupont12', JEAN, ['jean.dupont', 'jean.dupont2'])).toBe('ok');
    expect(personal('jean.dupont1', JEAN, ['jean.dupont'])).toBe('addressNotPersonal');
    expect(personal('jean.dupont02', JEAN, ['jean.dupont'])).toBe('addressNotPersonal');
  });

  it('fits in 64 octets whatever the name, and is always an address', () => {
    const long = {
      givenName: 'Marie-Antoinette Joséphine Jeanne',
      familyName: 'DE HABSBOURG-LORRAINE D’AUTRICHE-ESTE',
    };
    expect(homonymLocalPart(long, 12)).toMatch(/^marie-antoinette.{40,}12$/);
    const name = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(name, name, fc.integer({ min: 1, max: 99 }), (givenName, familyName, rank) => {
        const local = homonymLocalPart({ givenName, familyName }, rank);
        if (local === null) return;
        expect(parseMssAddress(`${local}@a.fr`)).not.toBeNull();
        expect(rankOf(local, { givenName, familyName })).not.toBeNull();
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});

describe('EX_GBM_4310: an organisational or applicative BAL', () => {
  it('bears the name of a service, a practice or a program, and of nobody known', () => {
    for (const fine of [
      'service-cardiologie',
      'cabinet-dr-martin',
      'service-pr-dupont',
      'service-curie',
      'automate_biologie_14',
      'institut-pasteur.secretariat',
    ])
      expect(judged(fine)).toBe('ok');
    for (const nominative of [
      'marie.curie',
      'curie-marie',
      'secretariat_marie_curie',
      'dr.marie.curie.cardio',
      'jean.dupont',
    ])
      expect(judged(nominative)).toBe('addressNominative');
    expect(judged('marie.curie', { kind: 'applicative' })).toBe('addressNominative');
    expect(judged('paul.inconnu')).toBe('ok');
  });

  it('is described without naming anybody either', () => {
    expect(judged('cardiologie', { description: 'Secrétariat du Dr Curie' })).toBe('ok');
    expect(judged('cardiologie', { description: 'Docteur Marie Curie, cardiologie' })).toBe(
      'descriptionNominative',
    );
    const personal = { kind: 'personal', description: 'Docteur Marie Curie' } as const;
    expect(judgeDescription(personal, [MARIE])).toEqual(done(undefined));
  });
});

describe('EX_GBM_4000: a test BAL', () => {
  it('says so in its name, without naming anybody; nothing else does', () => {
    expect(judged('cardio', { isTest: true })).toBe('testMentionMissing');
    expect(judged('attestations', { isTest: true })).toBe('testMentionMissing');
    expect(judged('cardio.test', { isTest: true })).toBe('ok');
    expect(judged('marie.curie-test', { isTest: true })).toBe('addressNominative');
    expect(judged('jean.dupont-test', { isTest: true, kind: 'personal' })).toBe('addressNominative');
    expect(judged('cardio.test')).toBe('testMentionMisplaced');
    expect(judged('attestations')).toBe('ok');
  });
});

describe('names by which the mail service is reached', () => {
  it('are nobody’s, but those of RFC 2142 that the operator answers by', () => {
    expect(judged('postmaster')).toBe('addressReserved');
    expect(judged('abuse+x')).toBe('addressReserved');
    expect(judged('abuse', {}, { tenantKind: 'operator' })).toBe('ok');
    for (const tenantKind of ['structure', 'operator'])
      expect(judged('reponse.automatique-test', { isTest: true }, { tenantKind })).toBe('addressReserved');
  });
});

describe('what may be a name in a text', () => {
  it('is every run of up to four of its words, of a long text the first', () => {
    expect(runsOf('Dr Le Goff')).toEqual(['dr', 'dr-le', 'dr-le-goff', 'le', 'le-goff', 'goff']);
    expect(runsOf('é '.repeat(10_000)).length).toBeLessThan(200);
    expect(foldName('  --  ')).toBe('');
  });
});
