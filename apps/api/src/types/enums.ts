import { registerEnumType } from 'type-graphql';
import { described } from './described.js';

/** GraphQL names of the core's words. Values are the core's own, so that no translation is written by hand. */
export enum BalKindName {
  PERSONAL = 'personal',
  ORGANISATIONAL = 'organisational',
  APPLICATIVE = 'applicative',
}
registerEnumType(BalKindName, {
  name: 'BalKind',
  ...described('Type de BAL.', 'Kind of BAL.'),
  valuesConfig: {
    PERSONAL: described('BAL personnelle.', 'Personal BAL.'),
    ORGANISATIONAL: described('BAL organisationnelle.', 'Organisational BAL.'),
    APPLICATIVE: described('BAL applicative.', 'Applicative BAL.'),
  },
});

export enum BalStateName {
  PENDING = 'pending',
  ACTIVE = 'active',
  SUSPENDED = 'suspended',
  DELETED = 'deleted',
}
registerEnumType(BalStateName, {
  name: 'BalState',
  ...described('État d’une BAL.', 'State of a BAL.'),
  valuesConfig: {
    PENDING: described('Pas encore ouverte.', 'Not open yet.'),
    ACTIVE: described('En service.', 'In service.'),
    SUSPENDED: described(
      'Suspendue : elle ne reçoit ni n’envoie.',
      'Suspended: it neither receives nor sends.',
    ),
    DELETED: described(
      'Supprimée : son contenu est détruit, ses traces sont gardées.',
      'Deleted: its content is destroyed, its traces are kept.',
    ),
  },
});

export enum BalRoleName {
  RESPONSIBLE = 'responsible',
  COHOLDER = 'coholder',
  DELEGATE = 'delegate',
}
registerEnumType(BalRoleName, {
  name: 'BalRole',
  ...described('Rôle d’une personne sur une BAL.', 'Role of a person on a BAL.'),
  valuesConfig: {
    RESPONSIBLE: described('Responsable opérationnel.', 'Operational responsible.'),
    COHOLDER: described('Cotitulaire.', 'Co-holder.'),
    DELEGATE: described('Délégué.', 'Delegate.'),
  },
});

export enum StructureRoleName {
  MANAGER = 'manager',
  AUDITOR = 'auditor',
  OPERATOR_ADMIN = 'operatorAdmin',
}
registerEnumType(StructureRoleName, {
  name: 'StructureRole',
  ...described('Rôle d’une personne dans une structure.', 'Role of a person in a structure.'),
  valuesConfig: {
    MANAGER: described('Gestionnaire des BAL.', 'Manager of the BAL.'),
    AUDITOR: described(
      'Auditeur ou délégué à la protection des données.',
      'Auditor or data protection officer.',
    ),
    OPERATOR_ADMIN: described('Administrateur de l’opérateur.', 'Administrator of the operator.'),
  },
});

export enum StructureKindName {
  STRUCTURE = 'structure',
  PRACTICE = 'practice',
  SOLO = 'solo',
  OPERATOR = 'operator',
}
registerEnumType(StructureKindName, {
  name: 'StructureKind',
  ...described('Nature d’une structure cliente.', 'Nature of a client structure.'),
  valuesConfig: {
    STRUCTURE: described('Structure avec FINESS.', 'Structure with a FINESS number.'),
    PRACTICE: described('Cabinet de groupe sans FINESS.', 'Group practice without FINESS.'),
    SOLO: described('Professionnel exerçant seul.', 'Professional working alone.'),
    OPERATOR: described('L’opérateur lui-même.', 'The operator itself.'),
  },
});

export enum FolderUseName {
  INBOX = 'inbox',
  SENT = 'sent',
  DRAFTS = 'drafts',
  TRASH = 'trash',
  JUNK = 'junk',
  ARCHIVE = 'archive',
}
registerEnumType(FolderUseName, {
  name: 'FolderUse',
  ...described('Usage réservé d’un dossier (RFC 6154).', 'Reserved use of a folder (RFC 6154).'),
  valuesConfig: {
    INBOX: described('Boîte de réception.', 'Inbox.'),
    SENT: described('Messages envoyés.', 'Sent messages.'),
    DRAFTS: described('Brouillons.', 'Drafts.'),
    TRASH: described('Corbeille.', 'Trash.'),
    JUNK: described('Indésirables.', 'Junk.'),
    ARCHIVE: described('Archives.', 'Archive.'),
  },
});

export enum DeliveryDirectionName {
  INBOUND = 'inbound',
  OUTBOUND = 'outbound',
}
registerEnumType(DeliveryDirectionName, {
  name: 'DeliveryDirection',
  ...described('Sens d’une remise.', 'Direction of a delivery.'),
  valuesConfig: {
    INBOUND: described('Reçue pour une BAL de la structure.', 'Received for a BAL of the structure.'),
    OUTBOUND: described('Envoyée par une BAL de la structure.', 'Sent by a BAL of the structure.'),
  },
});

export enum DeliveryStateName {
  QUEUED = 'queued',
  DEFERRED = 'deferred',
  HELD = 'held',
  DELIVERED = 'delivered',
  FAILED = 'failed',
  CANCELLED = 'cancelled',
}
registerEnumType(DeliveryStateName, {
  name: 'DeliveryState',
  ...described('État d’une remise.', 'State of a delivery.'),
  valuesConfig: {
    QUEUED: described('En file d’attente.', 'Queued.'),
    DEFERRED: described('Retardée : un nouvel essai est prévu.', 'Deferred: another attempt is planned.'),
    HELD: described('Suspendue par un gestionnaire.', 'Held by a manager.'),
    DELIVERED: described('Remise.', 'Delivered.'),
    FAILED: described('En échec définitif.', 'Failed for good.'),
    CANCELLED: described('Annulée par un gestionnaire.', 'Cancelled by a manager.'),
  },
});

export enum DeliveryActName {
  HOLD = 'hold',
  RELEASE = 'release',
  RETRY = 'retry',
  CANCEL = 'cancel',
}
registerEnumType(DeliveryActName, {
  name: 'DeliveryAct',
  ...described('Ce qu’un gestionnaire peut faire d’une remise.', 'What a manager may do with a delivery.'),
  valuesConfig: {
    HOLD: described('La suspendre.', 'Hold it.'),
    RELEASE: described('La remettre en file.', 'Put it back in the queue.'),
    RETRY: described('Essayer maintenant.', 'Try now.'),
    CANCEL: described('L’annuler.', 'Cancel it.'),
  },
});

export enum DeliveryStepName {
  ACCEPTED = 'accepted',
  QUEUED = 'queued',
  DELAYED = 'deferred',
  HELD = 'held',
  DELIVERED = 'delivered',
  FAILED = 'failed',
  CANCELLED = 'cancelled',
}
registerEnumType(DeliveryStepName, {
  name: 'DeliveryStepKind',
  ...described('Étape d’une remise.', 'Step of a delivery.'),
  valuesConfig: {
    ACCEPTED: described('Message accepté.', 'Message accepted.'),
    QUEUED: described('Mise en file.', 'Queued.'),
    DELAYED: described(
      'Essai sans succès, un autre suivra.',
      'Attempt without success, another will follow.',
    ),
    HELD: described('Suspendue par un gestionnaire.', 'Held by a manager.'),
    DELIVERED: described('Remise.', 'Delivered.'),
    FAILED: described('En échec définitif.', 'Failed for good.'),
    CANCELLED: described('Annulée par un gestionnaire.', 'Cancelled by a manager.'),
  },
});

export enum SeverityName {
  INFO = 'info',
  WARNING = 'warning',
  CRITICAL = 'critical',
}
registerEnumType(SeverityName, {
  name: 'Severity',
  ...described('Gravité d’un événement de conformité.', 'Severity of a compliance event.'),
  valuesConfig: {
    INFO: described('Information.', 'Information.'),
    WARNING: described('À surveiller.', 'To watch.'),
    CRITICAL: described('À traiter sans attendre.', 'To be dealt with at once.'),
  },
});

export enum ListeBlancheChangeKindName {
  DOMAIN_ADDED = 'domainAdded',
  DOMAIN_REMOVED = 'domainRemoved',
  DN_CHANGED = 'dnChanged',
}
registerEnumType(ListeBlancheChangeKindName, {
  name: 'ListeBlancheChangeKind',
  ...described('Nature d’un changement de la liste blanche.', 'Kind of a change of the whitelist.'),
  valuesConfig: {
    DOMAIN_ADDED: described('Domaine ajouté.', 'Domain added.'),
    DOMAIN_REMOVED: described('Domaine retiré.', 'Domain removed.'),
    DN_CHANGED: described('Certificats changés.', 'Certificates changed.'),
  },
});

export enum ScheduledJobOutcomeName {
  RUNNING = 'running',
  DONE = 'done',
  PARTIAL = 'partial',
  FAILED = 'failed',
}
registerEnumType(ScheduledJobOutcomeName, {
  name: 'ScheduledJobOutcome',
  ...described('Résultat d’un passage d’un travail planifié.', 'Result of a run of a scheduled job.'),
  valuesConfig: {
    RUNNING: described('En cours.', 'Under way.'),
    DONE: described('Terminé.', 'Done.'),
    PARTIAL: described('Terminé en partie ; le reste sera repris.', 'Done in part; the rest is tried again.'),
    FAILED: described('Échoué ; il sera réessayé.', 'Failed; it is tried again.'),
  },
});

export enum DnsPurposeName {
  MX = 'mx',
  SUBMISSION_PSC = 'submissionPsc',
  SUBMISSION_AUTHCLI = 'submissionAuthcli',
  IMAP_PSC = 'imapPsc',
  IMAP_AUTHCLI = 'imapAuthcli',
  SPF = 'spf',
  DMARC = 'dmarc',
  DKIM = 'dkim',
  AUTOCONFIG = 'autoconfig',
}
registerEnumType(DnsPurposeName, {
  name: 'DnsPurpose',
  ...described('Ce à quoi sert un enregistrement DNS.', 'What a DNS record is for.'),
  valuesConfig: {
    MX: described('Réception entre opérateurs.', 'Reception between operators.'),
    SUBMISSION_PSC: described('Envoi, Pro Santé Connect.', 'Submission, Pro Santé Connect.'),
    SUBMISSION_AUTHCLI: described('Envoi, BAL applicatives.', 'Submission, applicative BAL.'),
    IMAP_PSC: described('Consultation, Pro Santé Connect.', 'Reading, Pro Santé Connect.'),
    IMAP_AUTHCLI: described('Consultation, BAL applicatives.', 'Reading, applicative BAL.'),
    SPF: described('Serveurs qui écrivent au nom du domaine.', 'Servers that write in the domain’s name.'),
    DMARC: described('Conduite envers les imitations.', 'What to do with imitations.'),
    DKIM: described(
      'Clé de signature : aucune ne doit être publiée, rien n’est signé.',
      'Signing key: none must be published, nothing is signed.',
    ),
    AUTOCONFIG: described('Réglage des logiciels de messagerie.', 'Settings of mail programs.'),
  },
});

export enum DnsVerdictName {
  OK = 'ok',
  MISSING = 'missing',
  WRONG = 'wrong',
  EXTRA = 'extra',
  UNREACHABLE = 'unreachable',
}
registerEnumType(DnsVerdictName, {
  name: 'DnsVerdict',
  ...described('Ce que la comparaison a donné.', 'What the comparison came to.'),
  valuesConfig: {
    OK: described('Conforme.', 'As it should be.'),
    MISSING: described('Absent.', 'Missing.'),
    WRONG: described('Différent de l’attendu.', 'Different from what is expected.'),
    EXTRA: described('En trop.', 'Not expected.'),
    UNREACHABLE: described('Les serveurs DNS n’ont pas répondu.', 'The name servers did not answer.'),
  },
});

export enum AccessTimeName {
  PAST = 'past',
  PRESENT = 'present',
  FUTURE = 'future',
}
registerEnumType(AccessTimeName, {
  name: 'AccessTime',
  ...described('Où en est un accès.', 'Where an access stands.'),
  valuesConfig: {
    PAST: described('Terminé.', 'Over.'),
    PRESENT: described('En vigueur.', 'In force.'),
    FUTURE: described('À venir.', 'To come.'),
  },
});

export enum IdentityKindName {
  RPPS = 'rpps',
  ADELI = 'adeli',
  LOCAL = 'local',
}
registerEnumType(IdentityKindName, {
  name: 'IdentityKind',
  ...described('Nature de l’identifiant d’une personne.', 'Kind of the identifier of a person.'),
  valuesConfig: {
    RPPS: described('Numéro RPPS.', 'RPPS number.'),
    ADELI: described('Numéro ADELI.', 'ADELI number.'),
    LOCAL: described('Identifiant donné par une structure.', 'Identifier given by a structure.'),
  },
});

export enum OperationKindName {
  BAL_OPENING = 'balOpening',
  ACCESS_OPENING = 'accessOpening',
  BAL_ROLLBACK = 'balUndoing',
  ACCESS_ROLLBACK = 'accessUndoing',
  BAL_EXPORT = 'balExport',
}
registerEnumType(OperationKindName, {
  name: 'OperationKind',
  ...described('Nature d’une opération en nombre.', 'Kind of an operation over many rows.'),
  valuesConfig: {
    BAL_OPENING: described('Ouverture de BAL.', 'Opening of BAL.'),
    ACCESS_OPENING: described('Ouverture d’accès.', 'Opening of accesses.'),
    BAL_ROLLBACK: described(
      'Annulation des BAL qu’une opération a ouvertes.',
      'Taking back of the BAL that an operation opened.',
    ),
    ACCESS_ROLLBACK: described(
      'Annulation des accès qu’une opération a ouverts.',
      'Taking back of the accesses that an operation opened.',
    ),
    BAL_EXPORT: described(
      'Messages d’une BAL, emportés par qui en répond ; une ligne par dossier.',
      'Messages of a BAL, taken away by who answers for it; one row for each folder.',
    ),
  },
});

export enum OperationStateName {
  QUEUED = 'queued',
  RUNNING = 'running',
  WAITING = 'waiting',
  SUCCEEDED = 'succeeded',
  PARTIAL = 'partial',
  FAILED = 'failed',
  CANCELLED = 'cancelled',
}
registerEnumType(OperationStateName, {
  name: 'OperationState',
  ...described('État d’une opération.', 'State of an operation.'),
  valuesConfig: {
    QUEUED: described('En file.', 'Queued.'),
    RUNNING: described('En cours.', 'Running.'),
    WAITING: described('En attente d’un tiers.', 'Waiting for a third party.'),
    SUCCEEDED: described('Terminée, aucune ligne refusée.', 'Over, no row was refused.'),
    PARTIAL: described('Terminée, des lignes refusées.', 'Over, some rows were refused.'),
    FAILED: described('Terminée, rien n’a été fait.', 'Over, nothing was done.'),
    CANCELLED: described('Arrêtée ; ce qui était fait l’est resté.', 'Stopped; what was done stayed done.'),
  },
});

export enum OperationRowStateName {
  WAITING = 'waiting',
  VALID = 'valid',
  DONE = 'done',
  UNCHANGED = 'unchanged',
  FAILED = 'failed',
  SKIPPED = 'skipped',
  UNDONE = 'undone',
}
registerEnumType(OperationRowStateName, {
  name: 'OperationRowState',
  ...described('Ce qu’il est advenu d’une ligne.', 'What became of a row.'),
  valuesConfig: {
    WAITING: described('Pas encore traitée.', 'Not processed yet.'),
    VALID: described('Valide ; rien n’en est fait encore.', 'Valid; nothing of it is done yet.'),
    DONE: described('Faite.', 'Done.'),
    UNCHANGED: described('Déjà en place, à l’identique.', 'In place already, exactly as asked.'),
    FAILED: described('Refusée.', 'Refused.'),
    SKIPPED: described(
      'Laissée : d’autres étaient refusées, ou l’opération a été arrêtée.',
      'Left out: others were refused, or the operation was stopped.',
    ),
    UNDONE: described('Faite, puis annulée.', 'Done, then taken back.'),
  },
});

export enum AcceptanceDoorName {
  PORTAL = 'portal',
  API = 'api',
  IMAP = 'imap',
  SUBMISSION = 'submission',
}
registerEnumType(AcceptanceDoorName, {
  name: 'AcceptanceDoor',
  ...described('Par où une personne a accepté.', 'By which door a person accepted.'),
  valuesConfig: {
    PORTAL: described('Le portail.', 'The portal.'),
    API: described('L’API.', 'The API.'),
    IMAP: described('Un logiciel de messagerie, en lecture.', 'A mail program, reading.'),
    SUBMISSION: described('Un logiciel de messagerie, à l’envoi.', 'A mail program, sending.'),
  },
});

export enum AcceptanceProofName {
  PSC = 'psc',
  SECOURS = 'secours',
  STRUCTURE = 'structure',
}
registerEnumType(AcceptanceProofName, {
  name: 'AcceptanceProof',
  ...described('Comment une personne était connue.', 'How a person was known.'),
  valuesConfig: {
    PSC: described('Pro Santé Connect.', 'Pro Santé Connect.'),
    SECOURS: described('L’accès de secours de sa structure.', 'The backup access of their structure.'),
    STRUCTURE: described(
      'Le fournisseur d’identité de sa structure.',
      'The identity provider of their structure.',
    ),
  },
});
