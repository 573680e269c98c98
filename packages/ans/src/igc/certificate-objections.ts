import { type Refusal, refused } from '@cachet/mss-core/outcome';

/** Why a certificate is not accepted, in words fit for the reply sent to a peer. */
export const CERTIFICATE_OBJECTIONS = {
  unreadable: ['il est illisible', 'it cannot be read'],
  untrusted: [
    'il n’est pas émis par l’IGC-Santé (gamme Élémentaire, domaine Organisations)',
    'it is not issued by IGC-Santé (Élémentaire range, Organisations domain)',
  ],
  weak: ['sa signature ou sa clé est trop faible', 'its signature or its key is too weak'],
  notYetValid: ['il n’est pas encore valide', 'it is not valid yet'],
  expired: ['il a expiré', 'it has expired'],
  authority: ['c’est un certificat d’autorité', 'it is an authority certificate'],
  purpose: ['il n’est pas destiné à cet usage', 'it is not meant for this use'],
  unknownExtension: ['il porte une extension critique inconnue', 'it bears an unknown critical extension'],
  revoked: ['il est révoqué', 'it is revoked'],
} as const satisfies Record<string, readonly [fr: string, en: string]>;

export type CertificateObjection = keyof typeof CERTIFICATE_OBJECTIONS;

/** The refusal of a certificate; `objection` names the cause for traces. */
export function certificateRefused(objection: CertificateObjection): Refusal {
  const [reason, reasonEn] = CERTIFICATE_OBJECTIONS[objection];
  return refused('certificateRefused', { objection, reason, reasonEn }).refusal;
}
