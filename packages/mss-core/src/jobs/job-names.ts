/** What a scheduled job is called and what it is for, to people. */
export interface JobText {
  readonly label: string;
  readonly labelEn: string;
  readonly purpose: string;
  readonly purposeEn: string;
}

/** Every job of the installation. One that is not here cannot be scheduled. */
export const JOBS = {
  'annuaire.copies': text(
    'Âge des copies de l’Annuaire Santé',
    'Age of the copies of the Annuaire Santé',
    'Prévient quand aucune copie nouvelle n’est arrivée depuis trois jours ; la dernière sert toujours.',
    'Warns when no new copy has come for three days; the last goes on serving.',
  ),
  'annuaire.extraction': text(
    'Copie des BAL de l’Annuaire Santé',
    'Copy of the BAL of the Annuaire Santé',
    'Télécharge chaque jour les BAL publiées et les met en service d’un coup, une fois vérifiées.',
    'Fetches the published BAL each day and puts them in service at once, when they are verified.',
  ),
  'annuaire.identities': text(
    'Copie des identités de l’Annuaire Santé',
    'Copy of the identities of the Annuaire Santé',
    'Télécharge chaque jour les professionnels et leurs exercices, par lesquels les BAL sont contrôlées.',
    'Fetches professionals and their practices each day, by which BAL are checked.',
  ),
  'annuaire.own': text(
    'BAL de l’opérateur dans la recherche',
    'The operator’s BAL in searches',
    'Met à jour, toutes les cinq minutes, les BAL publiées d’ici que la recherche montre d’abord.',
    'Brings up to date, every five minutes, the published BAL of this operator that searches show first.',
  ),
  'annuaire.people': text(
    'Concordance des personnes avec l’Annuaire Santé',
    'Keeping people in step with the Annuaire Santé',
    'Reprend les noms de l’Annuaire et signale les professionnels qui n’y sont plus.',
    'Takes the names of the Annuaire and tells of professionals who are no longer there.',
  ),
  'annuaire.publish': text(
    'Publication dans l’Annuaire Santé',
    'Publication in the Annuaire Santé',
    'Envoie à l’Annuaire, avant la nuit, les BAL des domaines qui ont changé.',
    'Sends the BAL of the domains that changed to the Annuaire, before its night.',
  ),
  'annuaire.report': text(
    'Comptes rendus de l’Annuaire Santé',
    'Reports of the Annuaire Santé',
    'Demande les comptes rendus que la nuit a dû laisser et garde leurs anomalies.',
    'Asks for the reports that the night should have left, and keeps their anomalies.',
  ),
  'answers.erase': text(
    'Effacement des messages de test',
    'Erasing test messages',
    'Efface, dans le mois, ce que les BAL de réponse automatique ont reçu.',
    'Erases within a month what the automatic-reply BAL were sent.',
  ),
  'apiRequests.forget': text(
    'Oubli des requêtes de l’API',
    'Forgetting API requests',
    'Oublie, un jour après, les requêtes à clé d’idempotence et leurs réponses.',
    'Forgets, a day later, requests with an idempotency key and their answers.',
  ),
  'apiTokens.forget': text(
    'Oubli des jetons échus',
    'Forgetting ended tokens',
    'Supprime les jetons courts des clés de partenaires qui ont pris fin.',
    'Removes the short tokens of partners’ keys that have ended.',
  ),
  'bals.empty': text(
    'Destruction du contenu des BAL supprimées',
    'Destroying what deleted BAL held',
    'Détruit sans retour les messages des BAL supprimées ; les traces restent.',
    'Destroys for good the messages of deleted BAL; traces stay.',
  ),
  'bals.tend': text(
    'Suivi des BAL inutilisées',
    'Tending unused BAL',
    'Annonce puis supprime les BAL que personne n’ouvre depuis un an.',
    'Announces, then deletes, the BAL that nobody has opened for a year.',
  ),
  'bals.unpublish': text(
    'Dépublication des BAL inactives',
    'Unpublishing BAL that nobody opens',
    'Annonce, puis met en liste rouge, les BAL que personne n’a ouvertes depuis 60 jours ; les y remet en vue dès qu’on y revient.',
    'Announces, then puts on the liste rouge, the BAL that nobody has opened for 60 days; shows them again once somebody comes back.',
  ),
  'blobs.collect': text(
    'Recherche des fichiers orphelins',
    'Collecting stray files',
    'Retrouve et supprime les fichiers de messages qu’aucun message ne nomme.',
    'Finds and removes files of messages that no message names.',
  ),
  'blobs.remove': text(
    'Suppression des fichiers des messages partis',
    'Removing files of messages that left',
    'Supprime les fichiers des longs messages dont la clé a été détruite.',
    'Removes the files of long messages whose key was destroyed.',
  ),
  'certificate.watch': text(
    'Échéance du certificat',
    'End of the certificate',
    'Prévient l’opérateur 90, 60, 30 et 7 jours avant la fin de son certificat.',
    'Warns the operator 90, 60, 30 and 7 days before its certificate ends.',
  ),
  'cgu.announce': text(
    'Annonce des conditions d’utilisation',
    'Announcing terms of use',
    'Écrit aux titulaires quand de nouvelles conditions générales vont s’appliquer.',
    'Writes to holders when new terms of use are to apply.',
  ),
  'deliveries.forget': text(
    'Effacement des anciennes remises',
    'Forgetting old deliveries',
    'Efface les remises après leur durée de conservation, une fois leurs statistiques déposées ; les traces restent.',
    'Removes deliveries once kept long enough and once their statistics are deposited; traces stay.',
  ),
  'domains.answer': text(
    'BAL de réponse automatique',
    'Automatic-reply BAL',
    'Donne à chaque domaine la BAL qui répond aux messages de test.',
    'Gives each domain the BAL that answers test messages.',
  ),
  'events.forget': text(
    'Oubli des événements',
    'Forgetting events',
    'Oublie les événements et leurs envois aux webhooks après leur durée de conservation.',
    'Forgets events and their calls to webhooks once kept long enough.',
  ),
  'igc.chain': text(
    'Contrôle de la chaîne IGC-Santé',
    'Checking the IGC-Santé chain',
    'Compare chaque jour les certificats installés à leurs empreintes.',
    'Compares the installed certificates with their fingerprints each day.',
  ),
  'igc.revocationLists': text(
    'Listes de révocation',
    'Revocation lists',
    'Télécharge les listes de révocation et prévient quand elles n’arrivent plus.',
    'Fetches the revocation lists and warns when they stop coming.',
  ),
  'jobRuns.forget': text(
    'Oubli des anciens passages',
    'Forgetting old runs',
    'Garde les derniers passages de chaque travail planifié et oublie les autres.',
    'Keeps the last runs of each scheduled job and forgets the others.',
  ),
  'keys.finish': text(
    'Fin des renouvellements de clés',
    'Finishing key rotations',
    'Termine les renouvellements de clés et détruit celles que plus rien n’utilise.',
    'Ends key rotations and destroys the keys that nothing uses.',
  ),
  'listeBlanche.refresh': text(
    'Téléchargement de la liste blanche',
    'Fetching the whitelist',
    'Télécharge et vérifie la liste blanche chaque jour, et chaque heure après un échec.',
    'Fetches and verifies the whitelist each day, and each hour after a failure.',
  ),
  'listeBlanche.watch': text(
    'Âge de la liste blanche',
    'Age of the whitelist',
    'Prévient quand aucune nouvelle liste valide n’est arrivée depuis 36 heures.',
    'Warns when no new valid list has come for 36 hours.',
  ),
  'messages.remove': text(
    'Suppressions en attente',
    'Waiting removals',
    'Supprime les messages dont la suppression devait attendre quelqu’un.',
    'Removes the messages whose removal had to wait for somebody.',
  ),
  'messages.seal': text(
    'Scellement des anciens messages',
    'Sealing former messages',
    'Scelle peu à peu ce qui était gardé en clair.',
    'Seals, little by little, what was kept in clear.',
  ),
  'operations.forget': text(
    'Oubli des opérations en nombre',
    'Forgetting bulk operations',
    'Oublie les opérations terminées depuis longtemps et leurs lignes.',
    'Forgets operations that ended long ago, and their rows.',
  ),
  'portalSessions.forget': text(
    'Oubli des sessions du portail',
    'Forgetting portal sessions',
    'Supprime les sessions du portail un jour après leur fin.',
    'Removes portal sessions a day after their end.',
  ),
  'quarantine.forget': text(
    'Oubli de la quarantaine',
    'Forgetting the quarantine',
    'Supprime ce que la quarantaine a gardé assez longtemps ; les traces restent.',
    'Removes what the quarantine kept long enough; traces stay.',
  ),
  'statistics.deposit': text(
    'Dépôt des statistiques à l’ANS',
    'Depositing statistics at the ANS',
    'Écrit les fichiers « Echanges » et « Connexions » de chaque domaine et les dépose.',
    'Writes the files “Echanges” and “Connexions” of each domain and deposits them.',
  ),
  'statistics.plan': text(
    'Statistiques du mois écoulé',
    'Statistics of the month that ended',
    'Compte le mois qui s’achève et prévoit le dépôt de ses statistiques.',
    'Counts the month that ended and plans the deposit of its statistics.',
  ),
  'statistics.report': text(
    'Comptes rendus des statistiques',
    'Reports of statistics',
    'Demande à l’ANS ce que sont devenues les statistiques déposées.',
    'Asks the ANS what became of the statistics that were deposited.',
  ),
  'texts.pack': text(
    'Préparation de la recherche',
    'Preparing searches',
    'Scelle les textes arrivés, pour que la recherche reste rapide.',
    'Seals the texts that came in, so that searches stay fast.',
  ),
  'threads.link': text(
    'Conversations',
    'Conversations',
    'Range les messages arrivés dans leurs conversations.',
    'Puts the messages that came in into their conversations.',
  ),
  'traces.seal': text(
    'Scellement des anciennes traces',
    'Sealing former traces',
    'Scelle peu à peu les objets de messages dans les anciennes traces.',
    'Seals, little by little, the subjects in former traces.',
  ),
  'uploads.forget': text(
    'Oubli des fichiers déposés',
    'Forgetting uploads',
    'Détruit les fichiers qu’aucun message n’a pris à temps.',
    'Destroys the files that no message took in time.',
  ),
} as const satisfies Readonly<Record<string, JobText>>;

export type JobName = keyof typeof JOBS;

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOBS, name);
}

function text(label: string, labelEn: string, purpose: string, purposeEn: string): JobText {
  return { label, labelEn, purpose, purposeEn };
}
