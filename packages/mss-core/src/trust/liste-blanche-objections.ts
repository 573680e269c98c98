import { type Refusal, refused } from '../outcome/index.js';

/** Why a received list is not put in force, in words for the people who must act. */
export const LISTE_BLANCHE_OBJECTIONS = {
  tooLarge: ['elle dépasse la taille permise', 'it exceeds the allowed size'],
  malformed: ['ce n’est pas un document XML bien formé', 'it is not a well-formed XML document'],
  unexpected: ['ce n’est pas une liste blanche', 'it is not a whitelist'],
  dtd: ['elle contient une DTD', 'it holds a DTD'],
  instruction: ['elle contient une instruction de traitement', 'it holds a processing instruction'],
  unsigned: ['elle n’est pas signée', 'it is not signed'],
  severalSignatures: ['elle porte plusieurs signatures', 'it bears several signatures'],
  signatureMisplaced: ['sa signature n’est pas à sa place', 'its signature is not in its place'],
  signatureProfile: [
    'sa signature ne suit pas le profil du référentiel',
    'its signature does not follow the reference profile',
  ],
  contentAltered: [
    'son contenu ne correspond pas à sa signature',
    'its content does not match its signature',
  ],
  signatureInvalid: ['sa signature est fausse', 'its signature is wrong'],
  signerCertificate: [
    'le certificat de son signataire n’est pas accepté',
    'the certificate of its signer is not accepted',
  ],
  signerNotAllowed: [
    'son signataire n’est pas l’un de ceux attendus',
    'its signer is not one of those expected',
  ],
  undated: ['elle ne porte pas de date de génération', 'it bears no generation date'],
  empty: ['elle ne contient aucun domaine', 'it holds no domain'],
  future: ['sa date de génération est dans le futur', 'its generation date is in the future'],
  rollback: ['elle est plus ancienne que la liste en vigueur', 'it is older than the list in force'],
  shrunk: [
    'elle perd plus de 20 % de la liste en vigueur et attend l’accord d’un responsable de l’opérateur',
    'it loses more than 20% of the list in force and awaits the yes of a person in charge at the operator',
  ],
} as const satisfies Record<string, readonly [fr: string, en: string]>;

export type ListeBlancheObjection = keyof typeof LISTE_BLANCHE_OBJECTIONS;

/** The refusal of a list; `objection` names the cause for traces, `more` adds technical facts to it. */
export function listeBlancheRefused(
  objection: ListeBlancheObjection,
  more: Record<string, string> = {},
): { readonly ok: false; readonly refusal: Refusal } {
  const [reason, reasonEn] = LISTE_BLANCHE_OBJECTIONS[objection];
  return refused('listeBlancheRefused', { ...more, objection, reason, reasonEn });
}
