import { ADELI } from './adeli.js';
import { FINESS } from './finess.js';
import { INS } from './ins.js';
import { flawUnder, type NumberFlaw, type NumberKind, type NumberRule } from './number-flaw.js';
import { RPPS } from './rpps.js';
import { SIREN, SIRET } from './siret.js';

/** A sentence as people read it. */
export interface Sentence {
  readonly fr: string;
  readonly en: string;
}

const RULES: Readonly<Record<NumberKind, NumberRule>> = {
  rpps: RPPS,
  adeli: ADELI,
  finess: FINESS,
  siren: SIREN,
  siret: SIRET,
  ins: INS,
};

/** What stands against that number as typed; null when nothing does. */
export function flawOf(kind: NumberKind, text: string): NumberFlaw | null {
  return flawUnder(RULES[kind], text);
}

/** Whether that number belongs to a range that is given to nobody, for tests. */
export function isTestNumber(kind: NumberKind, number: string): boolean {
  return RULES[kind].isTest(number);
}

const NAMES: Readonly<Record<NumberKind, Sentence>> = {
  rpps: { fr: 'numéro RPPS', en: 'RPPS number' },
  adeli: { fr: 'numéro ADELI', en: 'ADELI number' },
  finess: { fr: 'numéro FINESS', en: 'FINESS number' },
  siren: { fr: 'numéro SIREN', en: 'SIREN number' },
  siret: { fr: 'numéro SIRET', en: 'SIRET number' },
  ins: { fr: 'matricule INS', en: 'INS number' },
};

const FORMS: Readonly<Record<NumberKind, Sentence>> = {
  rpps: { fr: 'onze chiffres', en: 'eleven digits' },
  adeli: {
    fr: 'neuf caractères, le département d’abord (2A ou 2B pour la Corse)',
    en: 'nine characters, the department first (2A or 2B for Corsica)',
  },
  finess: {
    fr: 'neuf caractères, le département d’abord (2A ou 2B pour la Corse)',
    en: 'nine characters, the department first (2A or 2B for Corsica)',
  },
  siren: { fr: 'neuf chiffres', en: 'nine digits' },
  siret: { fr: 'quatorze chiffres', en: 'fourteen digits' },
  ins: {
    fr: 'quinze caractères, les treize du matricule puis les deux de la clé',
    en: 'fifteen characters, thirteen of the number and then two of its key',
  },
};

/** Why that number is refused and what to do, without repeating it: an INS is never repeated. */
export function explainFlaw(kind: NumberKind, flaw: NumberFlaw): Sentence {
  const [name, form] = [NAMES[kind], FORMS[kind]];
  switch (flaw) {
    case 'missing':
      return { fr: `indiquez le ${name.fr} : ${form.fr}`, en: `give the ${name.en}: ${form.en}` };
    case 'form':
      return {
        fr: `un ${name.fr} compte ${form.fr} ; vérifiez la saisie`,
        en: `the ${name.en} has ${form.en}; check what was typed`,
      };
    case 'key':
      return {
        fr: `la clé du ${name.fr} ne correspond pas à ses autres chiffres : un chiffre est sans doute mal saisi, ou deux sont inversés`,
        en: `the key of the ${name.en} does not fit its other digits: one digit was probably mistyped, or two exchanged`,
      };
  }
}
