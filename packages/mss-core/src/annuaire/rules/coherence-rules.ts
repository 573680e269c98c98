import { blocking, type ControlRule, type ControlWorld, isMissing, warning } from '../control-rule.js';
import {
  BY_SIREN,
  BY_SIRET,
  type Declaration,
  isInternalPer,
  isNationalPer,
  isOfStructure,
} from '../declaration.js';
import { agreesWithDirectory, type KnownProfessional } from '../directory-facts.js';
import { mayBear, maySpecialise } from './professions.js';

const coherence = { stage: 'coherence' } as const;
const directory = { needsDirectory: true } as const;
const SOCIAL = '06';
/** What the Annuaire gives to nobody beforehand: former identifiers, students (table 41). The rule is there for what a report says. */
const ONLY_REPORTED = { isBroken: () => false } as const;

/** What must hold together, and with what the Annuaire knows (table 59). */
export const COHERENCE_RULES: readonly ControlRule[] = [
  {
    ...{ ...coherence, ...blocking, id: 'RG_CTR_000', code: 'MSS000', field: 'adresseBal' },
    message: {
      fr: 'Le domaine n’est pas sur la liste blanche.',
      en: 'The domain is not on the liste blanche.',
    },
    remedy: {
      fr: 'Rien à corriger dans la BAL : l’opérateur doit faire inscrire le domaine.',
      en: 'Nothing to correct in the mailbox: the operator must have the domain listed.',
    },
    isBroken: (_, { isListed }) => isListed === false,
  },
  {
    ...{ ...coherence, ...blocking, id: 'RG_CTR_001', code: 'MSS001', field: 'adresseBal' },
    message: {
      fr: 'Le domaine de l’adresse n’est pas celui qui est alimenté.',
      en: 'The domain of the address is not the one that is fed.',
    },
    remedy: {
      fr: 'Rien à corriger dans la BAL : signalez cette anomalie à l’opérateur.',
      en: 'Nothing to correct in the mailbox: tell the operator of this.',
    },
    isBroken: ({ adresseBal }, { domain }) =>
      adresseBal.slice(adresseBal.lastIndexOf('@') + 1).toLowerCase() !== domain.toLowerCase(),
  },
  {
    ...{ ...coherence, ...blocking, id: 'RG_CTR_044', code: 'MSS042', field: 'adresseBal' },
    message: {
      fr: 'L’adresse figure plusieurs fois dans le fichier d’alimentation.',
      en: 'The address stands several times in the feed.',
    },
    remedy: {
      fr: 'Rien à corriger dans la BAL : signalez cette anomalie à l’opérateur.',
      en: 'Nothing to correct in the mailbox: tell the operator of this.',
    },
    isBroken: ({ adresseBal }, { timesDeclared }) => timesDeclared(adresseBal) > 1,
  },
  {
    ...{ ...coherence, ...blocking, ...directory, id: 'RG_CTR_008', code: 'MSS008', field: 'identifiantPP' },
    message: {
      fr: 'L’identifiant national du titulaire est inconnu de l’Annuaire Santé.',
      en: 'The national identifier of its holder is unknown to the Annuaire Santé.',
    },
    remedy: {
      fr: 'Vérifiez le RPPS du titulaire sur annuaire.sante.fr ; s’il vient d’être inscrit, attendez la nuit suivante.',
      en: 'Check the RPPS number of its holder on annuaire.sante.fr; if they were just registered, wait for the next night.',
    },
    isBroken: (declaration, world) => isNationalPer(declaration) && knownHolder(declaration, world) === null,
  },
  {
    ...{ ...coherence, ...blocking, ...directory, id: 'RG_CTR_016', code: 'MSS015', field: 'identifiantPM' },
    message: {
      fr: 'La structure est inconnue de l’Annuaire Santé.',
      en: 'The structure is unknown to the Annuaire Santé.',
    },
    remedy: {
      fr: 'Vérifiez le FINESS du site auquel la BAL est rattachée.',
      en: 'Check the FINESS number of the place the mailbox is attached to.',
    },
    isBroken: (declaration, world) =>
      (isOfStructure(declaration) || isInternalPer(declaration)) &&
      !isSocial(declaration) &&
      knownStructure(declaration, world) === null,
  },
  {
    ...{ ...coherence, ...blocking, id: 'RG_CTR_018', code: 'MSS017', field: 'civiliteExercice' },
    message: {
      fr: 'La civilité d’exercice ne va pas avec la profession.',
      en: 'The title in practice does not go with the profession.',
    },
    remedy: {
      fr: 'Choisissez une civilité de cette profession, ou aucune si elle n’en a pas.',
      en: 'Choose a title of that profession, or none if it has none.',
    },
    isBroken: (declaration) =>
      isInternalPer(declaration) &&
      !isMissing(declaration.civiliteExercice) &&
      !mayBear(declaration.profession, declaration.civiliteExercice ?? ''),
  },
  {
    ...{ ...coherence, ...warning, ...directory, id: 'RG_CTR_021', code: 'MSS020', field: 'nomExercice' },
    message: {
      fr: 'Le nom ou le prénom du titulaire n’est pas celui que l’Annuaire Santé connaît.',
      en: 'The name of its holder is not the one that the Annuaire Santé knows.',
    },
    remedy: {
      fr: 'Vérifiez le RPPS, puis le nom et le prénom d’exercice du titulaire.',
      en: 'Check the RPPS number, then the names in practice of its holder.',
    },
    isBroken: (declaration, world) => {
      if (!isNationalPer(declaration)) return false;
      const known = knownHolder(declaration, world);
      const { nomExercice, prenomExercice } = declaration;
      return (
        isProfessional(known) &&
        !agreesWithDirectory({ familyName: nomExercice ?? '', givenName: prenomExercice ?? '' }, known)
      );
    },
  },
  {
    ...{ ...coherence, ...blocking, id: 'RG_CTR_024', code: 'MSS023', field: 'categorieProfessions' },
    message: {
      fr: 'Cette catégorie de profession n’est pas admise : seuls le sont les professionnels de santé (01).',
      en: 'That category of profession is not admitted: professionals of health (01) alone are.',
    },
    remedy: {
      fr: 'Ne déclarez qu’un professionnel de santé ; pour un autre, demandez l’accord de l’ANS.',
      en: 'Declare a professional of health only; for anybody else, ask the ANS.',
    },
    isBroken: (declaration) =>
      isInternalPer(declaration) &&
      !isMissing(declaration.categorieProfessions) &&
      declaration.categorieProfessions !== '01',
  },
  {
    ...{ ...coherence, ...blocking, id: 'RG_CTR_028', code: 'MSS027', field: 'specialite' },
    message: {
      fr: 'Cette spécialité n’est pas de la profession indiquée.',
      en: 'That speciality is not one of that profession.',
    },
    remedy: {
      fr: 'Choisissez une spécialité de cette profession, ou aucune.',
      en: 'Choose a speciality of that profession, or none.',
    },
    isBroken: (declaration) =>
      isInternalPer(declaration) &&
      !isMissing(declaration.specialite) &&
      !maySpecialise(declaration.profession, declaration.specialite ?? ''),
  },
  {
    ...{
      ...coherence,
      ...blocking,
      ...directory,
      id: 'RG_CTR_033',
      code: 'MSS032',
      field: 'typeIdentifiantPM',
    },
    message: {
      fr: 'La structure a un FINESS : un SIREN ou un SIRET n’est pas admis.',
      en: 'The structure has a FINESS number: no SIREN or SIRET is admitted.',
    },
    remedy: {
      fr: 'Rattachez la BAL au FINESS géographique du site.',
      en: 'Attach the mailbox to the geographic FINESS number of the place.',
    },
    isBroken: (declaration, world) => {
      const { typeIdentifiantPM: type } = declaration;
      if (type !== BY_SIREN && type !== BY_SIRET) return false;
      const known = knownStructure(declaration, world);
      return known !== null && known !== 'unknown' && known.hasFiness;
    },
  },
  {
    ...{ ...coherence, ...warning, ...directory, id: 'RG_CTR_034', code: 'MSS033', field: 'identifiantPM' },
    message: {
      fr: 'L’Annuaire Santé ne sait pas que le titulaire exerce dans cette structure : la BAL y sera rattachée, et à elle seule.',
      en: 'The Annuaire Santé does not know that its holder practises in that structure: the mailbox will be attached to it, and to it alone.',
    },
    remedy: {
      fr: 'Vérifiez le site ; s’il est juste, le titulaire fait déclarer cet exercice à son ordre.',
      en: 'Check the place; if it is right, its holder has that practice declared to their professional body.',
    },
    isBroken: (declaration, world) => {
      const { identifiantPM, typeIdentifiantPM } = declaration;
      if (!isNationalPer(declaration) || isMissing(identifiantPM)) return false;
      const known = knownHolder(declaration, world);
      return (
        isProfessional(known) &&
        !known.structures.some(({ type, number }) => type === typeIdentifiantPM && number === identifiantPM)
      );
    },
  },
  {
    ...{ ...coherence, ...blocking, id: 'RG_CTR_035', code: 'MSS034', field: 'identifiantPP' },
    message: {
      fr: 'L’identifiant d’un professionnel sans identifiant national doit être l’adresse de sa BAL.',
      en: 'The identifier of a professional without national identifier must be the address of the mailbox.',
    },
    remedy: {
      fr: 'Rien à corriger dans la BAL : signalez cette anomalie à l’opérateur.',
      en: 'Nothing to correct in the mailbox: tell the operator of this.',
    },
    isBroken: (declaration) =>
      isInternalPer(declaration) && declaration.identifiantPP !== declaration.adresseBal,
  },
  {
    ...{ ...coherence, ...blocking, id: 'RG_CTR_036', code: 'MSS035', field: 'serviceRattachement' },
    message: {
      fr: 'Un service ne peut être indiqué que pour une BAL rattachée à une structure.',
      en: 'A service may be told only of a mailbox that is attached to a structure.',
    },
    remedy: {
      fr: 'Rattachez la BAL à un site, ou retirez le service.',
      en: 'Attach the mailbox to a place, or take the service back.',
    },
    isBroken: (declaration) =>
      isNationalPer(declaration) &&
      !isMissing(declaration.serviceRattachement) &&
      isMissing(declaration.identifiantPM),
  },
  {
    ...{ ...coherence, ...warning, ...directory, id: 'RG_CTR_045', code: 'MSS043', field: 'identifiantPP' },
    message: {
      fr: 'Le titulaire a désormais un autre identifiant national.',
      en: 'Its holder has another national identifier now.',
    },
    remedy: {
      fr: 'Remplacez l’ADELI du titulaire par son RPPS.',
      en: 'Replace the ADELI number of its holder by their RPPS number.',
    },
    ...ONLY_REPORTED,
  },
  {
    ...{ ...coherence, ...warning, id: 'RG_CTR_047', code: 'MSS045', field: 'identifiantPM' },
    message: {
      fr: 'L’identifiant de la structure est recommandé pour un professionnel social.',
      en: 'The identifier of the structure is recommended for a social professional.',
    },
    remedy: { fr: 'Rattachez la BAL à un site.', en: 'Attach the mailbox to a place.' },
    isBroken: (declaration) => isSocial(declaration) && isMissing(declaration.identifiantPM),
  },
  {
    ...{ ...coherence, ...warning, ...directory, id: 'RG_CTR_048', code: 'MSS046', field: 'identifiantPM' },
    message: {
      fr: 'La structure de ce professionnel social est inconnue de l’Annuaire Santé.',
      en: 'The structure of that social professional is unknown to the Annuaire Santé.',
    },
    remedy: {
      fr: 'Vérifiez le FINESS du site auquel la BAL est rattachée.',
      en: 'Check the FINESS number of the place the mailbox is attached to.',
    },
    isBroken: (declaration, world) => isSocial(declaration) && knownStructure(declaration, world) === null,
  },
  {
    ...{ ...coherence, ...blocking, ...directory, id: 'RG_CTR_049', code: 'MSS047', field: 'identifiantPP' },
    message: { fr: 'Ce RPPS est celui d’un étudiant.', en: 'That RPPS number is a student’s.' },
    remedy: {
      fr: 'Attendez que le titulaire soit inscrit comme professionnel, puis publiez la BAL.',
      en: 'Wait until its holder is registered as a professional, then publish the mailbox.',
    },
    ...ONLY_REPORTED,
  },
];

function knownHolder({ typeIdentifiantPP, identifiantPP }: Declaration, { facts }: ControlWorld) {
  if (isMissing(identifiantPP)) return 'unknown';
  return facts.professional(typeIdentifiantPP ?? '', identifiantPP ?? '');
}

function knownStructure({ typeIdentifiantPM, identifiantPM }: Declaration, { facts }: ControlWorld) {
  if (isMissing(identifiantPM)) return 'unknown';
  return facts.structure(typeIdentifiantPM ?? '', identifiantPM ?? '');
}

function isProfessional(known: KnownProfessional | null | 'unknown'): known is KnownProfessional {
  return known !== null && known !== 'unknown';
}

function isSocial(declaration: Declaration): boolean {
  return isInternalPer(declaration) && declaration.categorieProfessions === SOCIAL;
}
