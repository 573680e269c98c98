/**
 * Why a letter to another operator was not delivered, with the enhanced status (RFC 3463, its class left to the outcome) and what its
 * sender reads: what happened, and what to do. Nothing here names a host or a configuration.
 */
export const DELIVERY_CAUSES = {
  recipientRejected: cause(
    '1.1',
    'Le serveur du destinataire a refusé cette adresse.',
    'Vérifiez l’adresse dans l’Annuaire Santé, corrigez-la et renvoyez le message.',
  ),
  messageRejected: cause(
    '6.0',
    'Le serveur du destinataire a refusé le message.',
    'Lisez sa réponse ci-dessous ; si elle ne vous aide pas, contactez votre support.',
  ),
  peerBusy: cause(
    '2.0',
    'Le serveur du destinataire a demandé d’attendre.',
    'Vérifiez que la boîte du destinataire n’est pas pleine, ou joignez-le par un autre moyen.',
  ),
  peerUnreachable: cause(
    '4.1',
    'Le serveur du destinataire n’a pas répondu.',
    'Renvoyez le message plus tard, ou joignez le destinataire par un autre moyen.',
  ),
  domainUnknown: cause(
    '1.2',
    'Le domaine de cette adresse n’existe pas.',
    'Vérifiez l’adresse dans l’Annuaire Santé, corrigez-la et renvoyez le message.',
  ),
  domainTakesNoMail: cause(
    '1.10',
    'Le domaine de cette adresse ne reçoit pas de messages.',
    'Vérifiez l’adresse dans l’Annuaire Santé, corrigez-la et renvoyez le message.',
  ),
  directoryUnavailable: cause(
    '4.3',
    'Le serveur du destinataire n’a pas pu être localisé.',
    'Renvoyez le message plus tard, ou joignez le destinataire par un autre moyen.',
  ),
  loopsToUs: cause(
    '4.6',
    'Le domaine de cette adresse désigne notre propre serveur, qui ne le dessert pas.',
    'Signalez l’adresse à votre support.',
  ),
  notEncrypted: cause(
    '7.5',
    'Le serveur du destinataire n’a pas pu établir de liaison chiffrée conforme.',
    'Le message n’est jamais parti en clair. Signalez l’incident à votre support.',
  ),
  certificateNotAccepted: cause(
    '7.5',
    'Le serveur du destinataire n’a pas prouvé qu’il appartient à l’espace de confiance.',
    'Le message ne lui a pas été confié. Signalez l’incident à votre support.',
  ),
  certificateOfAnotherDomain: cause(
    '7.5',
    'Le serveur joint n’est pas celui que la liste blanche MSSanté associe à ce domaine.',
    'Le message ne lui a pas été confié. Signalez l’incident à votre support.',
  ),
  outsideTrustSpace: cause(
    '7.1',
    'Le domaine de cette adresse ne figure pas, ou plus, sur la liste blanche MSSanté.',
    'Vérifiez l’adresse dans l’Annuaire Santé, ou demandez une adresse MSSanté à votre correspondant.',
  ),
  listeBlancheUnavailable: cause(
    '7.0',
    'La liste blanche MSSanté n’est pas disponible.',
    'Renvoyez le message plus tard.',
  ),
  internalFault: cause(
    '3.0',
    'Un incident technique a empêché l’envoi.',
    'Signalez l’incident à votre support.',
  ),
} as const satisfies Record<string, DeliveryCauseEntry>;

export type DeliveryCause = keyof typeof DELIVERY_CAUSES;

export interface DeliveryCauseEntry {
  /** Subject and detail of the enhanced status: `1.1` of `5.1.1`. */
  readonly status: string;
  readonly what: string;
  readonly advice: string;
}

function cause(status: string, what: string, advice: string): DeliveryCauseEntry {
  return { status, what, advice };
}
