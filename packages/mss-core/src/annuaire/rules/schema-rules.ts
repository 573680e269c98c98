import { blocking, type ControlRule, isMissing } from '../control-rule.js';
import {
  BY_FINESS,
  BY_SIREN,
  BY_SIRET,
  type Declaration,
  type DeclarationField,
  isInternalPer,
  isOfStructure,
} from '../declaration.js';
import { isKnown } from '../nomenclatures.js';

const schema = { ...blocking, stage: 'schema', code: 'WSMSS12' } as const;
const KINDS = ['PER', 'APP', 'ORG', 'CAB'];
/** RFC 5321 §4.5.3.1 as the text reads it: X(64)@Y(255), 256 in all. */
const LONGEST_ADDRESS = 256;
const OF_STRUCTURES = [BY_FINESS, BY_SIREN, BY_SIRET];

/** Controls of the XML schema (table 57): one breach, and the Annuaire refuses the whole message. */
export const SCHEMA_RULES: readonly ControlRule[] = [
  {
    ...{ ...schema, id: 'RG_CTR_002', field: 'typeBal' },
    message: { fr: 'Le type de BAL manque.', en: 'The kind of mailbox is missing.' },
    remedy: { fr: 'Choisissez le type de la BAL.', en: 'Choose the kind of the mailbox.' },
    isBroken: ({ typeBal }) => isMissing(typeBal),
  },
  {
    ...{ ...schema, id: 'RG_CTR_003', field: 'typeBal' },
    message: {
      fr: 'Le type de BAL n’est pas de ceux de l’Annuaire.',
      en: 'The kind of mailbox is none of the Annuaire’s.',
    },
    remedy: {
      fr: 'Choisissez une BAL personnelle, organisationnelle ou applicative.',
      en: 'Choose a personal, organisational or applicative mailbox.',
    },
    isBroken: ({ typeBal }) => !isMissing(typeBal) && !KINDS.includes(typeBal),
  },
  {
    ...{ ...schema, id: 'RG_CTR_004', field: 'adresseBal' },
    message: { fr: 'L’adresse de la BAL manque.', en: 'The address of the mailbox is missing.' },
    remedy: { fr: 'Donnez une adresse à la BAL.', en: 'Give the mailbox an address.' },
    isBroken: ({ adresseBal }) => isMissing(adresseBal),
  },
  {
    ...{ ...schema, id: 'RG_CTR_046', field: 'adresseBal' },
    message: { fr: 'L’adresse dépasse 256 caractères.', en: 'The address is longer than 256 characters.' },
    remedy: { fr: 'Ouvrez une BAL d’adresse plus courte.', en: 'Open a mailbox with a shorter address.' },
    isBroken: ({ typeBal, adresseBal }) => typeBal !== 'CAB' && adresseBal.length > LONGEST_ADDRESS,
  },
  {
    ...{ ...schema, id: 'RG_CTR_006', field: 'typeIdentifiantPP' },
    message: {
      fr: 'Le type d’identifiant du titulaire n’est pas de la nomenclature G08.',
      en: 'The kind of identifier of its holder is not in nomenclature G08.',
    },
    remedy: {
      fr: 'Enregistrez le titulaire par son RPPS ou son ADELI.',
      en: 'Register its holder by RPPS or ADELI number.',
    },
    // A CAB holds that type inside each of its cotitulaires: RG_CTR_140 judges those.
    isBroken: ({ typeBal, typeIdentifiantPP }, { nomenclatures }) =>
      typeBal === 'PER' && typeIdentifiantPP !== null && !isKnown(nomenclatures.g08, typeIdentifiantPP),
  },
  {
    ...{ ...schema, id: 'RG_CTR_015', field: 'typeIdentifiantPM' },
    message: {
      fr: 'La structure doit être désignée par un FINESS, un SIREN ou un SIRET.',
      en: 'The structure must be told by a FINESS, SIREN or SIRET number.',
    },
    remedy: {
      fr: 'Rattachez la BAL à un site dont le FINESS est connu.',
      en: 'Attach the mailbox to a place whose FINESS number is known.',
    },
    isBroken: (declaration) =>
      (isOfStructure(declaration) || isInternalPer(declaration)) &&
      !isMissing(declaration.typeIdentifiantPM) &&
      !OF_STRUCTURES.some((type) => type === declaration.typeIdentifiantPM),
  },
  {
    ...{ ...schema, id: 'RG_CTR_032', field: 'listeRouge' },
    message: { fr: 'Le choix de la liste rouge manque.', en: 'The choice of the liste rouge is missing.' },
    remedy: {
      fr: 'Dites si la BAL est en liste rouge : oui ou non.',
      en: 'Say whether the mailbox is on the liste rouge: yes or no.',
    },
    isBroken: ({ typeBal, listeRouge }) => typeBal !== 'CAB' && listeRouge !== 'O' && listeRouge !== 'N',
  },
  {
    ...{ ...schema, id: 'XSD_LENGTH', field: 'description' },
    message: {
      fr: 'Une valeur est plus longue que l’Annuaire ne l’admet (nom 80 caractères, prénom 50, autres textes 160).',
      en: 'A value is longer than the Annuaire admits (family name 80 characters, given name 50, other texts 160).',
    },
    remedy: {
      fr: 'Abrégez le nom ou la description.',
      en: 'Shorten the name or the description.',
    },
    isBroken: (declaration) => tooLong(declaration),
  },
  {
    ...{ ...schema, id: 'XSD_CHARACTERS', field: 'description' },
    message: {
      fr: 'Une valeur contient un caractère qu’un document XML ne peut pas porter.',
      en: 'A value holds a character that an XML document cannot bear.',
    },
    remedy: {
      fr: 'Saisissez de nouveau le nom ou la description, sans caractère de contrôle.',
      en: 'Type the name or the description anew, without control characters.',
    },
    isBroken: (declaration) => textsOf(declaration).some((text) => UNWRITABLE.test(text)),
  },
];

/** Lengths of tables 14 to 16, in characters. */
const LENGTHS: Readonly<Partial<Record<DeclarationField, number>>> = {
  identifiantPP: LONGEST_ADDRESS,
  identifiantPM: 32,
  serviceRattachement: 160,
  responsable: 160,
  nomExercice: 80,
  prenomExercice: 50,
};

// RG_CTR_108 judges the description of a CAB.
function tooLong(declaration: Declaration): boolean {
  const isLonger = (value: unknown, most: number) => typeof value === 'string' && [...value].length > most;
  const own = Object.entries(LENGTHS) as [DeclarationField, number][];
  return (
    own.some(([field, most]) => isLonger(declaration[field], most)) ||
    (declaration.typeBal !== 'CAB' && isLonger(declaration.description, 160)) ||
    (declaration.cotitulaires ?? []).some(
      ({ nomExercice, prenomExercice }) => isLonger(nomExercice, 80) || isLonger(prenomExercice, 50),
    )
  );
}

function textsOf({ cotitulaires, ...own }: Declaration): readonly string[] {
  const held = (cotitulaires ?? []).flatMap((each) => Object.values(each));
  return [...Object.values(own), ...held].filter((value) => value !== null);
}

/** XML 1.0 §2.2: what no document may hold, written out or as a reference; lone surrogates too. */
const UNWRITABLE = /(?![\t\n\r\u007f-\u009f])\p{Cc}|\p{Cs}|[\ufffe\uffff]/u;
