import { blocking, type ControlRule, isMissing } from '../control-rule.js';
import { isInternalPer, isOfStructure } from '../declaration.js';

const presence = { ...blocking, stage: 'presence' } as const;

const REGISTER = {
  fr: 'Enregistrez le titulaire par son RPPS ou son ADELI, et confiez-lui la BAL.',
  en: 'Register its holder by RPPS or ADELI number, and give them the mailbox.',
};
const ATTACH = {
  fr: 'Rattachez la BAL à un site de la structure, par son FINESS.',
  en: 'Attach the mailbox to a place of the structure, by its FINESS number.',
};
const COMPLETE = {
  fr: 'Complétez la fiche du titulaire.',
  en: 'Complete what is known of its holder.',
};

/** Mandatory values (table 59). */
export const PRESENCE_RULES: readonly ControlRule[] = [
  {
    ...{ ...presence, id: 'RG_CTR_005', code: 'MSS005', field: 'typeIdentifiantPP', remedy: REGISTER },
    message: {
      fr: 'Le type d’identifiant du titulaire est obligatoire pour une BAL personnelle.',
      en: 'The kind of identifier of its holder is mandatory for a personal mailbox.',
    },
    // Table 59 also names CAB, whose own table holds it inside each cotitulaire: RG_CTR_120.
    isBroken: ({ typeBal, typeIdentifiantPP }) => typeBal === 'PER' && isMissing(typeIdentifiantPP),
  },
  {
    ...{ ...presence, id: 'RG_CTR_007', code: 'MSS007', field: 'identifiantPP', remedy: REGISTER },
    message: {
      fr: 'L’identifiant du titulaire est obligatoire pour une BAL personnelle.',
      en: 'The identifier of its holder is mandatory for a personal mailbox.',
    },
    // As above, for RG_CTR_121.
    isBroken: ({ typeBal, identifiantPP }) => typeBal === 'PER' && isMissing(identifiantPP),
  },
  {
    ...{ ...presence, id: 'RG_CTR_009', code: 'MSS009', field: 'typeIdentifiantPM', remedy: ATTACH },
    message: {
      fr: 'Le type d’identifiant de la structure est obligatoire pour un professionnel sans identifiant national.',
      en: 'The kind of identifier of the structure is mandatory for a professional without national identifier.',
    },
    isBroken: (declaration) => isInternalPer(declaration) && isMissing(declaration.typeIdentifiantPM),
  },
  {
    ...{ ...presence, id: 'RG_CTR_011', code: 'MSS011', field: 'typeIdentifiantPM', remedy: ATTACH },
    message: {
      fr: 'Le type d’identifiant de la structure est obligatoire pour une BAL organisationnelle ou applicative.',
      en: 'The kind of identifier of the structure is mandatory for an organisational or applicative mailbox.',
    },
    isBroken: (declaration) => isOfStructure(declaration) && isMissing(declaration.typeIdentifiantPM),
  },
  {
    ...{ ...presence, id: 'RG_CTR_013', code: 'MSS012', field: 'identifiantPM', remedy: ATTACH },
    message: {
      fr: 'L’identifiant de la structure est obligatoire pour un professionnel sans identifiant national.',
      en: 'The identifier of the structure is mandatory for a professional without national identifier.',
    },
    isBroken: (declaration) => isInternalPer(declaration) && isMissing(declaration.identifiantPM),
  },
  {
    ...{ ...presence, id: 'RG_CTR_014', code: 'MSS013', field: 'identifiantPM', remedy: ATTACH },
    message: {
      fr: 'L’identifiant de la structure est obligatoire pour une BAL organisationnelle ou applicative.',
      en: 'The identifier of the structure is mandatory for an organisational or applicative mailbox.',
    },
    isBroken: (declaration) => isOfStructure(declaration) && isMissing(declaration.identifiantPM),
  },
  {
    ...{ ...presence, id: 'RG_CTR_019', code: 'MSS018', field: 'nomExercice', remedy: COMPLETE },
    message: {
      fr: 'Le nom d’exercice est obligatoire pour tout professionnel.',
      en: 'The family name in practice is mandatory for every professional.',
    },
    isBroken: ({ typeBal, nomExercice }) => typeBal === 'PER' && isMissing(nomExercice),
  },
  {
    ...{ ...presence, id: 'RG_CTR_020', code: 'MSS019', field: 'prenomExercice', remedy: COMPLETE },
    message: {
      fr: 'Le prénom d’exercice est obligatoire pour tout professionnel.',
      en: 'The given name in practice is mandatory for every professional.',
    },
    isBroken: ({ typeBal, prenomExercice }) => typeBal === 'PER' && isMissing(prenomExercice),
  },
  {
    ...{ ...presence, id: 'RG_CTR_022', code: 'MSS021', field: 'categorieProfessions', remedy: COMPLETE },
    message: {
      fr: 'La catégorie de profession est obligatoire pour un professionnel sans identifiant national.',
      en: 'The category of profession is mandatory for a professional without national identifier.',
    },
    isBroken: (declaration) => isInternalPer(declaration) && isMissing(declaration.categorieProfessions),
  },
  {
    ...{ ...presence, id: 'RG_CTR_025', code: 'MSS024', field: 'profession', remedy: COMPLETE },
    message: {
      fr: 'La profession est obligatoire pour un professionnel sans identifiant national.',
      en: 'The profession is mandatory for a professional without national identifier.',
    },
    isBroken: (declaration) => isInternalPer(declaration) && isMissing(declaration.profession),
  },
  {
    ...{ ...presence, id: 'RG_CTR_029', code: 'MSS028', field: 'responsable' },
    message: {
      fr: 'Le responsable est obligatoire pour une BAL organisationnelle ou applicative.',
      en: 'The responsible is mandatory for an organisational or applicative mailbox.',
    },
    remedy: {
      fr: 'Désignez qui répond de la BAL.',
      en: 'Say who answers for the mailbox.',
    },
    // Table 59 also names CAB, whose own table has no such value: the cotitulaire that answers for it tells (RG_CTR_106).
    isBroken: (declaration) => isOfStructure(declaration) && isMissing(declaration.responsable),
  },
  {
    ...{ ...presence, id: 'RG_CTR_030', code: 'MSS029', field: 'description' },
    message: {
      fr: 'La description est obligatoire pour une BAL organisationnelle ou applicative.',
      en: 'The description is mandatory for an organisational or applicative mailbox.',
    },
    remedy: {
      fr: 'Dites en une phrase à quoi sert la BAL : un service, une activité, un logiciel.',
      en: 'Say in one sentence what the mailbox is for: a service, an activity, a program.',
    },
    isBroken: (declaration) => declaration.typeBal !== 'PER' && isMissing(declaration.description),
  },
];
