/** Something a person in charge of conformity must see. `facts` are counts, dates and names of technical things: never a person's. */
export interface ComplianceEvent {
  readonly kind: ComplianceEventKind;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** Every kind of compliance event, with the sentence the portal shows for it. */
export const COMPLIANCE_EVENTS = {
  'annuaire.manyGone':
    'De nombreux professionnels de la structure manquent d’un coup dans l’Annuaire Santé : rien n’a été coupé, vérifiez leurs inscriptions',
  'annuaire.namesDiffer':
    'L’Annuaire Santé donne d’autres noms au numéro d’une personne : vérifiez que ce numéro est le sien',
  'annuaire.personCut':
    'Les accès d’une personne que l’Annuaire Santé ne connaît plus depuis quinze jours ont pris fin',
  'annuaire.personGone':
    'L’Annuaire Santé ne connaît plus un professionnel : vérifiez son inscription, ses accès prennent fin dans quinze jours',
  'annuaire.copyAwaitsApproval':
    'La copie reçue de l’Annuaire Santé perd plus de 20 % de la précédente : elle attend l’accord d’un responsable de l’opérateur',
  'annuaire.copyRefused': 'La copie reçue de l’Annuaire Santé a été refusée ; la précédente sert toujours',
  'annuaire.copyStale':
    'L’Annuaire Santé consulté ici n’a pas été renouvelé depuis plus de trois jours ; la dernière copie sert toujours',
  'annuaire.copyUnreachable':
    'L’Annuaire Santé n’a pas pu être téléchargé ; la dernière copie sert toujours, un nouvel essai suit',
  'bal.suspended': 'Une BAL a été suspendue',
  'bal.deleted': 'Une BAL a été supprimée',
  'bal.exportAsked':
    'Un titulaire d’une BAL suspendue demande ses messages : accordez-le, ou arrêtez sa demande',
  'bal.unopened':
    'Des BAL que personne n’ouvre seront dépubliées de l’Annuaire Santé pour cause d’inactivité : prévenez leurs titulaires par un canal hors de l’Espace de Confiance',
  'bal.unused':
    'Une BAL que personne n’ouvre sera supprimée : prévenez ses titulaires par un canal hors de l’Espace de Confiance',
  'bal.closed': 'Une BAL que personne n’ouvrait a été supprimée avec ses messages',
  'correspondent.mailboxFull': 'La boîte d’un correspondant d’une BAL applicative est pleine',
  'correspondent.absent': 'Un correspondant d’une BAL applicative est absent',
  'correspondent.notReached': 'Un message d’une BAL applicative n’a pas été remis à son destinataire',
  'certificate.expiresSoon': 'Le certificat du serveur de messagerie expire bientôt',
  'igc.chainAltered': 'La chaîne de certificats IGC-Santé installée n’est pas celle attendue',
  'igc.revocationOverdue': 'Les listes de révocation de l’IGC-Santé ne sont plus renouvelées',
  'job.failing': 'Un travail planifié échoue à répétition : voyez pourquoi à la page « Travaux planifiés »',
  'job.restored': 'Un travail planifié qui échouait a de nouveau abouti',
  'listeBlanche.published': 'Une nouvelle version de la liste blanche est en vigueur',
  'listeBlanche.refused': 'La liste blanche reçue a été refusée ; la précédente reste en vigueur',
  'listeBlanche.awaitsApproval':
    'La liste blanche reçue perd plus de 20 % de la précédente : elle attend l’accord d’un responsable de l’opérateur',
  'listeBlanche.stale': 'Aucune nouvelle liste blanche valide n’a été reçue depuis 36 heures',
  'listeBlanche.unreachable': 'La liste blanche n’a pas pu être téléchargée ; la précédente reste en vigueur',
  'listeBlanche.signerChanged': 'Le certificat signataire de la liste blanche a changé',
  'listeBlanche.signerExpiresSoon': 'Le certificat signataire de la liste blanche expire bientôt',
  'malware.found': 'Un message infecté a été mis en quarantaine',
  'publication.anomalies':
    'L’Annuaire Santé a rejeté ou signalé des BAL de la structure : corrigez-les pour qu’elles y soient publiées',
  'publication.corrections':
    'L’Annuaire Santé connaît des professionnels de la structure sous un autre identifiant ou un autre nom : acceptez ou refusez la correction',
  'publication.held':
    'Un envoi à l’Annuaire Santé retirerait plus de 20 % des BAL d’un domaine : il attend l’accord d’un responsable',
  'publication.missed':
    'Un envoi à l’Annuaire Santé n’a pas abouti avant la nuit ; il est repris le soir suivant',
  'publication.professionalUnknown':
    'L’Annuaire Santé ne connaît plus le numéro d’un professionnel, radié peut-être : vérifiez-le, et mettez fin à ses accès s’il n’exerce plus',
  'publication.refused':
    'L’Annuaire Santé a refusé un envoi ; ce qu’il publiait reste publié, rien ne change sans une intervention',
  'publication.reportOverdue': 'Le compte-rendu d’un envoi à l’Annuaire Santé n’a pas encore pu être retiré',
  'publication.unreported':
    'Le compte-rendu d’un envoi à l’Annuaire Santé ne peut plus être retiré ; le prochain envoi aura le sien',
  'quota.reached': 'Une BAL est pleine, ou près de l’être ; ses titulaires en sont avertis',
  'scanner.unavailable':
    'L’analyse antivirus ne répond plus ; les messages sont différés, aucun n’est accepté sans analyse',
  'scanner.restored': 'L’analyse antivirus répond de nouveau',
  'secours.used': 'Un professionnel s’est connecté par l’accès de secours, sans Pro Santé Connect',
  'secours.guessed':
    'Des codes de l’accès de secours ont été essayés avec la bonne phrase de passe : elle est peut-être volée',
  'sending.limitReached':
    'Une BAL ou la structure a atteint sa limite d’envois : un compte est peut-être volé',
  'statistics.accepted': 'L’ANS a accepté les statistiques d’un mois',
  'statistics.refused':
    'L’ANS refuse les statistiques d’un mois : corrigez ce que dit son compte rendu, puis redéposez-les avant le 5',
  'statistics.notDeposited':
    'Les statistiques d’un mois n’ont pas pu être déposées à l’ANS ; le dépôt est tenté de nouveau',
  'statistics.callAns':
    'Le compte rendu des statistiques d’un mois manque toujours après douze heures : contactez l’ANS (monserviceclient.mssante@esante.gouv.fr)',
  'statistics.late':
    'Les statistiques d’un mois ne sont pas déposées à l’ANS, et les cinq premiers jours du mois suivant sont passés',
  'webhook.stopped':
    'Un webhook ne répond plus : il n’est plus appelé tant qu’un gestionnaire ne le remet pas en service',
} as const;

export type ComplianceEventKind = keyof typeof COMPLIANCE_EVENTS;

/** The compliance events of one tenant; the store adds tenant, identifier and time. */
export interface ComplianceBoard {
  raise(events: readonly ComplianceEvent[]): Promise<void>;
}

/** A board that can also tell what it raised last of a kind: for what is told once and not at each look. */
export interface RememberingBoard extends ComplianceBoard {
  lastOf(kind: ComplianceEventKind): Promise<(ComplianceEvent & { readonly at: Date }) | null>;
}
