import { MOST_COHOLDERS } from '../../bal/directory-kind.js';
import { blocking, type ControlRule, type ControlWorld, isMissing } from '../control-rule.js';
import { BY_ADELI, BY_RPPS, type Cotitulaire, type Declaration } from '../declaration.js';
import { agreesWithDirectory } from '../directory-facts.js';

/**
 * The table of CAB refers to thirteen controls that the text defines nowhere, without code or severity. They are read as their numbers and
 * the values they stand beside tell, and taken for blocking.
 */
const cab = { ...blocking, code: null } as const;
const ofList = { field: 'cotitulaires' } as const;

const CORRECT_LIST = {
  fr: 'Vérifiez les titulaires de la BAL : chacun par son RPPS ou son ADELI, nom et prénom.',
  en: 'Check the holders of the mailbox: each by RPPS or ADELI number and by name.',
};

export const CAB_RULES: readonly ControlRule[] = [
  {
    ...{ ...cab, id: 'RG_CTR_050', stage: 'schema', field: 'adresseBal' },
    message: { fr: 'L’adresse dépasse 256 caractères.', en: 'The address is longer than 256 characters.' },
    remedy: { fr: 'Ouvrez une BAL d’adresse plus courte.', en: 'Open a mailbox with a shorter address.' },
    isBroken: ({ typeBal, adresseBal }) => typeBal === 'CAB' && adresseBal.length > 256,
  },
  {
    ...{ ...cab, id: 'RG_CTR_102', stage: 'schema', field: 'typeBal' },
    message: {
      fr: 'Une liste de cotitulaires ne va qu’avec une BAL organisationnelle de cabinet.',
      en: 'A list of coholders goes only with the organisational mailbox of a practice.',
    },
    remedy: {
      fr: 'Rien à corriger dans la BAL : signalez cette anomalie à l’opérateur.',
      en: 'Nothing to correct in the mailbox: tell the operator of this.',
    },
    isBroken: ({ typeBal, cotitulaires }) => (typeBal === 'CAB') !== (cotitulaires !== null),
  },
  {
    ...{ ...cab, id: 'RG_CTR_104', stage: 'schema', field: 'listeRouge' },
    message: { fr: 'Le choix de la liste rouge manque.', en: 'The choice of the liste rouge is missing.' },
    remedy: {
      fr: 'Dites si la BAL est en liste rouge : oui ou non.',
      en: 'Say whether the mailbox is on the liste rouge: yes or no.',
    },
    isBroken: ({ typeBal, listeRouge }) => typeBal === 'CAB' && listeRouge !== 'O' && listeRouge !== 'N',
  },
  {
    ...{ ...cab, ...ofList, id: 'RG_CTR_106', stage: 'presence' },
    message: {
      fr: 'La BAL doit avoir de un à vingt titulaires, dont un seul responsable.',
      en: 'The mailbox must have one to twenty holders, one of whom answers for it.',
    },
    remedy: {
      fr: 'Désignez un responsable, et un seul ; au-delà de vingt titulaires, ouvrez une autre BAL.',
      en: 'Name one responsible and one only; beyond twenty holders, open another mailbox.',
    },
    isBroken: ({ typeBal, cotitulaires }) => typeBal === 'CAB' && !isLed(cotitulaires ?? []),
  },
  {
    ...{ ...cab, id: 'RG_CTR_108', stage: 'schema', field: 'description' },
    message: {
      fr: 'La description dépasse 160 caractères.',
      en: 'The description is longer than 160 characters.',
    },
    remedy: { fr: 'Abrégez la description.', en: 'Shorten the description.' },
    // Its absence is RG_CTR_030.
    isBroken: ({ typeBal, description }) => typeBal === 'CAB' && [...(description ?? '')].length > 160,
  },
  {
    ...{ ...cab, ...ofList, id: 'RG_CTR_120', stage: 'presence', remedy: CORRECT_LIST },
    message: {
      fr: 'Le type d’identifiant d’un titulaire manque.',
      en: 'The kind of identifier of a holder is missing.',
    },
    isBroken: someHolder(({ typeIdentifiantPP }) => isMissing(typeIdentifiantPP)),
  },
  {
    ...{ ...cab, ...ofList, id: 'RG_CTR_121', stage: 'presence', remedy: CORRECT_LIST },
    message: { fr: 'L’identifiant d’un titulaire manque.', en: 'The identifier of a holder is missing.' },
    isBroken: someHolder(({ identifiantPP }) => isMissing(identifiantPP)),
  },
  {
    ...{ ...cab, ...ofList, id: 'RG_CTR_122', stage: 'presence', remedy: CORRECT_LIST },
    message: { fr: 'Le nom d’un titulaire manque.', en: 'The family name of a holder is missing.' },
    isBroken: someHolder(({ nomExercice }) => isMissing(nomExercice)),
  },
  {
    ...{ ...cab, ...ofList, id: 'RG_CTR_123', stage: 'presence', remedy: CORRECT_LIST },
    message: { fr: 'Le prénom d’un titulaire manque.', en: 'The given name of a holder is missing.' },
    isBroken: someHolder(({ prenomExercice }) => isMissing(prenomExercice)),
  },
  {
    ...{ ...cab, ...ofList, id: 'RG_CTR_140', stage: 'nomenclature', remedy: CORRECT_LIST },
    message: {
      fr: 'Un titulaire n’est désigné ni par un RPPS ni par un ADELI.',
      en: 'A holder is told neither by RPPS nor by ADELI number.',
    },
    isBroken: someHolder(
      ({ typeIdentifiantPP: type }) => !isMissing(type) && type !== BY_ADELI && type !== BY_RPPS,
    ),
  },
  {
    ...{
      ...cab,
      ...ofList,
      id: 'RG_CTR_141',
      stage: 'coherence',
      remedy: CORRECT_LIST,
      needsDirectory: true,
    },
    message: {
      fr: 'L’identifiant d’un titulaire est inconnu de l’Annuaire Santé.',
      en: 'The identifier of a holder is unknown to the Annuaire Santé.',
    },
    isBroken: someHolder((holder, world) => known(holder, world) === null),
  },
  {
    ...{
      ...cab,
      ...ofList,
      id: 'RG_CTR_142',
      stage: 'coherence',
      remedy: CORRECT_LIST,
      needsDirectory: true,
    },
    message: {
      fr: 'Le nom d’un titulaire n’est pas celui que l’Annuaire Santé connaît.',
      en: 'The family name of a holder is not the one that the Annuaire Santé knows.',
    },
    isBroken: someHolder((holder, world) => differs(holder, world, 'familyName')),
  },
  {
    ...{
      ...cab,
      ...ofList,
      id: 'RG_CTR_143',
      stage: 'coherence',
      remedy: CORRECT_LIST,
      needsDirectory: true,
    },
    message: {
      fr: 'Le prénom d’un titulaire n’est pas celui que l’Annuaire Santé connaît.',
      en: 'The given name of a holder is not the one that the Annuaire Santé knows.',
    },
    isBroken: someHolder((holder, world) => differs(holder, world, 'givenName')),
  },
];

// EX_GBM_3030: one who answers for it, twenty in all at most.
function isLed(holders: readonly Cotitulaire[]): boolean {
  const leaders = holders.filter(({ estResponsable }) => estResponsable === 'O');
  const isTold = holders.every(({ estResponsable }) => estResponsable === 'O' || estResponsable === 'N');
  return isTold && leaders.length === 1 && holders.length <= MOST_COHOLDERS;
}

function someHolder(
  isWrong: (holder: Cotitulaire, world: ControlWorld) => boolean,
): (declaration: Declaration, world: ControlWorld) => boolean {
  return ({ cotitulaires }, world) => (cotitulaires ?? []).some((holder) => isWrong(holder, world));
}

function known({ typeIdentifiantPP, identifiantPP }: Cotitulaire, { facts }: ControlWorld) {
  return facts.professional(typeIdentifiantPP ?? '', identifiantPP ?? '');
}

/** The rule of RG_CTR_021, one name at a time. */
function differs(holder: Cotitulaire, world: ControlWorld, name: 'familyName' | 'givenName'): boolean {
  const found = known(holder, world);
  if (found === null || found === 'unknown') return false;
  const { nomExercice, prenomExercice } = holder;
  const declared = { familyName: nomExercice ?? '', givenName: prenomExercice ?? '' };
  return !agreesWithDirectory({ ...found, [name]: declared[name] }, found);
}
