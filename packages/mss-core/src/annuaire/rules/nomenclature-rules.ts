import { blocking, type ControlRule, isMissing, warning } from '../control-rule.js';
import { type Declaration, type DeclarationField, isInternalPer, isOfStructure } from '../declaration.js';
import { isClosed, isKnown, type Nomenclature, type Nomenclatures } from '../nomenclatures.js';
import { hasCivility } from './professions.js';

const nomenclature = { stage: 'nomenclature' } as const;
const CHOOSE = { fr: 'Choisissez une valeur de la nomenclature.', en: 'Choose a value of the nomenclature.' };
const CHOOSE_OPEN = {
  fr: 'Choisissez une valeur encore ouverte de la nomenclature.',
  en: 'Choose a value of the nomenclature that is still open.',
};
const STRUCTURE_TYPE = {
  fr: 'Le type d’identifiant de la structure n’est pas de la nomenclature.',
  en: 'The kind of identifier of the structure is not in the nomenclature.',
};
const STRUCTURE_TYPE_CLOSED = {
  fr: 'Le type d’identifiant de la structure est fermé dans la nomenclature.',
  en: 'The kind of identifier of the structure is closed in the nomenclature.',
};

/** Codes of the NOS (table 59): those that it holds, and those that it has closed since. */
export const NOMENCLATURE_RULES: readonly ControlRule[] = [
  {
    ...{ ...nomenclature, ...blocking, id: 'RG_CTR_010', code: 'MSS010', field: 'typeIdentifiantPM' },
    ...{ message: STRUCTURE_TYPE, remedy: CHOOSE },
    isBroken: unknownIn('typeIdentifiantPM', ({ g07 }) => [g07], isInternalPer),
  },
  {
    ...{ ...nomenclature, ...blocking, id: 'RG_CTR_012', code: 'MSS010', field: 'typeIdentifiantPM' },
    ...{ message: STRUCTURE_TYPE, remedy: CHOOSE },
    isBroken: unknownIn('typeIdentifiantPM', ({ g07 }) => [g07], isOfStructure),
  },
  {
    ...{ ...nomenclature, ...blocking, id: 'RG_CTR_017', code: 'MSS016', field: 'civiliteExercice' },
    message: {
      fr: 'La civilité d’exercice n’est pas de la nomenclature.',
      en: 'The title in practice is not in the nomenclature.',
    },
    remedy: CHOOSE,
    // Table 15 requires it, of physicians, pharmacists and dental surgeons alone: nobody else has one.
    isBroken: (declaration, { nomenclatures }) =>
      isInternalPer(declaration) &&
      (isMissing(declaration.civiliteExercice)
        ? hasCivility(declaration.profession)
        : !isKnown(nomenclatures.civility, declaration.civiliteExercice ?? '')),
  },
  {
    ...{ ...nomenclature, ...blocking, id: 'RG_CTR_023', code: 'MSS022', field: 'categorieProfessions' },
    message: {
      fr: 'La catégorie de profession n’est pas de la nomenclature.',
      en: 'The category of profession is not in the nomenclature.',
    },
    remedy: CHOOSE,
    isBroken: unknownIn('categorieProfessions', ({ category }) => [category], isInternalPer),
  },
  {
    ...{ ...nomenclature, ...blocking, id: 'RG_CTR_026', code: 'MSS025', field: 'profession' },
    message: {
      fr: 'La profession n’est pas de la nomenclature.',
      en: 'The profession is not in the nomenclature.',
    },
    remedy: CHOOSE,
    isBroken: unknownIn('profession', ({ profession }) => [profession], isInternalPer),
  },
  {
    ...{ ...nomenclature, ...blocking, id: 'RG_CTR_027', code: 'MSS026', field: 'specialite' },
    message: {
      fr: 'La spécialité n’est pas de la nomenclature.',
      en: 'The speciality is not in the nomenclature.',
    },
    remedy: CHOOSE,
    isBroken: unknownIn('specialite', specialities, isInternalPer),
  },
  {
    ...{ ...nomenclature, ...warning, id: 'RG_CTR_037', code: 'MSS036', field: 'typeIdentifiantPP' },
    message: {
      fr: 'Le type d’identifiant du titulaire est fermé dans la nomenclature.',
      en: 'The kind of identifier of its holder is closed in the nomenclature.',
    },
    remedy: {
      fr: 'Enregistrez le titulaire par son RPPS.',
      en: 'Register its holder by RPPS number.',
    },
    isBroken: closedIn(
      'typeIdentifiantPP',
      ({ g08 }) => [g08],
      ({ typeBal }) => typeBal === 'PER',
    ),
  },
  {
    ...{ ...nomenclature, ...warning, id: 'RG_CTR_038', code: 'MSS037', field: 'typeIdentifiantPM' },
    ...{ message: STRUCTURE_TYPE_CLOSED, remedy: CHOOSE_OPEN },
    isBroken: closedIn('typeIdentifiantPM', ({ g07 }) => [g07], isInternalPer),
  },
  {
    ...{ ...nomenclature, ...warning, id: 'RG_CTR_039', code: 'MSS037', field: 'typeIdentifiantPM' },
    ...{ message: STRUCTURE_TYPE_CLOSED, remedy: CHOOSE_OPEN },
    isBroken: closedIn('typeIdentifiantPM', ({ g07 }) => [g07], isOfStructure),
  },
  {
    ...{ ...nomenclature, ...warning, id: 'RG_CTR_040', code: 'MSS038', field: 'civiliteExercice' },
    message: {
      fr: 'La civilité d’exercice est fermée dans la nomenclature.',
      en: 'The title in practice is closed in the nomenclature.',
    },
    remedy: CHOOSE_OPEN,
    isBroken: closedIn('civiliteExercice', ({ civility }) => [civility], isInternalPer),
  },
  {
    ...{ ...nomenclature, ...warning, id: 'RG_CTR_041', code: 'MSS039', field: 'categorieProfessions' },
    message: {
      fr: 'La catégorie de profession est fermée dans la nomenclature.',
      en: 'The category of profession is closed in the nomenclature.',
    },
    remedy: CHOOSE_OPEN,
    isBroken: closedIn('categorieProfessions', ({ category }) => [category], isInternalPer),
  },
  {
    ...{ ...nomenclature, ...warning, id: 'RG_CTR_042', code: 'MSS040', field: 'profession' },
    message: {
      fr: 'La profession est fermée dans la nomenclature.',
      en: 'The profession is closed in the nomenclature.',
    },
    remedy: CHOOSE_OPEN,
    isBroken: closedIn('profession', ({ profession }) => [profession], isInternalPer),
  },
  {
    ...{ ...nomenclature, ...warning, id: 'RG_CTR_043', code: 'MSS041', field: 'specialite' },
    message: {
      fr: 'La spécialité est fermée dans la nomenclature.',
      en: 'The speciality is closed in the nomenclature.',
    },
    remedy: CHOOSE_OPEN,
    isBroken: closedIn('specialite', specialities, isInternalPer),
  },
];

type TextField = Exclude<DeclarationField, 'cotitulaires'>;
type Tables = (nomenclatures: Nomenclatures) => readonly Nomenclature[];

function specialities({ speciality, exclusiveCompetence, pacQualification }: Nomenclatures) {
  return [speciality, exclusiveCompetence, pacQualification];
}

function unknownIn(
  field: TextField,
  tables: Tables,
  concerns: (declaration: Declaration) => boolean,
): ControlRule['isBroken'] {
  return (declaration, { nomenclatures }) => {
    const code = declaration[field];
    if (!concerns(declaration) || isMissing(code)) return false;
    return !tables(nomenclatures).some((table) => isKnown(table, code ?? ''));
  };
}

function closedIn(
  field: TextField,
  tables: Tables,
  concerns: (declaration: Declaration) => boolean,
): ControlRule['isBroken'] {
  return (declaration, { nomenclatures, at }) =>
    concerns(declaration) &&
    tables(nomenclatures).some((table) => isClosed(table, declaration[field] ?? '', at));
}
