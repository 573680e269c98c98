/**
 * Why a letter to another operator was not delivered, with the enhanced status (RFC 3463, its class left to the outcome) and what its
 * sender reads: what happened, what to do, and what happened in English. Nothing here names a host or a configuration.
 */
export const DELIVERY_CAUSES = {
  recipientRejected: cause(
    '1.1',
    'Le serveur du destinataire a refusé cette adresse.',
    'Vérifiez l’adresse dans l’Annuaire Santé, corrigez-la et renvoyez le message.',
    'The recipient’s server refused this address.',
  ),
  messageRejected: cause(
    '6.0',
    'Le serveur du destinataire a refusé le message.',
    'Lisez sa réponse ci-dessous ; si elle ne vous aide pas, contactez votre support.',
    'The recipient’s server refused the message.',
  ),
  peerBusy: cause(
    '2.0',
    'Le serveur du destinataire a demandé d’attendre.',
    'Vérifiez que la boîte du destinataire n’est pas pleine, ou joignez-le par un autre moyen.',
    'The recipient’s server asked to wait.',
  ),
  peerUnreachable: cause(
    '4.1',
    'Le serveur du destinataire n’a pas répondu.',
    'Renvoyez le message plus tard, ou joignez le destinataire par un autre moyen.',
    'The recipient’s server did not answer.',
  ),
  domainUnknown: cause(
    '1.2',
    'Le domaine de cette adresse n’existe pas.',
    'Vérifiez l’adresse dans l’Annuaire Santé, corrigez-la et renvoyez le message.',
    'The domain of this address does not exist.',
  ),
  domainTakesNoMail: cause(
    '1.10',
    'Le domaine de cette adresse ne reçoit pas de messages.',
    'Vérifiez l’adresse dans l’Annuaire Santé, corrigez-la et renvoyez le message.',
    'The domain of this address takes no mail.',
  ),
  directoryUnavailable: cause(
    '4.3',
    'Le serveur du destinataire n’a pas pu être localisé.',
    'Renvoyez le message plus tard, ou joignez le destinataire par un autre moyen.',
    'The recipient’s server could not be located.',
  ),
  loopsToUs: cause(
    '4.6',
    'Le domaine de cette adresse désigne notre propre serveur, qui ne le dessert pas.',
    'Signalez l’adresse à votre support.',
    'The domain of this address leads back to our own server, which does not serve it.',
  ),
  notEncrypted: cause(
    '7.5',
    'Le serveur du destinataire n’a pas pu établir de liaison chiffrée conforme.',
    'Le message n’est jamais parti en clair. Signalez l’incident à votre support.',
    'The recipient’s server could not set up a conforming encrypted session.',
  ),
  certificateNotAccepted: cause(
    '7.5',
    'Le serveur du destinataire n’a pas prouvé qu’il appartient à l’espace de confiance.',
    'Le message ne lui a pas été confié. Signalez l’incident à votre support.',
    'The recipient’s server did not prove that it belongs to the trust space.',
  ),
  certificateOfAnotherDomain: cause(
    '7.5',
    'Le serveur joint n’est pas celui que la liste blanche MSSanté associe à ce domaine.',
    'Le message ne lui a pas été confié. Signalez l’incident à votre support.',
    'The server reached is not the one that the MSSanté whitelist binds to this domain.',
  ),
  outsideTrustSpace: cause(
    '7.1',
    'Le domaine de cette adresse ne figure pas, ou plus, sur la liste blanche MSSanté.',
    'Vérifiez l’adresse dans l’Annuaire Santé, ou demandez une adresse MSSanté à votre correspondant.',
    'The domain of this address is not, or no longer, on the MSSanté whitelist.',
  ),
  listeBlancheUnavailable: cause(
    '7.0',
    'La liste blanche MSSanté n’est pas disponible.',
    'Renvoyez le message plus tard.',
    'The MSSanté whitelist is not available.',
  ),
  addressNotPublic: cause(
    '4.4',
    'Le nom du serveur du destinataire mène à une adresse qui n’est pas publique.',
    'Signalez l’adresse à votre support, ou joignez le destinataire par un autre moyen.',
    'The name of the recipient’s server leads to an address that is not public.',
  ),
  largerThanPeerTakes: cause(
    '3.4',
    'Le message est plus volumineux que ce que le serveur du destinataire accepte.',
    'Allégez ou retirez des pièces jointes, puis renvoyez le message.',
    'The message is larger than what the recipient’s server takes.',
  ),
  addressNotWritable: cause(
    '6.7',
    'Une adresse du message contient des lettres accentuées que le serveur du destinataire ne sait pas lire.',
    'Écrivez depuis une adresse sans accent, ou joignez le destinataire par un autre moyen.',
    'An address of the message holds accented letters that the recipient’s server cannot read.',
  ),
  cancelledByManager: cause(
    '0.0',
    'Un gestionnaire de votre structure a annulé cet envoi.',
    'Adressez-vous à lui avant de renvoyer le message.',
    'A manager of your structure cancelled this sending.',
  ),
  internalFault: cause(
    '3.0',
    'Un incident technique a empêché l’envoi.',
    'Signalez l’incident à votre support.',
    'A technical incident prevented the sending.',
  ),
} as const satisfies Record<string, DeliveryCauseEntry>;

export type DeliveryCause = keyof typeof DELIVERY_CAUSES;

export interface DeliveryCauseEntry {
  /** Subject and detail of the enhanced status: `1.1` of `5.1.1`. */
  readonly status: string;
  readonly what: string;
  readonly advice: string;
  readonly whatEn: string;
}

function cause(status: string, what: string, advice: string, whatEn: string): DeliveryCauseEntry {
  return { status, what, advice, whatEn };
}
