/**
 * The catalogue of functional traces (EX_GDT_5030…5060). An act that is not here cannot be traced, and a use case
 * that changes something takes a journal: none is born without its trace.
 */
export const TRACE_EVENTS = {
  'session.opened': 'Ouverture de session',
  'session.refused': 'Ouverture de session refusée',
  'session.closed': 'Fermeture de session',
  'message.submitted': 'Envoi d’un message',
  'message.received': 'Réception d’un message',
  'message.refused': 'Message refusé',
  'message.delivered': 'Remise d’un message à un autre opérateur',
  'message.deferred': 'Remise d’un message retardée',
  'message.failed': 'Échec de remise d’un message',
  'message.answered': 'Réponse automatique à un message',
  'message.quarantined': 'Mise en quarantaine d’un message',
  'deliveries.forgotten': 'Effacement de remises à la fin de leur durée de conservation',
  'delivery.held': 'Remise suspendue par un gestionnaire',
  'delivery.released': 'Remise suspendue remise en file',
  'delivery.hastened': 'Nouvel essai de remise demandé',
  'delivery.cancelled': 'Remise annulée par un gestionnaire',
  'message.read': 'Lecture d’un message',
  'message.appended': 'Dépôt d’un message dans un dossier',
  'message.copied': 'Copie d’un message',
  'message.flagged': 'Changement des marques d’un message',
  'message.expunged': 'Suppression d’un message',
  'folder.created': 'Création d’un dossier',
  'folder.renamed': 'Changement de nom d’un dossier',
  'folder.deleted': 'Suppression d’un dossier',
  'quarantine.destroyed': 'Destruction d’un message en quarantaine',
  'quarantine.exported': 'Extraction d’un message en quarantaine',
  'malwarePolicy.changed': 'Changement du traitement des messages infectés',
  'quota.reached': 'Seuil de remplissage d’une BAL atteint',
  'tenant.created': 'Création d’une structure',
  'domain.added': 'Ouverture d’un domaine à une structure',
  'person.registered': 'Enregistrement d’une personne',
  'person.provisioned': 'Prise en charge d’une personne par l’annuaire de la structure',
  'person.updated': 'Changement de ce qui est connu d’une personne',
  'person.left': 'Départ d’une personne',
  'person.unprovisioned': 'Retrait d’une personne par l’annuaire de la structure',
  'role.granted': 'Attribution d’un rôle d’administration',
  'role.revoked': 'Retrait d’un rôle d’administration',
  'bal.created': 'Création d’une BAL',
  'bal.listeRougeChosen': 'Choix de la liste rouge pour une BAL',
  'bal.changed': 'Changement d’une BAL',
  'bal.activated': 'Ouverture d’une BAL en attente',
  'bal.suspended': 'Suspension d’une BAL',
  'bal.reactivated': 'Réactivation d’une BAL',
  'bal.deleted': 'Suppression d’une BAL par un gestionnaire',
  'bal.exported': 'Extraction des messages d’une BAL',
  'bal.exportGranted': 'Accord donné à l’extraction des messages d’une BAL suspendue',
  'bal.imported': 'Reprise des messages d’une BAL d’un autre serveur',
  'bal.emptied': 'Destruction du contenu d’une BAL',
  'bal.closureAnnounced': 'Annonce de la suppression d’une BAL inutilisée',
  'bal.closureTakenBack': 'Suppression annoncée d’une BAL abandonnée : quelqu’un s’y est connecté',
  'bal.closed': 'Suppression d’une BAL',
  'bal.unpublishingAnnounced': 'Annonce de la dépublication d’une BAL pour cause d’inactivité',
  'bal.unpublishingWarned': 'Avertissement, hors de l’Espace de Confiance, de la dépublication d’une BAL',
  'bal.unpublishingTakenBack': 'Dépublication annoncée d’une BAL abandonnée : quelqu’un s’y est connecté',
  'bal.unpublished': 'Dépublication d’une BAL de l’Annuaire Santé pour cause d’inactivité',
  'bal.republished': 'Fin de la dépublication d’une BAL : quelqu’un s’y est connecté',
  'absence.set': 'Réponse d’absence d’une BAL',
  'absence.ended': 'Fin de la réponse d’absence d’une BAL',
  'access.granted': 'Ouverture d’un droit sur une BAL',
  'access.changed': 'Changement d’un droit sur une BAL',
  'access.ended': 'Fin d’un droit sur une BAL',
  'access.handedOver': 'Changement du responsable opérationnel d’une BAL',
  'structure.placeDeclared': 'Déclaration d’un site d’une structure',
  'structure.placeWithdrawn': 'Retrait d’un site d’une structure',
  'structure.authorised': 'Autorisation d’une structure sur une BAL applicative',
  'structure.withdrawn': 'Retrait d’une structure d’une BAL applicative',
  'sendingLimits.changed': 'Changement des limites d’envoi',
  'secours.turned': 'Ouverture ou fermeture de l’accès de secours d’une structure',
  'secours.enrolled': 'Activation de l’accès de secours d’une personne',
  'secours.revoked': 'Révocation de l’accès de secours d’une personne',
  'identityProvider.set': 'Choix du fournisseur d’identité d’une structure',
  'identityProvider.removed': 'Retrait du fournisseur d’identité d’une structure',
  'localIdentity.registered': 'Ouverture de la connexion locale d’une personne',
  'localIdentity.removed': 'Fin de la connexion locale d’une personne',
  'cgu.published': 'Publication d’une version des conditions générales d’utilisation',
  'cgu.announced': 'Annonce de nouvelles conditions générales d’utilisation',
  'cgu.accepted': 'Acceptation des conditions générales d’utilisation',
  'statistics.deposited': 'Dépôt des statistiques d’un mois à l’ANS',
  'statistics.redepositAsked': 'Demande d’un nouveau dépôt des statistiques d’un mois',
  'trace.consulted': 'Consultation des traces d’une BAL',
  'key.destroyed': 'Destruction d’une clé de chiffrement que plus rien n’utilise',
  'publication.sent': 'Envoi des BAL d’un domaine à l’Annuaire Santé',
  'publication.reported': 'Compte-rendu d’un envoi à l’Annuaire Santé',
  'publication.approved': 'Accord donné à un envoi amputé à l’Annuaire Santé',
  'publication.corrected': 'Correction donnée par l’Annuaire Santé appliquée',
  'publication.correctionDeclined': 'Correction donnée par l’Annuaire Santé refusée',
  'publication.settingsChanged': 'Changement de ce que l’Annuaire Santé publie d’une BAL',
  'domain.withdrawn': 'Retrait d’un domaine, à vider dans l’Annuaire Santé',
  'domain.kept': 'Retrait d’un domaine abandonné',
  'domain.emptied': 'Domaine vidé dans l’Annuaire Santé',
  'operation.asked': 'Demande d’une opération en nombre',
  'operation.cancelled': 'Arrêt d’une opération en nombre',
  'operation.ended': 'Fin d’une opération en nombre',
  'apiKey.created': 'Création d’une clé d’API',
  'apiKey.revoked': 'Révocation d’une clé d’API',
  'webhook.created': 'Création d’un webhook',
  'webhook.changed': 'Changement d’un webhook',
  'webhook.deleted': 'Suppression d’un webhook',
  'webhook.secretRotated': 'Renouvellement du secret d’un webhook',
  'webhook.tested': 'Essai d’un webhook',
  'webhook.resent': 'Nouvel envoi d’événements à un webhook',
  'webhook.stopped': 'Arrêt d’un webhook qui ne répond plus',
  'job.asked': 'Lancement demandé d’un travail planifié',
  'listeBlanche.accepted': 'Nouvelle liste blanche acceptée',
  'listeBlanche.refused': 'Liste blanche refusée',
  'annuaire.copyApproved': 'Accord donné à une copie amputée de l’Annuaire Santé',
  'listeBlanche.approved': 'Accord donné à une liste blanche amputée',
} as const;

export type TraceEventKind = keyof typeof TRACE_EVENTS;

/** One trace, to be written in the same transaction as its act. `outcome` is 'ok' or a refusal code. */
export interface TraceEvent {
  readonly kind: TraceEventKind;
  readonly outcome: string;
  /** BAL acted on, when there is one. */
  readonly balId?: string | null;
  /** Our internal message id (mail_message.id). */
  readonly messageId?: string | null;
  /** Of the message sent or received. It may tell of somebody's health: stores seal it, and it is no fact. */
  readonly subject?: string | null;
  /** Facts of the act: sizes, addresses, ids of folders, replies. Never a subject, the name of a folder, a body, a token or an attachment. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
}

/** Append-only, per tenant. The store adds tenant, actor, means, time, address and correlation id from its context. */
export interface Journal {
  record(events: readonly TraceEvent[]): Promise<void>;
}
