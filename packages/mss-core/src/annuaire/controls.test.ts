import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { controlAll, controlDeclaration } from './control-declaration.js';
import type { ControlWorld } from './control-rule.js';
import { CONTROL_RULES, controlRule, rulesBehind } from './control-rules.js';
import {
  type Cotitulaire,
  type Declaration,
  declareCab,
  declareInternalPer,
  declareNationalPer,
  declareOfStructure,
} from './declaration.js';
import { type DirectoryFacts, type KnownProfessional, NO_FACTS } from './directory-facts.js';
import { NOS } from './nomenclatures.js';

const PLACE = { typeIdentifiantPM: '1', identifiantPM: '750100042' } as const;
const NAME = { nomExercice: 'MOREAU', prenomExercice: 'Jeanne' };
const address = (name: string) => ({ adresseBal: `${name}@ch-sud.mssante.fr`, isOnListeRouge: false });

const NATIONAL = declareNationalPer(
  { ...address('jeanne.moreau'), ...NAME, typeIdentifiantPP: '8', identifiantPP: '99700218896' },
  PLACE,
);
const INTERNAL = declareInternalPer(
  {
    ...{ ...address('ana.lopez'), nomExercice: 'LOPEZ', prenomExercice: 'Ana', serviceRattachement: null },
    ...{ civiliteExercice: 'DR', profession: '10', specialite: 'SM04' },
  },
  PLACE,
);
const ORG = declareOfStructure(
  {
    ...{ ...address('cardiologie'), typeBal: 'ORG', serviceRattachement: 'Cardiologie' },
    ...{ responsable: 'Dr Jeanne Moreau', description: 'Service de cardiologie' },
  },
  PLACE,
);
const HOLDER = {
  typeIdentifiantPP: '8',
  identifiantPP: '99700218896',
  ...NAME,
  isResponsible: true,
} as const;
const CAB = declareCab({ ...address('cabinet'), description: 'Cabinet des Tilleuls' }, [HOLDER]);

const KNOWN: KnownProfessional = {
  ...{ familyName: 'Moréau-Dupont', givenName: 'Jeannine' },
  structures: [{ type: '1', number: '750100042' }],
};

function world(change: Partial<ControlWorld> = {}): ControlWorld {
  return {
    ...{ domain: 'ch-sud.mssante.fr', isListed: true, timesDeclared: () => 1, facts: NO_FACTS },
    ...{ nomenclatures: NOS, at: new Date('2026-11-29T08:00:00Z') },
    ...change,
  };
}

function knowing(
  professional: KnownProfessional | null,
  structure: { readonly hasFiness: boolean } | null = { hasFiness: true },
): ControlWorld {
  const facts: DirectoryFacts = { professional: () => professional, structure: () => structure };
  return world({ facts });
}

const ids = (declaration: Declaration, in_ = world()) =>
  controlDeclaration(declaration, in_).broken.map(({ id }) => id);

describe('EX_PBA_5150, EX_1.1.1_5010: the four structures of a declaration', () => {
  it('pass every control when they are complete', () => {
    for (const declaration of [NATIONAL, INTERNAL, ORG, CAB]) {
      expect(ids(declaration)).toEqual([]);
      expect(ids(declaration, knowing(KNOWN))).toEqual([]);
    }
    expect(ids(declareNationalPer({ ...address('x'), ...HOLDER }, null))).toEqual([]);
  });

  it('EX_GBM_3020, EX_GBM_3030: tell coholders of a CAB alone, and never of an ORG', () => {
    expect(ORG.cotitulaires).toBeNull();
    expect(CAB.cotitulaires).toEqual([
      { typeIdentifiantPP: '8', identifiantPP: '99700218896', ...NAME, estResponsable: 'O' },
    ]);
    expect(CAB.responsable).toBeNull();
  });

  it('EX_PBA_5090: tell a person without national identifier by the address', () => {
    expect(INTERNAL).toMatchObject({ typeIdentifiantPP: '10', identifiantPP: 'ana.lopez@ch-sud.mssante.fr' });
  });

  it('EX_PBA_5050: tell the choice of the liste rouge', () => {
    const hidden = declareCab({ ...address('c'), isOnListeRouge: true, description: 'x' }, [HOLDER]);
    expect([hidden.listeRouge, CAB.listeRouge]).toEqual(['O', 'N']);
  });
});

/** One declaration at least that breaks each rule, and where. */
const BREACHES: Readonly<Record<string, readonly [Declaration, ControlWorld?]>> = {
  RG_CTR_000: [NATIONAL, world({ isListed: false })],
  RG_CTR_001: [NATIONAL, world({ domain: 'ch-nord.mssante.fr' })],
  RG_CTR_002: [{ ...NATIONAL, typeBal: '' }],
  RG_CTR_003: [{ ...NATIONAL, typeBal: 'BAL' }],
  RG_CTR_004: [{ ...NATIONAL, adresseBal: ' ' }],
  RG_CTR_005: [{ ...NATIONAL, typeIdentifiantPP: null }],
  RG_CTR_006: [{ ...NATIONAL, typeIdentifiantPP: '7' }],
  RG_CTR_007: [{ ...NATIONAL, identifiantPP: null }],
  RG_CTR_008: [NATIONAL, knowing(null)],
  RG_CTR_009: [{ ...INTERNAL, typeIdentifiantPM: null }],
  RG_CTR_010: [{ ...INTERNAL, typeIdentifiantPM: '77' }],
  RG_CTR_011: [{ ...ORG, typeIdentifiantPM: null }],
  RG_CTR_012: [{ ...ORG, typeIdentifiantPM: '77' }],
  RG_CTR_013: [{ ...INTERNAL, identifiantPM: '' }],
  RG_CTR_014: [{ ...ORG, identifiantPM: null }],
  RG_CTR_015: [{ ...ORG, typeIdentifiantPM: '4' }],
  RG_CTR_016: [ORG, knowing(KNOWN, null)],
  RG_CTR_017: [{ ...INTERNAL, civiliteExercice: 'MME' }],
  RG_CTR_018: [{ ...INTERNAL, civiliteExercice: 'PC' }],
  RG_CTR_019: [{ ...NATIONAL, nomExercice: null }],
  RG_CTR_020: [{ ...NATIONAL, prenomExercice: '' }],
  RG_CTR_021: [{ ...NATIONAL, nomExercice: 'LEMAIRE' }, knowing(KNOWN)],
  RG_CTR_022: [{ ...INTERNAL, categorieProfessions: null }],
  RG_CTR_023: [{ ...INTERNAL, categorieProfessions: '99' }],
  RG_CTR_024: [{ ...INTERNAL, categorieProfessions: '06' }],
  RG_CTR_025: [{ ...INTERNAL, profession: null, civiliteExercice: null, specialite: null }],
  RG_CTR_026: [{ ...INTERNAL, profession: '11', civiliteExercice: null, specialite: null }],
  RG_CTR_027: [{ ...INTERNAL, specialite: 'SM99' }],
  RG_CTR_028: [{ ...INTERNAL, specialite: 'SCD01' }],
  RG_CTR_029: [{ ...ORG, responsable: null }],
  RG_CTR_030: [{ ...ORG, description: ' ' }],
  RG_CTR_032: [{ ...ORG, listeRouge: null }],
  RG_CTR_033: [{ ...ORG, typeIdentifiantPM: '3', identifiantPM: '47976684200724' }, knowing(KNOWN)],
  RG_CTR_034: [{ ...NATIONAL, identifiantPM: '690781810' }, knowing(KNOWN)],
  RG_CTR_035: [{ ...INTERNAL, identifiantPP: 'ana@ch-sud.mssante.fr' }],
  RG_CTR_036: [
    { ...NATIONAL, serviceRattachement: 'Cardiologie', typeIdentifiantPM: null, identifiantPM: null },
  ],
  RG_CTR_037: [{ ...NATIONAL, typeIdentifiantPP: '9' }],
  RG_CTR_038: [{ ...INTERNAL, typeIdentifiantPM: '5' }],
  RG_CTR_039: [{ ...ORG, typeIdentifiantPM: '6' }],
  RG_CTR_040: [
    INTERNAL,
    world({
      nomenclatures: { ...NOS, civility: { ...NOS.civility, codes: new Map([['DR', new Date(0)]]) } },
    }),
  ],
  RG_CTR_041: [
    INTERNAL,
    world({
      nomenclatures: { ...NOS, category: { ...NOS.category, codes: new Map([['01', new Date(0)]]) } },
    }),
  ],
  RG_CTR_042: [{ ...INTERNAL, profession: '35', civiliteExercice: null, specialite: null }],
  RG_CTR_043: [{ ...INTERNAL, profession: '21', specialite: 'SP02' }],
  RG_CTR_044: [NATIONAL, world({ timesDeclared: () => 2 })],
  RG_CTR_046: [{ ...NATIONAL, adresseBal: `${'a'.repeat(240)}@ch-sud.mssante.fr` }],
  RG_CTR_047: [{ ...INTERNAL, categorieProfessions: '06', identifiantPM: null }],
  RG_CTR_048: [{ ...INTERNAL, categorieProfessions: '06' }, knowing(KNOWN, null)],
  RG_CTR_050: [{ ...CAB, adresseBal: `${'a'.repeat(240)}@ch-sud.mssante.fr` }],
  RG_CTR_102: [{ ...CAB, cotitulaires: null }],
  RG_CTR_104: [{ ...CAB, listeRouge: 'oui' }],
  RG_CTR_106: [{ ...CAB, cotitulaires: [] }],
  RG_CTR_108: [{ ...CAB, description: 'é'.repeat(161) }],
  RG_CTR_120: [withHolder({ typeIdentifiantPP: null })],
  RG_CTR_121: [withHolder({ identifiantPP: '' })],
  RG_CTR_122: [withHolder({ nomExercice: null })],
  RG_CTR_123: [withHolder({ prenomExercice: null })],
  RG_CTR_140: [withHolder({ typeIdentifiantPP: '10' })],
  RG_CTR_141: [CAB, knowing(null)],
  RG_CTR_142: [withHolder({ nomExercice: 'LEMAIRE' }), knowing(KNOWN)],
  RG_CTR_143: [withHolder({ prenomExercice: 'Paul' }), knowing(KNOWN)],
  XSD_LENGTH: [{ ...ORG, responsable: 'é'.repeat(161) }],
  XSD_CHARACTERS: [{ ...ORG, description: 'Service\u0000de cardiologie' }],
};

/** Former identifiers and students stand in nothing that the Annuaire gives away (table 41): its report alone tells. */
const ONLY_REPORTED = new Set(['RG_CTR_045', 'RG_CTR_049']);

function withHolder(change: Partial<Cotitulaire>): Declaration {
  return { ...CAB, cotitulaires: (CAB.cotitulaires ?? []).map((holder) => ({ ...holder, ...change })) };
}

describe('EX_PBA_5150: each control', () => {
  it.each(CONTROL_RULES.map((rule) => [rule.id, rule] as const))('%s sees its breach', (id, rule) => {
    const [declaration, where = world()] = BREACHES[id] ?? [];
    if (!ONLY_REPORTED.has(id)) expect(declaration && rule.isBroken(declaration, where)).toBe(true);
    const sound = [NATIONAL, INTERNAL, ORG, CAB].filter((each) => rule.isBroken(each, knowing(KNOWN)));
    expect(sound).toEqual([]);
    for (const sentence of [rule.message.fr, rule.message.en, rule.remedy.fr, rule.remedy.en])
      expect(sentence).toMatch(/^[A-ZÀ-Ý].*\.$/);
  });

  it('that only the Annuaire can answer is silent while nothing of it is known', () => {
    const asking = CONTROL_RULES.filter(({ needsDirectory }) => needsDirectory);
    expect(asking.map(({ id }) => id).sort()).toEqual([
      ...['RG_CTR_008', 'RG_CTR_016', 'RG_CTR_021', 'RG_CTR_033', 'RG_CTR_034', 'RG_CTR_045'],
      ...['RG_CTR_048', 'RG_CTR_049', 'RG_CTR_141', 'RG_CTR_142', 'RG_CTR_143'],
    ]);
    const spoke = asking.filter((rule) => rule.isBroken(BREACHES[rule.id]?.[0] ?? NATIONAL, world()));
    expect(spoke).toEqual([]);
  });

  it('has one id, and codes lead back to the rules behind them', () => {
    expect(new Set(CONTROL_RULES.map(({ id }) => id)).size).toBe(CONTROL_RULES.length);
    expect(rulesBehind('MSS010').map(({ id }) => id)).toEqual(['RG_CTR_010', 'RG_CTR_012']);
    expect(controlRule('RG_CTR_021')?.code).toBe('MSS020');
    expect(controlRule('RG_CTR_031')).toBeNull();
  });
});

describe('§9.7.3: the order of controls', () => {
  it('stops at the first blocking anomaly of form, presence and nomenclature', () => {
    const empty = { ...ORG, typeIdentifiantPM: null, identifiantPM: null, responsable: null };
    expect(ids(empty)).toEqual(['RG_CTR_011']);
    expect(ids({ ...empty, listeRouge: null })).toEqual(['RG_CTR_032']);
    expect(controlAll({ ...empty, listeRouge: null }, world()).map(({ id }) => id)).toEqual([
      ...['RG_CTR_032', 'RG_CTR_011', 'RG_CTR_014', 'RG_CTR_029'],
    ]);
  });

  it('goes through everything that must hold together, warnings before them included', () => {
    const both = { ...INTERNAL, profession: '21', civiliteExercice: 'MG', specialite: 'SP01' };
    expect(ids({ ...both, identifiantPP: 'autre' }, world({ isListed: false }))).toEqual([
      ...['RG_CTR_043', 'RG_CTR_000', 'RG_CTR_018', 'RG_CTR_035'],
    ]);
  });

  it('tells what would turn the whole message away from what would reject one record', () => {
    const judged = (declaration: Declaration) => {
      const { breaksMessage, isBlocked } = controlDeclaration(declaration, world());
      return [breaksMessage, isBlocked];
    };
    expect(judged({ ...ORG, listeRouge: null })).toEqual([true, true]);
    expect(judged({ ...ORG, responsable: null })).toEqual([false, true]);
    expect(judged({ ...INTERNAL, profession: '21', specialite: 'SP01' })).toEqual([false, false]);
  });
});

describe('RG_CTR_017, RG_CTR_018, RG_CTR_028: titles and specialities', () => {
  const brokenBy = (profession: string, civiliteExercice: string | null, specialite: string | null) =>
    ids({ ...INTERNAL, profession, civiliteExercice, specialite });

  it('are those of the profession', () => {
    expect(brokenBy('10', 'MG', 'CEX22')).toEqual([]);
    expect(brokenBy('40', 'PR', 'SCD02')).toEqual([]);
    expect(brokenBy('21', 'PG', null)).toEqual([]);
    expect(brokenBy('10', null, null)).toEqual(['RG_CTR_017']);
    expect(brokenBy('40', 'MC', 'SM06')).toEqual(['RG_CTR_018', 'RG_CTR_028']);
  });

  it('are none of a nurse’s', () => {
    expect(brokenBy('60', null, null)).toEqual([]);
    expect(brokenBy('60', 'DR', 'SI01')).toEqual(['RG_CTR_018', 'RG_CTR_028']);
  });
});

const TABLE = [process.env.SHARED_SPEC, '../shared/spec']
  .filter((folder) => folder !== undefined)
  .map((folder) => join(folder, 'rg_ctr.tsv'))
  .find((file) => existsSync(file));

/** Rules of the text that no function here states, and why: none so far. */
const NOT_STATED: Readonly<Record<string, string>> = {};

describe.skipIf(!TABLE)('the list of controls', () => {
  const rows = (TABLE ? readFileSync(TABLE, 'utf8') : '')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));

  it('is stated whole, or what is not says why', () => {
    expect(rows.length).toBeGreaterThan(60);
    const silent = rows.map(([id = '']) => id).filter((id) => !controlRule(id) && !NOT_STATED[id]);
    expect(silent).toEqual([]);
  });

  it('gives each control its code and its severity', () => {
    const wrong = rows.filter(([id = '', , code = '', severity = '']) => {
      const rule = controlRule(id);
      const isUndefined = code.startsWith('(none');
      const expected = isUndefined ? null : (/^\w+/.exec(code)?.[0] ?? null);
      const isWarning = severity === 'Warning';
      return rule?.code !== expected || (rule?.severity === 'warning') !== isWarning;
    });
    expect(wrong).toEqual([]);
  });
});
