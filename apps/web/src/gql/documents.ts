/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Type de BAL. / Kind of BAL. */
export type BalKind =
  /** BAL applicative. / Applicative BAL. */
  | 'APPLICATIVE'
  /** BAL organisationnelle. / Organisational BAL. */
  | 'ORGANISATIONAL'
  /** BAL personnelle. / Personal BAL. */
  | 'PERSONAL';

/** Ce que l’Annuaire Santé doit savoir d’une BAL ; ce qui est omis reste, un texte vide efface. / What the Annuaire Santé must know of a BAL; what is left out stays, an empty text erases. */
export type BalPublicationInput = {
  /** Quand l’accord de l’ANS a été demandé. / When the approval of the ANS was asked for. */
  approvalAskedAt?: string | null | undefined;
  /** Référence de cet accord. / Reference of that approval. */
  approvalReference?: string | null | undefined;
  /** Quand l’ANS l’a donné. / When the ANS gave it. */
  approvedAt?: string | null | undefined;
  /** Civilité d’exercice d’un titulaire sans numéro national (R11). / Title of a holder without national number (R11). */
  civility?: string | null | undefined;
  /** Vrai pour tenir une BAL applicative hors de vue. / True to keep an applicative BAL out of sight. */
  isHidden?: boolean | null | undefined;
  /** Profession d’un titulaire sans numéro national (G15). / Profession of a holder without national number (G15). */
  profession?: string | null | undefined;
  /** Rang parmi les BAL de son titulaire, 1 pour la préférée ; 0 pour aucun. / Rank among the BAL of its holder, 1 for the preferred one; 0 for none. */
  rank?: number | null | undefined;
  /** Service de rattachement. / Service of the structure. */
  service?: string | null | undefined;
  /** Sa spécialité. / Their speciality. */
  speciality?: string | null | undefined;
};

/** Où en est une BAL dans l’Annuaire Santé. / Where a BAL stands in the Annuaire Santé. */
export type BalPublicationState =
  /** Publiée. / Published. */
  | 'ACCEPTED'
  /** Envoyée ; le compte-rendu est attendu. / Sent; the report is awaited. */
  | 'DECLARED'
  /** Elle n’a pas à l’être. / It is not to be. */
  | 'NOT_PUBLISHED'
  /** Ce qu’elle est partira au prochain envoi. / What it is leaves with the next feed. */
  | 'PENDING'
  /** Rejetée par l’Annuaire. / Rejected by the Annuaire. */
  | 'REJECTED';

/** Rôle d’une personne sur une BAL. / Role of a person on a BAL. */
export type BalRole =
  /** Cotitulaire. / Co-holder. */
  | 'COHOLDER'
  /** Délégué. / Delegate. */
  | 'DELEGATE'
  /** Responsable opérationnel. / Operational responsible. */
  | 'RESPONSIBLE';

/** État d’une BAL. / State of a BAL. */
export type BalState =
  /** En service. / In service. */
  | 'ACTIVE'
  /** Supprimée : son contenu est détruit, ses traces sont gardées. / Deleted: its content is destroyed, its traces are kept. */
  | 'DELETED'
  /** Pas encore ouverte. / Not open yet. */
  | 'PENDING'
  /** Suspendue : elle ne reçoit ni n’envoie. / Suspended: it neither receives nor sends. */
  | 'SUSPENDED';

/** Ce qu’un gestionnaire peut faire d’une remise. / What a manager may do with a delivery. */
export type DeliveryAct =
  /** L’annuler. / Cancel it. */
  | 'CANCEL'
  /** La suspendre. / Hold it. */
  | 'HOLD'
  /** La remettre en file. / Put it back in the queue. */
  | 'RELEASE'
  /** Essayer maintenant. / Try now. */
  | 'RETRY';

/** Sens d’une remise. / Direction of a delivery. */
export type DeliveryDirection =
  /** Reçue pour une BAL de la structure. / Received for a BAL of the structure. */
  | 'INBOUND'
  /** Envoyée par une BAL de la structure. / Sent by a BAL of the structure. */
  | 'OUTBOUND';

/** État d’une remise. / State of a delivery. */
export type DeliveryState =
  /** Annulée par un gestionnaire. / Cancelled by a manager. */
  | 'CANCELLED'
  /** Retardée : un nouvel essai est prévu. / Deferred: another attempt is planned. */
  | 'DEFERRED'
  /** Remise. / Delivered. */
  | 'DELIVERED'
  /** En échec définitif. / Failed for good. */
  | 'FAILED'
  /** Suspendue par un gestionnaire. / Held by a manager. */
  | 'HELD'
  /** En file d’attente. / Queued. */
  | 'QUEUED';

/** Type d’une BAL dans l’Annuaire Santé. / Kind of a BAL in the Annuaire Santé. */
export type DirectoryBalKind =
  /** Applicative. / Applicative. */
  | 'APP'
  /** De cabinet. / Of a practice. */
  | 'CAB'
  /** Organisationnelle. / Organisational. */
  | 'ORG'
  /** Un type que nous ne connaissons pas encore. / A kind that we do not know yet. */
  | 'OTHER'
  /** Personnelle. / Personal. */
  | 'PER';

/** Ce qu’une copie de l’Annuaire contient. / What a copy of the Annuaire holds. */
export type DirectoryCopyKind =
  /** Les BAL publiées par tous les opérateurs. / The BAL that all operators publish. */
  | 'BALS'
  /** Les professionnels et leurs exercices. / Professionals and their practices. */
  | 'IDENTITIES'
  /** Les BAL publiées de cet opérateur. / The published BAL of this operator. */
  | 'OWN';

/** Comment une BAL répond à la recherche. / How a BAL answers the search. */
export type DirectoryMatch =
  /** À une ou deux lettres près. / But for a letter or two. */
  | 'CLOSE'
  /** Ils y figurent au milieu d’un mot. / They stand inside a word. */
  | 'CONTAINS'
  /** Par les mots tapés. / By the words typed. */
  | 'EXACT'
  /** Par leur début. / By their beginning. */
  | 'PREFIX';

/** D’où vient une réponse de l’annuaire. / Where an answer of the directory comes from. */
export type DirectoryOrigin =
  /** La copie quotidienne de l’Annuaire Santé. / The daily copy of the Annuaire Santé. */
  | 'EXTRACTION'
  /** L’Annuaire Santé, par FHIR. / The Annuaire Santé, by FHIR. */
  | 'FHIR'
  /** L’Annuaire Santé, par LDAP. / The Annuaire Santé, by LDAP. */
  | 'LDAP'
  /** Les BAL de cet opérateur. / The BAL of this operator. */
  | 'LOCAL';

/** Pourquoi un annuaire n’a pas répondu. / Why a directory did not answer. */
export type DirectoryTrouble =
  /** Aucune copie n’est encore là. / No copy is there yet. */
  | 'ABSENT'
  /** Il n’a pas répondu à temps. / It did not answer in time. */
  | 'LATE'
  /** Il ne répond pas. / It does not answer. */
  | 'UNAVAILABLE';

/** Ce à quoi sert un enregistrement DNS. / What a DNS record is for. */
export type DnsPurpose =
  /** Réglage des logiciels de messagerie. / Settings of mail programs. */
  | 'AUTOCONFIG'
  /** Clé de signature : aucune ne doit être publiée, rien n’est signé. / Signing key: none must be published, nothing is signed. */
  | 'DKIM'
  /** Conduite envers les imitations. / What to do with imitations. */
  | 'DMARC'
  /** Consultation, BAL applicatives. / Reading, applicative BAL. */
  | 'IMAP_AUTHCLI'
  /** Consultation, Pro Santé Connect. / Reading, Pro Santé Connect. */
  | 'IMAP_PSC'
  /** Réception entre opérateurs. / Reception between operators. */
  | 'MX'
  /** Serveurs qui écrivent au nom du domaine. / Servers that write in the domain’s name. */
  | 'SPF'
  /** Envoi, BAL applicatives. / Submission, applicative BAL. */
  | 'SUBMISSION_AUTHCLI'
  /** Envoi, Pro Santé Connect. / Submission, Pro Santé Connect. */
  | 'SUBMISSION_PSC';

/** Ce que la comparaison a donné. / What the comparison came to. */
export type DnsVerdict =
  /** En trop. / Not expected. */
  | 'EXTRA'
  /** Absent. / Missing. */
  | 'MISSING'
  /** Conforme. / As it should be. */
  | 'OK'
  /** Les serveurs DNS n’ont pas répondu. / The name servers did not answer. */
  | 'UNREACHABLE'
  /** Différent de l’attendu. / Different from what is expected. */
  | 'WRONG';

/** Sort d’un message au contenu chiffré que l’analyse signale. / What becomes of a message whose encrypted content the scan reports. */
export type EncryptedTreatment =
  /** Accepté sans analyse de ce contenu. / Accepted without a scan of that content. */
  | 'ACCEPT'
  /** Traité comme infecté. / Treated as infected. */
  | 'REFUSE';

/** Usage réservé d’un dossier (RFC 6154). / Reserved use of a folder (RFC 6154). */
export type FolderUse =
  /** Archives. / Archive. */
  | 'ARCHIVE'
  /** Brouillons. / Drafts. */
  | 'DRAFTS'
  /** Boîte de réception. / Inbox. */
  | 'INBOX'
  /** Indésirables. / Junk. */
  | 'JUNK'
  /** Messages envoyés. / Sent messages. */
  | 'SENT'
  /** Corbeille. / Trash. */
  | 'TRASH';

/** Fournisseur voulu. / The wanted provider. */
export type IdentityProviderInput = {
  /** Notre identifiant chez lui. / Our identifier with it. */
  clientId: string;
  /** Secret convenu avec lui ; il est scellé. / Secret agreed with it; it is sealed. */
  clientSecret: string;
  /** Domaines des adresses dont il répond, 20 au plus. / Domains of the addresses it answers for, 20 at most. */
  domains: Array<string>;
  /** Émetteur OpenID Connect (https), exactement comme sa description le dit. / OpenID Connect issuer (https), exactly as its description says. */
  issuer: string;
};

/** Pourquoi un fournisseur ne peut pas servir. / Why a provider cannot be used. */
export type IdentityProviderProblem =
  /** Une de ses adresses n’est pas publique : nous ne l’appelons pas. / One of its addresses is not public: we do not call it. */
  | 'ADDRESS_NOT_PUBLIC'
  /** Sa réponse n’est pas acceptable. / Its answer is not acceptable. */
  | 'ANSWER_REFUSED'
  /** Il ne reconnaît pas notre identifiant ou notre secret. / It does not know our identifier or our secret. */
  | 'CLIENT_REFUSED'
  /** Une adresse manque dans sa description, ou n’est pas en https. / An address is missing from its description, or is not of https. */
  | 'ENDPOINT_MISSING'
  /** Il ne connaît pas le code d’autorisation. / It does not know the authorization code. */
  | 'NO_CODE'
  /** Aucune description OpenID Connect n’est publiée par cet émetteur. / No OpenID Connect description is published by that issuer. */
  | 'NO_DESCRIPTION'
  /** Il refuse PKCE (S256). / It refuses PKCE (S256). */
  | 'NO_PKCE'
  /** Il ne reconnaît pas un client à son secret. / It does not know a client by a secret. */
  | 'NO_SECRET'
  /** Il ne signe pas ses jetons par une clé publique. / It does not sign its tokens by a public key. */
  | 'NO_SIGNATURE'
  /** Sa description est celle d’un autre émetteur, à la lettre près. / Its description is of another issuer, to the letter. */
  | 'OTHER_ISSUER'
  /** Il ne répond pas, ou pas à temps, ou son certificat n’est pas reconnu. / It does not answer, or not in time, or its certificate is not recognised. */
  | 'UNREACHABLE';

/** Sort d’un message infecté. / What becomes of an infected message. */
export type InfectedTreatment =
  /** Refusé en entier. / Refused whole. */
  | 'REFUSE'
  /** Remis sans les parties infectées. / Delivered without its infected parts. */
  | 'STRIP';

/** Nature d’un changement de la liste blanche. / Kind of a change of the whitelist. */
export type ListeBlancheChangeKind =
  /** Certificats changés. / Certificates changed. */
  | 'DN_CHANGED'
  /** Domaine ajouté. / Domain added. */
  | 'DOMAIN_ADDED'
  /** Domaine retiré. / Domain removed. */
  | 'DOMAIN_REMOVED';

/** Pourquoi une BAL est en liste rouge. / Why a BAL is on the liste rouge. */
export type ListeRougeCause =
  /** Choix de ses titulaires. / Choice of its holders. */
  | 'CHOICE'
  /** Personne ne l’ouvre : dépubliée pour cause d’inactivité. / Nobody opens it: hidden for inactivity. */
  | 'INACTIVITY'
  /** BAL applicative que la structure tient hors de vue. / Applicative BAL that the structure keeps out of sight. */
  | 'STRUCTURE';

/** Ce que l’analyse reproche à un message. / What the scan holds against a message. */
export type MalwareNature =
  /** Contenu chiffré, impossible à analyser. / Encrypted content, which cannot be scanned. */
  | 'ENCRYPTED'
  /** Code malveillant connu. / Known malware. */
  | 'MALWARE'
  /** Archive trop volumineuse ou trop imbriquée pour être analysée. / Archive too large or too deeply nested to be scanned. */
  | 'TOO_DEEP';

/** En quoi une BAL diffère entre deux envois. / How a BAL differs between two feeds. */
export type PublicationDifferenceKind =
  /** Dite autrement. / Said otherwise. */
  | 'CHANGED'
  /** Ajoutée. / Added. */
  | 'CREATED'
  /** Retirée. / Removed. */
  | 'REMOVED';

/** Pourquoi une BAL n’est pas publiée dans l’Annuaire Santé. / Why a BAL is not published in the Annuaire Santé. */
export type PublicationExclusionReason =
  /** Son domaine est en cours de retrait : plus rien n’y est déclaré. / Its domain is being withdrawn: nothing of it is declared any more. */
  | 'DOMAIN_WITHDRAWN'
  /** Qui en répond n’a ni RPPS ni ADELI : l’ANS doit d’abord l’approuver. / Who answers for it has neither RPPS nor ADELI number: the ANS must approve it first. */
  | 'HOLDER_NOT_NATIONAL'
  /** Qui en répond n’a ni RPPS ni ADELI, et elle n’est rattachée à aucun site : l’ANS ne peut pas encore l’approuver. / Who answers for it has neither RPPS nor ADELI number, and it has no place: the ANS cannot approve it yet. */
  | 'HOLDER_WITHOUT_PLACE'
  /** Retenue : envoyée, elle ferait refuser tout le message. / Kept back: sent, it would have the whole message refused. */
  | 'KEPT_BACK'
  /** Personne n’en répond aujourd’hui. / Nobody answers for it today. */
  | 'NOBODY_ANSWERS'
  /** BAL en attente, suspendue ou supprimée. / A pending, suspended or deleted BAL. */
  | 'NOT_OPEN'
  /** BAL d’usager. / A BAL of a patient. */
  | 'PATIENT'
  /** BAL d’un cabinet dont le responsable n’a ni RPPS ni ADELI : aucun accord n’y change rien. / A BAL of a practice whose responsible person has neither RPPS nor ADELI number: no approval changes that. */
  | 'PRACTICE_NOT_NATIONAL'
  /** BAL de test. / A test BAL. */
  | 'TEST';

/** Où en est un envoi à l’Annuaire Santé. / Where a feed to the Annuaire Santé stands. */
export type PublicationState =
  /** Il retirerait beaucoup de BAL et attend un accord. / It would remove many BAL and waits for a yes. */
  | 'HELD'
  /** Perdu par l’Annuaire ; renvoyé en entier. / Lost by the Annuaire; sent again whole. */
  | 'LOST'
  /** La nuit est venue avant ; repris le soir suivant. / The night came before; taken up the next evening. */
  | 'MISSED'
  /** Refusé ; l’opérateur est prévenu. / Refused; the operator is told. */
  | 'REFUSED'
  /** Le compte-rendu a été lu. / The report was read. */
  | 'REPORTED'
  /** Sur le point de partir, ou repris jusqu’à la nuit. / About to leave, or tried again until the night. */
  | 'SENDING'
  /** Reçu ; le compte-rendu est attendu. / Received; the report is awaited. */
  | 'SENT'
  /** Le compte-rendu ne peut plus être retiré. / The report cannot be fetched any more. */
  | 'UNREPORTED';

/** Résultat d’un passage d’un travail planifié. / Result of a run of a scheduled job. */
export type ScheduledJobOutcome =
  /** Terminé. / Done. */
  | 'DONE'
  /** Échoué ; il sera réessayé. / Failed; it is tried again. */
  | 'FAILED'
  /** Terminé en partie ; le reste sera repris. / Done in part; the rest is tried again. */
  | 'PARTIAL'
  /** En cours. / Under way. */
  | 'RUNNING';

/** Gravité d’un événement de conformité. / Severity of a compliance event. */
export type Severity =
  /** À traiter sans attendre. / To be dealt with at once. */
  | 'CRITICAL'
  /** Information. / Information. */
  | 'INFO'
  /** À surveiller. / To watch. */
  | 'WARNING';

/** Où en est le dépôt de statistiques à l’ANS. / Where a deposit of statistics at the ANS stands. */
export type StatisticsDepositState =
  /** Acceptée par l’ANS. / Accepted by the ANS. */
  | 'ACCEPTED'
  /** Déposée ; le compte rendu est attendu. / Deposited; the report is awaited. */
  | 'DEPOSITED'
  /** Les fichiers sont à écrire. / The files are to be written. */
  | 'DUE'
  /** Les fichiers sont écrits et vont partir. / The files are written and about to leave. */
  | 'READY'
  /** Refusée par le compte rendu : à corriger, puis à redéposer. / Sent back by the report: to be corrected, then deposited again. */
  | 'REFUSED'
  /** L’archive part par segments. / The archive leaves in segments. */
  | 'SENDING';

/** Résultat d’un contrôle de l’ANS. / Result of a control of the ANS. */
export type StatisticsVerdict =
  /** Bloquant. / Blocking. */
  | 'KO'
  /** Passé. / Passed. */
  | 'OK'
  /** Avertissement. / Warning. */
  | 'WARNING';

/** Nature d’une structure cliente. / Nature of a client structure. */
export type StructureKind =
  /** L’opérateur lui-même. / The operator itself. */
  | 'OPERATOR'
  /** Cabinet de groupe sans FINESS. / Group practice without FINESS. */
  | 'PRACTICE'
  /** Professionnel exerçant seul. / Professional working alone. */
  | 'SOLO'
  /** Structure avec FINESS. / Structure with a FINESS number. */
  | 'STRUCTURE';

/** Rôle d’une personne dans une structure. / Role of a person in a structure. */
export type StructureRole =
  /** Auditeur ou délégué à la protection des données. / Auditor or data protection officer. */
  | 'AUDITOR'
  /** Gestionnaire des BAL. / Manager of the BAL. */
  | 'MANAGER'
  /** Administrateur de l’opérateur. / Administrator of the operator. */
  | 'OPERATOR_ADMIN';

export type AnnuaireFeedsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type AnnuaireFeedsPageQuery = { publicationsHeld: Array<{ id: string, domain: string, begunAt: string, declared: number, removed: number, isApproved: boolean }>, domainWithdrawals: Array<{ domain: string, askedAt: string, emptiedAt: string | null }> };

export type PublicationHeldApproveMutationVariables = Exact<{
  id: string | number;
}>;


export type PublicationHeldApproveMutation = { done:
    | { __typename: 'HeldPublication' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type DomainWithdrawMutationVariables = Exact<{
  domain: string;
}>;


export type DomainWithdrawMutation = { done:
    | { __typename: 'DomainWithdrawal' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type DomainKeepMutationVariables = Exact<{
  domain: string;
}>;


export type DomainKeepMutation = { done:
    | { __typename: 'DomainWithdrawal' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type MyBalsQueryVariables = Exact<{ [key: string]: never; }>;


export type MyBalsQuery = { me: { bals: Array<{ role: BalRole, mayRead: boolean, maySend: boolean, bal: { id: string, address: string, kind: BalKind, state: BalState, isTest: boolean, description: string, folders: Array<{ id: string, specialUse: FolderUse | null, unread: number }> } }> } };

export type MyBalInDirectoryQueryVariables = Exact<{ [key: string]: never; }>;


export type MyBalInDirectoryQuery = { me: { bals: Array<{ role: BalRole, structureId: string, listeRouge: boolean, listeRougeCauses: Array<ListeRougeCause>, bal: { id: string, address: string, kind: BalKind, isTest: boolean } }> } };

export type BalFoldersQueryVariables = Exact<{
  balId: string | number;
}>;


export type BalFoldersQuery = { bal:
    | { __typename: 'Bal', id: string, address: string, kind: BalKind, state: BalState, description: string, folders: Array<{ id: string, name: string, specialUse: FolderUse | null, total: number, unread: number }> }
    | { __typename: 'Refus', code: string }
   };

export type DirectoryCopiesPageQueryVariables = Exact<{ [key: string]: never; }>;


export type DirectoryCopiesPageQuery = { directoryCopies: Array<{ kind: DirectoryCopyKind, isPending: boolean, fileName: string | null, asOf: string | null, loadedAt: string | null, sha256: string | null, lineCount: number, badLineCount: number }> };

export type DirectoryCopyApproveMutationVariables = Exact<{
  sha256: string;
}>;


export type DirectoryCopyApproveMutation = { done:
    | { __typename: 'DirectoryCopy' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type DirectoryPageQueryVariables = Exact<{
  first: number;
  text?: string | null | undefined;
  name?: string | null | undefined;
  profession?: string | null | undefined;
  speciality?: string | null | undefined;
  town?: string | null | undefined;
  structure?: string | null | undefined;
  bal?: string | null | undefined;
}>;


export type DirectoryPageQuery = { directorySearch: { asOf: string | null, isTooMany: boolean, incomplete: Array<{ origin: DirectoryOrigin, trouble: DirectoryTrouble }>, edges: Array<{ node: { address: string, kind: DirectoryBalKind, origin: DirectoryOrigin, isLocal: boolean, match: DirectoryMatch, familyName: string | null, givenName: string | null, description: string | null, profession: { code: string | null, label: string | null } | null, speciality: { code: string | null, label: string | null } | null, places: Array<{ name: string | null, service: string | null, postalCode: string | null, town: string | null }> } }> } };

export type DomainZoneQueryVariables = Exact<{
  domain: string;
}>;


export type DomainZoneQuery = { domainDns:
    | { __typename: 'DomainDns', domain: string, checkedAt: string, isConform: boolean, zone: string, findings: Array<{ purpose: DnsPurpose, name: string, type: string, expected: string | null, found: Array<string>, verdict: DnsVerdict, required: boolean, advice: string | null, adviceEn: string | null }> }
    | { __typename: 'Refus', code: string }
   };

export type JobsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type JobsPageQuery = { jobs: Array<{ name: string, label: string, labelEn: string, purpose: string, purposeEn: string, nextAt: string | null, late: boolean, asked: boolean, runningSince: string | null, lastEndedAt: string | null, lastDurationMs: number | null, lastOutcome: ScheduledJobOutcome | null, lastText: string | null, lastTextEn: string | null, lastSuccessAt: string | null, failures: number, progress: { done: number, total: number | null } | null }> };

export type JobRunsPageQueryVariables = Exact<{
  name: string;
  first: number;
  after?: string | null | undefined;
}>;


export type JobRunsPageQuery = { jobRuns: { edges: Array<{ node: { id: string, startedAt: string, endedAt: string | null, durationMs: number | null, outcome: ScheduledJobOutcome, text: string | null, textEn: string | null, asked: boolean, progress: { done: number, total: number | null } | null } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } }, jobs: Array<{ name: string, label: string, labelEn: string, purpose: string, purposeEn: string }> };

export type JobRunNowMutationVariables = Exact<{
  name: string;
}>;


export type JobRunNowMutation = { done:
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
    | { __typename: 'ScheduledJob' }
   };

export type ListeBlanchePageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  domain?: string | null | undefined;
}>;


export type ListeBlanchePageQuery = { listeBlanche: { available: boolean, domainCount: number, rowCount: number, generatedAt: string | null, fetchedAt: string | null, signerDn: string | null, signerExpiresAt: string | null, stale: boolean }, listeBlanchePending: { sha256: string, generatedAt: string, domainCount: number, rowCount: number } | null, listeBlancheChanges: { edges: Array<{ node: { id: string, at: string, kind: ListeBlancheChangeKind, domain: string, former: Array<string>, present: Array<string> } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type ApproveListeBlancheMutationVariables = Exact<{
  sha256: string;
}>;


export type ApproveListeBlancheMutation = { listeBlancheApprove:
    | { __typename: 'ListeBlancheState' }
    | { __typename: 'Refus', code: string, message: string, messageEn: string }
   };

export type SignInWaysQueryVariables = Exact<{ [key: string]: never; }>;


export type SignInWaysQuery = { secoursOffered: boolean, managerSignInOffered: boolean };

export type ManagerSignInOffersQueryVariables = Exact<{
  email: string;
}>;


export type ManagerSignInOffersQuery = { managerSignInOffers: Array<{ structureId: string, name: string }> };

export type ManagerSignInStartMutationVariables = Exact<{
  structureId: string | number;
  returnTo: string;
}>;


export type ManagerSignInStartMutation = { done:
    | { __typename: 'ManagerSignIn', url: string, binding: string }
    | { __typename: 'Refus', code: string, message: string, messageEn: string }
   };

export type ManagerSignInFinishMutationVariables = Exact<{
  state: string;
  code: string;
  iss?: string | null | undefined;
  binding: string;
}>;


export type ManagerSignInFinishMutation = { done:
    | { __typename: 'ManagerSignedIn', returnTo: string, signOutUrl: string | null, session: { token: string, name: string, expiresAt: string } }
    | { __typename: 'Refus', code: string }
   };

export type StructureSignInQueryVariables = Exact<{
  structureId: string | number;
}>;


export type StructureSignInQuery = { structure:
    | { __typename: 'Refus', code: string }
    | { __typename: 'Structure', id: string, name: string, mayManageIdentityProvider: boolean }
   };

export type StructureProviderQueryVariables = Exact<{
  structureId: string | number;
}>;


export type StructureProviderQuery = { structure:
    | { __typename: 'Refus', code: string }
    | { __typename: 'Structure', identityProvider: { issuer: string, clientId: string, domains: Array<string>, version: number } | null, localIdentities: Array<{ personId: string, name: string, email: string, boundAt: string | null }>, managers: { edges: Array<{ node: { id: string, givenName: string, familyName: string } }> }, auditors: { edges: Array<{ node: { id: string, givenName: string, familyName: string } }> } }
   };

export type IdentityProviderSetMutationVariables = Exact<{
  structureId: string | number;
  input: IdentityProviderInput;
  version?: number | null | undefined;
}>;


export type IdentityProviderSetMutation = { done:
    | { __typename: 'IdentityProvider' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type IdentityProviderTestMutationVariables = Exact<{
  structureId: string | number;
  input?: IdentityProviderInput | null | undefined;
}>;


export type IdentityProviderTestMutation = { done:
    | { __typename: 'IdentityProviderCheck', problem: IdentityProviderProblem | null, endsSession: boolean, tellsLogouts: boolean }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type IdentityProviderRemoveMutationVariables = Exact<{
  structureId: string | number;
  version: number;
}>;


export type IdentityProviderRemoveMutation = { done:
    | { __typename: 'IdentityProvider' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type LocalIdentityRegisterMutationVariables = Exact<{
  structureId: string | number;
  personId: string | number;
  email: string;
}>;


export type LocalIdentityRegisterMutation = { done:
    | { __typename: 'LocalIdentity' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type LocalIdentityRemoveMutationVariables = Exact<{
  structureId: string | number;
  personId: string | number;
}>;


export type LocalIdentityRemoveMutation = { done:
    | { __typename: 'LocalIdentity' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type FolderMessagesQueryVariables = Exact<{
  balId: string | number;
  folderId: string | number;
  first: number;
  after?: string | null | undefined;
}>;


export type FolderMessagesQuery = { bal:
    | { __typename: 'Bal', folder: { messages: { edges: Array<{ node: { id: string, subject: string | null, receivedAt: string, seen: boolean, flagged: boolean, answered: boolean, hasAttachments: boolean, hasXdm: boolean, from: Array<{ name: string | null, address: string }>, to: Array<{ name: string | null, address: string }> } }>, pageInfo: { hasPreviousPage: boolean, endCursor: string | null, hasNextPage: boolean } } } | null }
    | { __typename: 'Refus', code: string }
   };

export type MessageHeaderQueryVariables = Exact<{
  balId: string | number;
  messageId: string | number;
}>;


export type MessageHeaderQuery = { message:
    | { __typename: 'Message', id: string, folderId: string, subject: string | null, date: string | null, receivedAt: string, seen: boolean, size: number, hasXdm: boolean, from: Array<{ name: string | null, address: string }>, to: Array<{ name: string | null, address: string }>, cc: Array<{ name: string | null, address: string }> }
    | { __typename: 'Refus', code: string }
   };

export type MessageContentQueryVariables = Exact<{
  balId: string | number;
  messageId: string | number;
}>;


export type MessageContentQuery = { message:
    | { __typename: 'Message', body: { text: string | null, html: string | null, truncated: boolean, remoteContentRemoved: boolean }, attachments: Array<{ partId: string, name: string, mediaType: string, size: number }> }
    | { __typename: 'Refus', code: string }
   };

export type MarkSeenMutationVariables = Exact<{
  balId: string | number;
  messageId: string | number;
  seen: boolean;
}>;


export type MarkSeenMutation = { markSeen:
    | { __typename: 'Message', id: string, seen: boolean }
    | { __typename: 'Refus', code: string }
   };

export type AnomalyFragment = { id: string, balId: string | null, domain: string, address: string | null, code: string, isBlocking: boolean, message: string, messageEn: string, remedy: string, remedyEn: string, since: string };

export type FindingFragment = { balId: string, address: string, rule: string, isBlocking: boolean, message: string, messageEn: string, remedy: string, remedyEn: string };

export type CorrectionFragment = { id: string, balId: string, address: string, ours: string, theirs: string, isOfNumber: boolean, proposedAt: string };

export type StructurePublicationQueryVariables = Exact<{
  structureId: string | number;
  first: number;
  after?: string | null | undefined;
}>;


export type StructurePublicationQuery = { structure:
    | { __typename: 'Refus', code: string }
    | { __typename: 'Structure', id: string, name: string, domains: Array<string>, mayManageBals: boolean }
  , publicationAnomalies: { edges: Array<{ node: { id: string, balId: string | null, domain: string, address: string | null, code: string, isBlocking: boolean, message: string, messageEn: string, remedy: string, remedyEn: string, since: string } }>, pageInfo: { hasNextPage: boolean } }, publicationCorrections: { edges: Array<{ node: { id: string, balId: string, address: string, ours: string, theirs: string, isOfNumber: boolean, proposedAt: string } }> }, publications: { edges: Array<{ node: { id: string, domain: string, state: PublicationState, begunAt: string, sentAt: string | null, reportedAt: string | null, isEmptying: boolean, declared: number, created: number, changed: number, removed: number, rejected: number | null, flagged: number | null, faultCode: string | null, fault: string | null, faultEn: string | null } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type TonightPublicationQueryVariables = Exact<{
  structureId: string | number;
  domain: string;
}>;


export type TonightPublicationQuery = { publicationPreview:
    | { __typename: 'PublicationPreview', domain: string, declared: number, onListeRouge: number, blocked: number, warned: number, keptBack: number, exclusions: Array<{ reason: PublicationExclusionReason, count: number }>, findings: { edges: Array<{ node: { balId: string, address: string, rule: string, isBlocking: boolean, message: string, messageEn: string, remedy: string, remedyEn: string } }>, pageInfo: { hasNextPage: boolean } } }
    | { __typename: 'Refus', code: string }
   };

export type PublicationCorrectionAcceptMutationVariables = Exact<{
  structureId: string | number;
  id: string | number;
}>;


export type PublicationCorrectionAcceptMutation = { done:
    | { __typename: 'PublicationCorrection' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type PublicationCorrectionDeclineMutationVariables = Exact<{
  structureId: string | number;
  id: string | number;
}>;


export type PublicationCorrectionDeclineMutation = { done:
    | { __typename: 'PublicationCorrection' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type PublicationApproveMutationVariables = Exact<{
  structureId: string | number;
  id: string | number;
}>;


export type PublicationApproveMutation = { done:
    | { __typename: 'Publication' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type BalPublicationPageQueryVariables = Exact<{
  structureId: string | number;
  balId: string | number;
}>;


export type BalPublicationPageQuery = { structure:
    | { __typename: 'Refus' }
    | { __typename: 'Structure', id: string, name: string, mayManageBals: boolean }
  , administeredBal:
    | { __typename: 'AdministeredBal', bal: { id: string, address: string, kind: BalKind }, publication: { state: BalPublicationState, declaredAt: string | null, exclusion: PublicationExclusionReason | null, isOnListeRouge: boolean, listeRougeCauses: Array<ListeRougeCause>, unpublishedFrom: string | null, anomalies: Array<{ id: string, balId: string | null, domain: string, address: string | null, code: string, isBlocking: boolean, message: string, messageEn: string, remedy: string, remedyEn: string, since: string }>, findings: Array<{ balId: string, address: string, rule: string, isBlocking: boolean, message: string, messageEn: string, remedy: string, remedyEn: string }>, declaration: { familyName: string | null, givenName: string | null, identifier: string | null, place: string | null, service: string | null, responsible: string | null, description: string | null, civility: string | null, profession: string | null, speciality: string | null, coholders: Array<{ familyName: string | null, givenName: string | null, identifier: string | null, isResponsible: boolean }> } | null, settings: { service: string | null, rank: number | null, isHidden: boolean, civility: string | null, profession: string | null, speciality: string | null, approvalAskedAt: string | null, approvedAt: string | null, approvalReference: string | null, version: number } } }
    | { __typename: 'Refus' }
  , publicationCorrections: { edges: Array<{ node: { id: string, balId: string, address: string, ours: string, theirs: string, isOfNumber: boolean, proposedAt: string } }> }, me: { bals: Array<{ role: BalRole, listeRouge: boolean, bal: { id: string } }> } };

export type BalPublicationShownFragment = { state: BalPublicationState, declaredAt: string | null, exclusion: PublicationExclusionReason | null, isOnListeRouge: boolean, listeRougeCauses: Array<ListeRougeCause>, unpublishedFrom: string | null, anomalies: Array<{ id: string, balId: string | null, domain: string, address: string | null, code: string, isBlocking: boolean, message: string, messageEn: string, remedy: string, remedyEn: string, since: string }>, findings: Array<{ balId: string, address: string, rule: string, isBlocking: boolean, message: string, messageEn: string, remedy: string, remedyEn: string }>, declaration: { familyName: string | null, givenName: string | null, identifier: string | null, place: string | null, service: string | null, responsible: string | null, description: string | null, civility: string | null, profession: string | null, speciality: string | null, coholders: Array<{ familyName: string | null, givenName: string | null, identifier: string | null, isResponsible: boolean }> } | null, settings: { service: string | null, rank: number | null, isHidden: boolean, civility: string | null, profession: string | null, speciality: string | null, approvalAskedAt: string | null, approvedAt: string | null, approvalReference: string | null, version: number } };

export type DirectorySettingsFragment = { service: string | null, rank: number | null, isHidden: boolean, civility: string | null, profession: string | null, speciality: string | null, approvalAskedAt: string | null, approvedAt: string | null, approvalReference: string | null, version: number };

export type BalPublicationUpdateMutationVariables = Exact<{
  structureId: string | number;
  balId: string | number;
  version: number;
  change: BalPublicationInput;
}>;


export type BalPublicationUpdateMutation = { done:
    | { __typename: 'BalDirectorySettings' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type ListeRougeChooseMutationVariables = Exact<{
  structureId: string | number;
  balId: string | number;
  wanted: boolean;
}>;


export type ListeRougeChooseMutation = { done:
    | { __typename: 'BalHolding' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type PublicationDifferencesPageQueryVariables = Exact<{
  structureId: string | number;
  id: string | number;
  first: number;
  after?: string | null | undefined;
}>;


export type PublicationDifferencesPageQuery = { structure:
    | { __typename: 'Refus' }
    | { __typename: 'Structure', id: string, name: string }
  , publication: { id: string, domain: string, begunAt: string, sentAt: string | null } | null, publicationDifferences: { edges: Array<{ node: { balId: string, address: string, kind: PublicationDifferenceKind } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type StructureQuarantineQueryVariables = Exact<{
  structureId: string | number;
  first: number;
  after?: string | null | undefined;
}>;


export type StructureQuarantineQuery = { structure:
    | { __typename: 'Refus', code: string }
    | { __typename: 'Structure', id: string, name: string, mayManageQuarantine: boolean, malwarePolicy: { infected: InfectedTreatment, encrypted: EncryptedTreatment }, quarantine: { edges: Array<{ node: { id: string, at: string, direction: DeliveryDirection, sender: string | null, recipients: Array<string>, signature: string, nature: MalwareNature, treatment: InfectedTreatment, size: number, isKept: boolean, expiresAt: string } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } }
   };

export type QuarantineDestroyMutationVariables = Exact<{
  structureId: string | number;
  id: string | number;
}>;


export type QuarantineDestroyMutation = { done:
    | { __typename: 'QuarantinedMessage' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type MalwarePolicySetMutationVariables = Exact<{
  structureId: string | number;
  infected: InfectedTreatment;
  encrypted: EncryptedTreatment;
}>;


export type MalwarePolicySetMutation = { done:
    | { __typename: 'MalwarePolicy' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type OpenPortalSessionBySecoursMutationVariables = Exact<{
  address: string;
  passphrase: string;
  code: string;
}>;


export type OpenPortalSessionBySecoursMutation = { openPortalSession:
    | { __typename: 'PortalSession', token: string, name: string, expiresAt: string }
    | { __typename: 'Refus', code: string }
   };

export type MySecoursQueryVariables = Exact<{ [key: string]: never; }>;


export type MySecoursQuery = { me: { secours: Array<{ structureId: string, structureName: string, isOn: boolean, enrolledAt: string | null }> } };

export type StructureSecoursQueryVariables = Exact<{
  structureId: string | number;
}>;


export type StructureSecoursQuery = { structure:
    | { __typename: 'Refus', code: string }
    | { __typename: 'Structure', id: string, name: string, secours: { isOn: boolean, isAvailable: boolean, mayManage: boolean, holders: Array<{ idNat: string, name: string, enrolledAt: string }> } }
   };

export type SecoursEnrolMutationVariables = Exact<{
  structureId: string | number;
}>;


export type SecoursEnrolMutation = { done:
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
    | { __typename: 'SecoursEnrolment', passphrase: string, key: string, uri: string }
   };

export type SecoursConfirmMutationVariables = Exact<{
  structureId: string | number;
  code: string;
}>;


export type SecoursConfirmMutation = { done:
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
    | { __typename: 'SecoursAccess' }
   };

export type SecoursRevokeMutationVariables = Exact<{
  structureId: string | number;
}>;


export type SecoursRevokeMutation = { done:
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
    | { __typename: 'SecoursAccess' }
   };

export type SecoursTurnMutationVariables = Exact<{
  structureId: string | number;
  on: boolean;
}>;


export type SecoursTurnMutation = { done:
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
    | { __typename: 'SecoursPolicy' }
   };

export type SecoursRevokeOfMutationVariables = Exact<{
  structureId: string | number;
  idNat: string;
}>;


export type SecoursRevokeOfMutation = { done:
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
    | { __typename: 'SecoursPolicy' }
   };

export type StructureSendingQueryVariables = Exact<{
  structureId: string | number;
  first: number;
  after?: string | null | undefined;
}>;


export type StructureSendingQuery = { structure:
    | { __typename: 'Refus', code: string }
    | { __typename: 'Structure', id: string, name: string, mayManageSending: boolean, sendingLimits: { areChosen: boolean, perBal: number, perApplicativeBal: number, perStructure: number }, sendingUse: { recipients: number, busiest: Array<{ recipients: number, bal: { id: string, address: string, kind: BalKind } }> }, applicativeBals: { edges: Array<{ node: { bal: { id: string, address: string }, structures: Array<{ idNat: string, authorisedAt: string | null }> } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } }
   };

export type SendingLimitsSetMutationVariables = Exact<{
  structureId: string | number;
  perBal: number;
  perStructure: number;
}>;


export type SendingLimitsSetMutation = { done:
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
    | { __typename: 'SendingLimits' }
   };

export type BalStructureAuthoriseMutationVariables = Exact<{
  structureId: string | number;
  balId: string | number;
  idNat: string;
}>;


export type BalStructureAuthoriseMutation = { done:
    | { __typename: 'ApplicativeBal' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type BalStructureWithdrawMutationVariables = Exact<{
  structureId: string | number;
  balId: string | number;
  idNat: string;
}>;


export type BalStructureWithdrawMutation = { done:
    | { __typename: 'ApplicativeBal' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type OpenPortalSessionMutationVariables = Exact<{
  pscAccessToken: string;
}>;


export type OpenPortalSessionMutation = { openPortalSession:
    | { __typename: 'PortalSession', token: string, name: string, expiresAt: string }
    | { __typename: 'Refus', code: string }
   };

export type ClosePortalSessionMutationVariables = Exact<{ [key: string]: never; }>;


export type ClosePortalSessionMutation = { closePortalSession: boolean };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { me: { name: string, structures: Array<{ roles: Array<StructureRole>, structure: { id: string, name: string, kind: StructureKind } }>, bals: Array<{ mayRead: boolean, bal: { id: string } }>, secours: Array<{ structureId: string }>, cguToAccept: Array<{ inForce: boolean, version: { inForceAt: string } }> } };

export type KeepSessionQueryVariables = Exact<{ [key: string]: never; }>;


export type KeepSessionQuery = { me: { name: string } };

export type SubscriptionTicketQueryVariables = Exact<{ [key: string]: never; }>;


export type SubscriptionTicketQuery = { subscriptionTicket: string };

export type RefusalFragment = { message: string, messageEn: string, path: Array<string> | null };

export type PageEndFragment = { endCursor: string | null, hasNextPage: boolean };

export type StructureStatisticsQueryVariables = Exact<{
  structureId: string | number;
  from: string;
  to: string;
  first: number;
  after?: string | null | undefined;
}>;


export type StructureStatisticsQuery = { structure:
    | { __typename: 'Refus', code: string }
    | { __typename: 'Structure', id: string, name: string }
  , indicators:
    | { __typename: 'Indicators', months: Array<{ month: string, isWhole: boolean, delivered: number, refused: number, unanswered: number, received: number, successRate: number | null, toPatients: number, withQualifiedIns: number, people: number, bals: number, usedBals: number, documents: Array<{ value: string, count: number }>, programs: Array<{ value: string, count: number }> }> }
    | { __typename: 'Refus', code: string }
  , statisticsDeposits: { edges: Array<{ node: { id: string, month: string, domain: string, state: StatisticsDepositState, exchanges: number | null, bals: number | null, depositedAt: string | null, fault: string | null, nextAt: string | null, mayRedeposit: boolean, report: Array<{ name: string, verdict: StatisticsVerdict, controls: Array<{ number: number, verdict: StatisticsVerdict, label: string, labelEn: string, message: string, lines: Array<number> }> }> } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type StatisticsRedepositMutationVariables = Exact<{
  structureId: string | number;
  depositId: string | number;
}>;


export type StatisticsRedepositMutation = { done:
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
    | { __typename: 'StatisticsDeposit' }
   };

export type DeliveryRowFragment = { id: string, direction: DeliveryDirection, state: DeliveryState, sender: string | null, recipient: string, createdAt: string, updatedAt: string, attempts: number, lastCode: number | null, lastText: string | null, nextAttemptAt: string | null, acts: Array<DeliveryAct> };

export type ComplianceRowFragment = { id: string, kind: string, title: string, severity: Severity, at: string, facts: Array<{ name: string, value: string }> };

export type StructureSummaryQueryVariables = Exact<{
  structureId: string | number;
}>;


export type StructureSummaryQuery = { structure:
    | { __typename: 'Refus', code: string }
    | { __typename: 'Structure', id: string, name: string, kind: StructureKind, finess: string | null, domains: Array<string> }
   };

export type StructureFiguresQueryVariables = Exact<{
  structureId: string | number;
}>;


export type StructureFiguresQuery = { structure:
    | { __typename: 'Refus', code: string }
    | { __typename: 'Structure', counts: { activeBals: number, suspendedBals: number, pendingDeliveries: number, deliveredLastDay: number, failedLastDay: number } }
   };

export type ListeBlancheHealthQueryVariables = Exact<{ [key: string]: never; }>;


export type ListeBlancheHealthQuery = { listeBlanche: { available: boolean, stale: boolean, domainCount: number, generatedAt: string | null } };

export type StructureDeliveriesQueryVariables = Exact<{
  structureId: string | number;
  first: number;
  after?: string | null | undefined;
  state?: DeliveryState | null | undefined;
}>;


export type StructureDeliveriesQuery = { structure:
    | { __typename: 'Refus', code: string }
    | { __typename: 'Structure', mayManageDeliveries: boolean, deliveries: { edges: Array<{ node: { id: string, direction: DeliveryDirection, state: DeliveryState, sender: string | null, recipient: string, createdAt: string, updatedAt: string, attempts: number, lastCode: number | null, lastText: string | null, nextAttemptAt: string | null, acts: Array<DeliveryAct> } }>, pageInfo: { hasPreviousPage: boolean, endCursor: string | null, hasNextPage: boolean } } }
   };

export type StructureComplianceQueryVariables = Exact<{
  structureId: string | number;
  first: number;
}>;


export type StructureComplianceQuery = { structure:
    | { __typename: 'Refus', code: string }
    | { __typename: 'Structure', complianceEvents: { edges: Array<{ node: { id: string, kind: string, title: string, severity: Severity, at: string, facts: Array<{ name: string, value: string }> } }> } }
   };

export type DeliveryHoldMutationVariables = Exact<{
  structureId: string | number;
  deliveryId: string | number;
}>;


export type DeliveryHoldMutation = { done:
    | { __typename: 'Delivery' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type DeliveryReleaseMutationVariables = Exact<{
  structureId: string | number;
  deliveryId: string | number;
}>;


export type DeliveryReleaseMutation = { done:
    | { __typename: 'Delivery' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type DeliveryRetryMutationVariables = Exact<{
  structureId: string | number;
  deliveryId: string | number;
}>;


export type DeliveryRetryMutation = { done:
    | { __typename: 'Delivery' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type DeliveryCancelMutationVariables = Exact<{
  structureId: string | number;
  deliveryId: string | number;
}>;


export type DeliveryCancelMutation = { done:
    | { __typename: 'Delivery' }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export type DeliveryEventsSubscriptionVariables = Exact<{
  structureId: string | number;
}>;


export type DeliveryEventsSubscription = { deliveryEvents: { at: string, delivery: { id: string, direction: DeliveryDirection, state: DeliveryState, sender: string | null, recipient: string, createdAt: string, updatedAt: string, attempts: number, lastCode: number | null, lastText: string | null, nextAttemptAt: string | null, acts: Array<DeliveryAct> } } };

export type ComplianceEventsSubscriptionVariables = Exact<{
  structureId: string | number;
}>;


export type ComplianceEventsSubscription = { complianceEvents: { id: string, kind: string, title: string, severity: Severity, at: string, facts: Array<{ name: string, value: string }> } };

export type TermsFragment = { id: string, name: string, textFr: string | null, textEn: string | null, documentUrl: string | null, documentSha256: string | null, inForceAt: string };

export type TermsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type TermsPageQuery = { me: { cguToAccept: Array<{ inForce: boolean, version: { id: string, name: string, textFr: string | null, textEn: string | null, documentUrl: string | null, documentSha256: string | null, inForceAt: string } }> }, cguInForce: { id: string, name: string, textFr: string | null, textEn: string | null, documentUrl: string | null, documentSha256: string | null, inForceAt: string } | null };

export type AcceptTermsMutationVariables = Exact<{
  versionId: string | number;
}>;


export type AcceptTermsMutation = { done:
    | { __typename: 'CguVersion', id: string }
    | { __typename: 'Refus', message: string, messageEn: string, path: Array<string> | null }
   };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const CorrectionFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Correction on PublicationCorrection {
  id
  balId
  address
  ours
  theirs
  isOfNumber
  proposedAt
}
    `, {"fragmentName":"Correction"}) as unknown as TypedDocumentString<CorrectionFragment, unknown>;
export const AnomalyFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Anomaly on PublicationAnomaly {
  id
  balId
  domain
  address
  code
  isBlocking
  message
  messageEn
  remedy
  remedyEn
  since
}
    `, {"fragmentName":"Anomaly"}) as unknown as TypedDocumentString<AnomalyFragment, unknown>;
export const FindingFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Finding on PublicationFinding {
  balId
  address
  rule
  isBlocking
  message
  messageEn
  remedy
  remedyEn
}
    `, {"fragmentName":"Finding"}) as unknown as TypedDocumentString<FindingFragment, unknown>;
export const DirectorySettingsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment DirectorySettings on BalDirectorySettings {
  service
  rank
  isHidden
  civility
  profession
  speciality
  approvalAskedAt
  approvedAt
  approvalReference
  version
}
    `, {"fragmentName":"DirectorySettings"}) as unknown as TypedDocumentString<DirectorySettingsFragment, unknown>;
export const BalPublicationShownFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment BalPublicationShown on BalPublication {
  state
  declaredAt
  exclusion
  isOnListeRouge
  listeRougeCauses
  unpublishedFrom
  anomalies {
    ...Anomaly
  }
  findings {
    ...Finding
  }
  declaration {
    familyName
    givenName
    identifier
    place
    service
    responsible
    description
    civility
    profession
    speciality
    coholders {
      familyName
      givenName
      identifier
      isResponsible
    }
  }
  settings {
    ...DirectorySettings
  }
}
    fragment Anomaly on PublicationAnomaly {
  id
  balId
  domain
  address
  code
  isBlocking
  message
  messageEn
  remedy
  remedyEn
  since
}
fragment Finding on PublicationFinding {
  balId
  address
  rule
  isBlocking
  message
  messageEn
  remedy
  remedyEn
}
fragment DirectorySettings on BalDirectorySettings {
  service
  rank
  isHidden
  civility
  profession
  speciality
  approvalAskedAt
  approvedAt
  approvalReference
  version
}`, {"fragmentName":"BalPublicationShown"}) as unknown as TypedDocumentString<BalPublicationShownFragment, unknown>;
export const RefusalFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Refusal on Refus {
  message
  messageEn
  path
}
    `, {"fragmentName":"Refusal"}) as unknown as TypedDocumentString<RefusalFragment, unknown>;
export const PageEndFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment PageEnd on PageInfo {
  endCursor
  hasNextPage
}
    `, {"fragmentName":"PageEnd"}) as unknown as TypedDocumentString<PageEndFragment, unknown>;
export const DeliveryRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment DeliveryRow on Delivery {
  id
  direction
  state
  sender
  recipient
  createdAt
  updatedAt
  attempts
  lastCode
  lastText
  nextAttemptAt
  acts
}
    `, {"fragmentName":"DeliveryRow"}) as unknown as TypedDocumentString<DeliveryRowFragment, unknown>;
export const ComplianceRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ComplianceRow on ComplianceEvent {
  id
  kind
  title
  severity
  at
  facts {
    name
    value
  }
}
    `, {"fragmentName":"ComplianceRow"}) as unknown as TypedDocumentString<ComplianceRowFragment, unknown>;
export const TermsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Terms on CguVersion {
  id
  name
  textFr
  textEn
  documentUrl
  documentSha256
  inForceAt
}
    `, {"fragmentName":"Terms"}) as unknown as TypedDocumentString<TermsFragment, unknown>;
export const AnnuaireFeedsPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AnnuaireFeedsPage {
  publicationsHeld {
    id
    domain
    begunAt
    declared
    removed
    isApproved
  }
  domainWithdrawals {
    domain
    askedAt
    emptiedAt
  }
}
    `, {"documentId":"58baa67adf5a35119c28b717983ba0c6ae6b9dbf4810959dbb7ed15fa48c98f4"}) as unknown as TypedDocumentString<AnnuaireFeedsPageQuery, AnnuaireFeedsPageQueryVariables>;
export const PublicationHeldApproveDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation PublicationHeldApprove($id: ID!) {
  done: publicationHeldApprove(publicationId: $id) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"50df7a337cce784a4857a4501cdd122b994fda485e5cfad89ad2ceec5385dd87"}) as unknown as TypedDocumentString<PublicationHeldApproveMutation, PublicationHeldApproveMutationVariables>;
export const DomainWithdrawDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DomainWithdraw($domain: String!) {
  done: domainWithdraw(domain: $domain) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"f32f54ec00a28463c3a96105e560e2fad372ddd9da6855510a309fb6da9800ef"}) as unknown as TypedDocumentString<DomainWithdrawMutation, DomainWithdrawMutationVariables>;
export const DomainKeepDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DomainKeep($domain: String!) {
  done: domainKeep(domain: $domain) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"e284a40e40353ae71cff89f576a4ab512ea2c36c09e668499b7889a6e7c00137"}) as unknown as TypedDocumentString<DomainKeepMutation, DomainKeepMutationVariables>;
export const MyBalsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MyBals {
  me {
    bals {
      role
      mayRead
      maySend
      bal {
        id
        address
        kind
        state
        isTest
        description
        folders {
          id
          specialUse
          unread
        }
      }
    }
  }
}
    `, {"documentId":"95dadc4fd22738c46927e80e65bcf00f06308c7d2d300c84c7cd5f66acfdc03f"}) as unknown as TypedDocumentString<MyBalsQuery, MyBalsQueryVariables>;
export const MyBalInDirectoryDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MyBalInDirectory {
  me {
    bals {
      role
      structureId
      listeRouge
      listeRougeCauses
      bal {
        id
        address
        kind
        isTest
      }
    }
  }
}
    `, {"documentId":"054646411747f782b28f24e535729bb4755d225dbb2c0df915b703348aafdd10"}) as unknown as TypedDocumentString<MyBalInDirectoryQuery, MyBalInDirectoryQueryVariables>;
export const BalFoldersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BalFolders($balId: ID!) {
  bal(id: $balId) {
    __typename
    ... on Bal {
      id
      address
      kind
      state
      description
      folders {
        id
        name
        specialUse
        total
        unread
      }
    }
    ... on Refus {
      code
    }
  }
}
    `, {"documentId":"3c0103ecedf807e02536098be464b53d5774a77c7a818bcb42ea2eaae6341e62"}) as unknown as TypedDocumentString<BalFoldersQuery, BalFoldersQueryVariables>;
export const DirectoryCopiesPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query DirectoryCopiesPage {
  directoryCopies {
    kind
    isPending
    fileName
    asOf
    loadedAt
    sha256
    lineCount
    badLineCount
  }
}
    `, {"documentId":"5e2b03c54f73c930c7f81add00ad6f822c3aa8e39506157a4abaada513684bd8"}) as unknown as TypedDocumentString<DirectoryCopiesPageQuery, DirectoryCopiesPageQueryVariables>;
export const DirectoryCopyApproveDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DirectoryCopyApprove($sha256: String!) {
  done: directoryCopyApprove(sha256: $sha256) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"8600e5f6b061d44c5b43ff0dfd6b5074c578365e094f8e6d3240d6851e04d510"}) as unknown as TypedDocumentString<DirectoryCopyApproveMutation, DirectoryCopyApproveMutationVariables>;
export const DirectoryPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query DirectoryPage($first: Int!, $text: String, $name: String, $profession: String, $speciality: String, $town: String, $structure: String, $bal: String) {
  directorySearch(
    first: $first
    text: $text
    name: $name
    profession: $profession
    speciality: $speciality
    town: $town
    structure: $structure
    bal: $bal
  ) {
    asOf
    isTooMany
    incomplete {
      origin
      trouble
    }
    edges {
      node {
        address
        kind
        origin
        isLocal
        match
        familyName
        givenName
        profession {
          code
          label
        }
        speciality {
          code
          label
        }
        description
        places {
          name
          service
          postalCode
          town
        }
      }
    }
  }
}
    `, {"documentId":"82f191a22bd40a755453f44166d7e13321f3a7af1ba6e00a9092a54c5c2794c9"}) as unknown as TypedDocumentString<DirectoryPageQuery, DirectoryPageQueryVariables>;
export const DomainZoneDocument = /*#__PURE__*/ new TypedDocumentString(`
    query DomainZone($domain: String!) {
  domainDns(domain: $domain) {
    __typename
    ... on DomainDns {
      domain
      checkedAt
      isConform
      zone
      findings {
        purpose
        name
        type
        expected
        found
        verdict
        required
        advice
        adviceEn
      }
    }
    ... on Refus {
      code
    }
  }
}
    `, {"documentId":"a919459782d37bb99dcceea98bf7167d90aaa064ff19f3a7f35f0604f073bbe7"}) as unknown as TypedDocumentString<DomainZoneQuery, DomainZoneQueryVariables>;
export const JobsPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query JobsPage {
  jobs {
    name
    label
    labelEn
    purpose
    purposeEn
    nextAt
    late
    asked
    runningSince
    progress {
      done
      total
    }
    lastEndedAt
    lastDurationMs
    lastOutcome
    lastText
    lastTextEn
    lastSuccessAt
    failures
  }
}
    `, {"documentId":"42dd9b75728366debcdc166a83cbe32f18505cae20403f8aaaea1eea2ba4810c"}) as unknown as TypedDocumentString<JobsPageQuery, JobsPageQueryVariables>;
export const JobRunsPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query JobRunsPage($name: String!, $first: Int!, $after: String) {
  jobRuns(name: $name, first: $first, after: $after) {
    edges {
      node {
        id
        startedAt
        endedAt
        durationMs
        outcome
        text
        textEn
        asked
        progress {
          done
          total
        }
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
  jobs {
    name
    label
    labelEn
    purpose
    purposeEn
  }
}
    fragment PageEnd on PageInfo {
  endCursor
  hasNextPage
}`, {"documentId":"854daaada7bee1a7142801b229e3b402409d9844012746431c7632124b0ba34a"}) as unknown as TypedDocumentString<JobRunsPageQuery, JobRunsPageQueryVariables>;
export const JobRunNowDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation JobRunNow($name: String!) {
  done: jobRunNow(name: $name) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"090ccc076dc0ed9233a79bc7dc7882d432b17188bb740d1b1b98d09241e1ffb1"}) as unknown as TypedDocumentString<JobRunNowMutation, JobRunNowMutationVariables>;
export const ListeBlanchePageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ListeBlanchePage($first: Int!, $after: String, $domain: String) {
  listeBlanche {
    available
    domainCount
    rowCount
    generatedAt
    fetchedAt
    signerDn
    signerExpiresAt
    stale
  }
  listeBlanchePending {
    sha256
    generatedAt
    domainCount
    rowCount
  }
  listeBlancheChanges(first: $first, after: $after, domain: $domain) {
    edges {
      node {
        id
        at
        kind
        domain
        former
        present
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
}
    fragment PageEnd on PageInfo {
  endCursor
  hasNextPage
}`, {"documentId":"a65f74d62ad964405988caafc685a627fa9fb35a7a16aa94408c01eba7c1de85"}) as unknown as TypedDocumentString<ListeBlanchePageQuery, ListeBlanchePageQueryVariables>;
export const ApproveListeBlancheDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ApproveListeBlanche($sha256: String!) {
  listeBlancheApprove(sha256: $sha256) {
    __typename
    ... on Refus {
      code
      message
      messageEn
    }
  }
}
    `, {"documentId":"edc4c10f139aa05115b798afed61807348157ec38a002103114f44fd9be26bbd"}) as unknown as TypedDocumentString<ApproveListeBlancheMutation, ApproveListeBlancheMutationVariables>;
export const SignInWaysDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SignInWays {
  secoursOffered
  managerSignInOffered
}
    `, {"documentId":"42bb829506362e46a9f40f526b6a480eeb9ac8c0cfe124c28dfbb013b477271f"}) as unknown as TypedDocumentString<SignInWaysQuery, SignInWaysQueryVariables>;
export const ManagerSignInOffersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ManagerSignInOffers($email: String!) {
  managerSignInOffers(email: $email) {
    structureId
    name
  }
}
    `, {"documentId":"8aadae2d533f1654f39bbfe611ad02d0d7292455e3a69d965a9a039581781787"}) as unknown as TypedDocumentString<ManagerSignInOffersQuery, ManagerSignInOffersQueryVariables>;
export const ManagerSignInStartDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ManagerSignInStart($structureId: ID!, $returnTo: String!) {
  done: managerSignInStart(structureId: $structureId, returnTo: $returnTo) {
    __typename
    ... on ManagerSignIn {
      url
      binding
    }
    ... on Refus {
      code
      message
      messageEn
    }
  }
}
    `, {"documentId":"b5f20aac352f7d26b31ecc3b8c3cf403d9664e5a4adc90b3571c1853de066f66"}) as unknown as TypedDocumentString<ManagerSignInStartMutation, ManagerSignInStartMutationVariables>;
export const ManagerSignInFinishDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ManagerSignInFinish($state: String!, $code: String!, $iss: String, $binding: String!) {
  done: managerSignInFinish(
    state: $state
    code: $code
    iss: $iss
    binding: $binding
  ) {
    __typename
    ... on ManagerSignedIn {
      returnTo
      signOutUrl
      session {
        token
        name
        expiresAt
      }
    }
    ... on Refus {
      code
    }
  }
}
    `, {"documentId":"0185ace9fa69a6f891e5a32726edf1c2d40d3d2e7818946312919cabe0d51e0e"}) as unknown as TypedDocumentString<ManagerSignInFinishMutation, ManagerSignInFinishMutationVariables>;
export const StructureSignInDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StructureSignIn($structureId: ID!) {
  structure(id: $structureId) {
    __typename
    ... on Structure {
      id
      name
      mayManageIdentityProvider
    }
    ... on Refus {
      code
    }
  }
}
    `, {"documentId":"87d654d5d0608e27fb5b7f34587317994e871ac04491f973c2e50c45db7888d4"}) as unknown as TypedDocumentString<StructureSignInQuery, StructureSignInQueryVariables>;
export const StructureProviderDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StructureProvider($structureId: ID!) {
  structure(id: $structureId) {
    __typename
    ... on Structure {
      identityProvider {
        issuer
        clientId
        domains
        version
      }
      localIdentities {
        personId
        name
        email
        boundAt
      }
      managers: people(first: 100, role: MANAGER) {
        edges {
          node {
            id
            givenName
            familyName
          }
        }
      }
      auditors: people(first: 100, role: AUDITOR) {
        edges {
          node {
            id
            givenName
            familyName
          }
        }
      }
    }
    ... on Refus {
      code
    }
  }
}
    `, {"documentId":"7c9a9eb3c75c7945b93b54016d5fbde4b4940d844db9f736f8e529490b780c01"}) as unknown as TypedDocumentString<StructureProviderQuery, StructureProviderQueryVariables>;
export const IdentityProviderSetDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation IdentityProviderSet($structureId: ID!, $input: IdentityProviderInput!, $version: Int) {
  done: identityProviderSet(
    structureId: $structureId
    input: $input
    version: $version
  ) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"1530981e76f3d4bf1b30f0bc0f8bec6829d0b4b1464c4d72ccbc09d74fbfd118"}) as unknown as TypedDocumentString<IdentityProviderSetMutation, IdentityProviderSetMutationVariables>;
export const IdentityProviderTestDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation IdentityProviderTest($structureId: ID!, $input: IdentityProviderInput) {
  done: identityProviderTest(structureId: $structureId, input: $input) {
    __typename
    ... on IdentityProviderCheck {
      problem
      endsSession
      tellsLogouts
    }
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"5d773116bd162780181caa61e5ecb7824284a366e88c1f608c342f508dffa2b8"}) as unknown as TypedDocumentString<IdentityProviderTestMutation, IdentityProviderTestMutationVariables>;
export const IdentityProviderRemoveDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation IdentityProviderRemove($structureId: ID!, $version: Int!) {
  done: identityProviderRemove(structureId: $structureId, version: $version) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"951c6433945c71cd813f67af9cde873763343e0b332e6a9c4da7df9e9830439e"}) as unknown as TypedDocumentString<IdentityProviderRemoveMutation, IdentityProviderRemoveMutationVariables>;
export const LocalIdentityRegisterDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation LocalIdentityRegister($structureId: ID!, $personId: ID!, $email: String!) {
  done: localIdentityRegister(
    structureId: $structureId
    personId: $personId
    email: $email
  ) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"4407d90a02ad206def3293f170b38171c83ffc3f0bca985b774d1d77df53fc79"}) as unknown as TypedDocumentString<LocalIdentityRegisterMutation, LocalIdentityRegisterMutationVariables>;
export const LocalIdentityRemoveDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation LocalIdentityRemove($structureId: ID!, $personId: ID!) {
  done: localIdentityRemove(structureId: $structureId, personId: $personId) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"c699126bf3da1bf575d7bb300fddbf8bd36e7460c3465414c98360d2eb75c298"}) as unknown as TypedDocumentString<LocalIdentityRemoveMutation, LocalIdentityRemoveMutationVariables>;
export const FolderMessagesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query FolderMessages($balId: ID!, $folderId: ID!, $first: Int!, $after: String) {
  bal(id: $balId) {
    __typename
    ... on Bal {
      folder(id: $folderId) {
        messages(first: $first, after: $after) {
          edges {
            node {
              id
              subject
              from {
                name
                address
              }
              to {
                name
                address
              }
              receivedAt
              seen
              flagged
              answered
              hasAttachments
              hasXdm
            }
          }
          pageInfo {
            ...PageEnd
            hasPreviousPage
          }
        }
      }
    }
    ... on Refus {
      code
    }
  }
}
    fragment PageEnd on PageInfo {
  endCursor
  hasNextPage
}`, {"documentId":"52805b483ce63907e80d3943b9a12148d9d940fdfe24eadb02e1cae7827c1ded"}) as unknown as TypedDocumentString<FolderMessagesQuery, FolderMessagesQueryVariables>;
export const MessageHeaderDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MessageHeader($balId: ID!, $messageId: ID!) {
  message(balId: $balId, id: $messageId) {
    __typename
    ... on Message {
      id
      folderId
      subject
      from {
        name
        address
      }
      to {
        name
        address
      }
      cc {
        name
        address
      }
      date
      receivedAt
      seen
      size
      hasXdm
    }
    ... on Refus {
      code
    }
  }
}
    `, {"documentId":"5c39bb1cc63e7bc6a55b357468894a10aa41096954e7156d8a1aac2ffc630399"}) as unknown as TypedDocumentString<MessageHeaderQuery, MessageHeaderQueryVariables>;
export const MessageContentDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MessageContent($balId: ID!, $messageId: ID!) {
  message(balId: $balId, id: $messageId) {
    __typename
    ... on Message {
      body {
        text
        html
        truncated
        remoteContentRemoved
      }
      attachments {
        partId
        name
        mediaType
        size
      }
    }
    ... on Refus {
      code
    }
  }
}
    `, {"documentId":"5e610e5914587602608d3e63336886375c44e6a84c82c528b08d66b677e881ed"}) as unknown as TypedDocumentString<MessageContentQuery, MessageContentQueryVariables>;
export const MarkSeenDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MarkSeen($balId: ID!, $messageId: ID!, $seen: Boolean!) {
  markSeen(balId: $balId, messageId: $messageId, seen: $seen) {
    __typename
    ... on Message {
      id
      seen
    }
    ... on Refus {
      code
    }
  }
}
    `, {"documentId":"7bd45ebff8fbdd5d6eaffc8c097ac18e20b0bf9f29ed0e6ec97bf42f5b148339"}) as unknown as TypedDocumentString<MarkSeenMutation, MarkSeenMutationVariables>;
export const StructurePublicationDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StructurePublication($structureId: ID!, $first: Int!, $after: String) {
  structure(id: $structureId) {
    __typename
    ... on Structure {
      id
      name
      domains
      mayManageBals
    }
    ... on Refus {
      code
    }
  }
  publicationAnomalies(structureId: $structureId, first: 100) {
    edges {
      node {
        ...Anomaly
      }
    }
    pageInfo {
      hasNextPage
    }
  }
  publicationCorrections(structureId: $structureId, first: 100, state: PROPOSED) {
    edges {
      node {
        ...Correction
      }
    }
  }
  publications(structureId: $structureId, first: $first, after: $after) {
    edges {
      node {
        id
        domain
        state
        begunAt
        sentAt
        reportedAt
        isEmptying
        declared
        created
        changed
        removed
        rejected
        flagged
        faultCode
        fault
        faultEn
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
}
    fragment Anomaly on PublicationAnomaly {
  id
  balId
  domain
  address
  code
  isBlocking
  message
  messageEn
  remedy
  remedyEn
  since
}
fragment Correction on PublicationCorrection {
  id
  balId
  address
  ours
  theirs
  isOfNumber
  proposedAt
}
fragment PageEnd on PageInfo {
  endCursor
  hasNextPage
}`, {"documentId":"88a232b1607ed73486828fe640f7c5e332bb8f0ca5c7184a535ba4940eb51427"}) as unknown as TypedDocumentString<StructurePublicationQuery, StructurePublicationQueryVariables>;
export const TonightPublicationDocument = /*#__PURE__*/ new TypedDocumentString(`
    query TonightPublication($structureId: ID!, $domain: String!) {
  publicationPreview(structureId: $structureId, domain: $domain) {
    __typename
    ... on PublicationPreview {
      domain
      declared
      onListeRouge
      blocked
      warned
      keptBack
      exclusions {
        reason
        count
      }
      findings(first: 20) {
        edges {
          node {
            ...Finding
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
    ... on Refus {
      code
    }
  }
}
    fragment Finding on PublicationFinding {
  balId
  address
  rule
  isBlocking
  message
  messageEn
  remedy
  remedyEn
}`, {"documentId":"65a3c2abec53f7745dcde3535f6e554b895c3eaafccdf92a0040ad5a9bc0207c"}) as unknown as TypedDocumentString<TonightPublicationQuery, TonightPublicationQueryVariables>;
export const PublicationCorrectionAcceptDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation PublicationCorrectionAccept($structureId: ID!, $id: ID!) {
  done: publicationCorrectionAccept(structureId: $structureId, correctionId: $id) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"151958582bba17daf4d074df5bb93ec0b1cc9c4b8385959a0817fc1a899a808e"}) as unknown as TypedDocumentString<PublicationCorrectionAcceptMutation, PublicationCorrectionAcceptMutationVariables>;
export const PublicationCorrectionDeclineDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation PublicationCorrectionDecline($structureId: ID!, $id: ID!) {
  done: publicationCorrectionDecline(structureId: $structureId, correctionId: $id) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"5b737f8e86f6cb9bd65736d34192d44b0a3c7309425efba8b24c57a66d85ad15"}) as unknown as TypedDocumentString<PublicationCorrectionDeclineMutation, PublicationCorrectionDeclineMutationVariables>;
export const PublicationApproveDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation PublicationApprove($structureId: ID!, $id: ID!) {
  done: publicationApprove(structureId: $structureId, publicationId: $id) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"2bb0ec4d9b9fba70e627d9b46285b6c0db2e55d646f952f4be2127a5faba4e04"}) as unknown as TypedDocumentString<PublicationApproveMutation, PublicationApproveMutationVariables>;
export const BalPublicationPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BalPublicationPage($structureId: ID!, $balId: ID!) {
  structure(id: $structureId) {
    __typename
    ... on Structure {
      id
      name
      mayManageBals
    }
  }
  administeredBal(structureId: $structureId, balId: $balId) {
    __typename
    ... on AdministeredBal {
      bal {
        id
        address
        kind
      }
      publication {
        ...BalPublicationShown
      }
    }
  }
  publicationCorrections(
    structureId: $structureId
    balId: $balId
    first: 100
    state: PROPOSED
  ) {
    edges {
      node {
        ...Correction
      }
    }
  }
  me {
    bals {
      role
      listeRouge
      bal {
        id
      }
    }
  }
}
    fragment Anomaly on PublicationAnomaly {
  id
  balId
  domain
  address
  code
  isBlocking
  message
  messageEn
  remedy
  remedyEn
  since
}
fragment Finding on PublicationFinding {
  balId
  address
  rule
  isBlocking
  message
  messageEn
  remedy
  remedyEn
}
fragment Correction on PublicationCorrection {
  id
  balId
  address
  ours
  theirs
  isOfNumber
  proposedAt
}
fragment BalPublicationShown on BalPublication {
  state
  declaredAt
  exclusion
  isOnListeRouge
  listeRougeCauses
  unpublishedFrom
  anomalies {
    ...Anomaly
  }
  findings {
    ...Finding
  }
  declaration {
    familyName
    givenName
    identifier
    place
    service
    responsible
    description
    civility
    profession
    speciality
    coholders {
      familyName
      givenName
      identifier
      isResponsible
    }
  }
  settings {
    ...DirectorySettings
  }
}
fragment DirectorySettings on BalDirectorySettings {
  service
  rank
  isHidden
  civility
  profession
  speciality
  approvalAskedAt
  approvedAt
  approvalReference
  version
}`, {"documentId":"84e1763addb563218f3ebeda800ce75f5fa1849726dab66f9b229557a62a7060"}) as unknown as TypedDocumentString<BalPublicationPageQuery, BalPublicationPageQueryVariables>;
export const BalPublicationUpdateDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation BalPublicationUpdate($structureId: ID!, $balId: ID!, $version: Int!, $change: BalPublicationInput!) {
  done: balPublicationUpdate(
    structureId: $structureId
    balId: $balId
    version: $version
    change: $change
  ) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"4b46355abe58c9cfc11573c6f2ed9e67ec4d0705c2c167a913602516a444761d"}) as unknown as TypedDocumentString<BalPublicationUpdateMutation, BalPublicationUpdateMutationVariables>;
export const ListeRougeChooseDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ListeRougeChoose($structureId: ID!, $balId: ID!, $wanted: Boolean!) {
  done: listeRougeChoose(
    structureId: $structureId
    balId: $balId
    wanted: $wanted
  ) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"2918937e66c4383239ce4072180422326871e2564f3c2118440590b322b5da2e"}) as unknown as TypedDocumentString<ListeRougeChooseMutation, ListeRougeChooseMutationVariables>;
export const PublicationDifferencesPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PublicationDifferencesPage($structureId: ID!, $id: ID!, $first: Int!, $after: String) {
  structure(id: $structureId) {
    __typename
    ... on Structure {
      id
      name
    }
  }
  publication(structureId: $structureId, publicationId: $id) {
    id
    domain
    begunAt
    sentAt
  }
  publicationDifferences(
    structureId: $structureId
    publicationId: $id
    first: $first
    after: $after
  ) {
    edges {
      node {
        balId
        address
        kind
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
}
    fragment PageEnd on PageInfo {
  endCursor
  hasNextPage
}`, {"documentId":"7f80a225628b8a926766f9cd4d57190584540e69f484c7001ea5d273a890a41a"}) as unknown as TypedDocumentString<PublicationDifferencesPageQuery, PublicationDifferencesPageQueryVariables>;
export const StructureQuarantineDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StructureQuarantine($structureId: ID!, $first: Int!, $after: String) {
  structure(id: $structureId) {
    __typename
    ... on Structure {
      id
      name
      mayManageQuarantine
      malwarePolicy {
        infected
        encrypted
      }
      quarantine(first: $first, after: $after) {
        edges {
          node {
            id
            at
            direction
            sender
            recipients
            signature
            nature
            treatment
            size
            isKept
            expiresAt
          }
        }
        pageInfo {
          ...PageEnd
        }
      }
    }
    ... on Refus {
      code
    }
  }
}
    fragment PageEnd on PageInfo {
  endCursor
  hasNextPage
}`, {"documentId":"3ce59e153d983fc639bb14a88a6b0c70d859fabd50b424751a6f9dcf5d5de117"}) as unknown as TypedDocumentString<StructureQuarantineQuery, StructureQuarantineQueryVariables>;
export const QuarantineDestroyDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation QuarantineDestroy($structureId: ID!, $id: ID!) {
  done: quarantineDestroy(structureId: $structureId, id: $id) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"c4f49cb45023699de2697c6eff488613842bf6bec8bd66de58679ea5b29f111d"}) as unknown as TypedDocumentString<QuarantineDestroyMutation, QuarantineDestroyMutationVariables>;
export const MalwarePolicySetDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MalwarePolicySet($structureId: ID!, $infected: InfectedTreatment!, $encrypted: EncryptedTreatment!) {
  done: malwarePolicySet(
    structureId: $structureId
    infected: $infected
    encrypted: $encrypted
  ) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"34d828e8c4336cfbcb4f2b0ae5b0f363dd5513af83a1836ee6c2c3ccf95b37b7"}) as unknown as TypedDocumentString<MalwarePolicySetMutation, MalwarePolicySetMutationVariables>;
export const OpenPortalSessionBySecoursDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation OpenPortalSessionBySecours($address: String!, $passphrase: String!, $code: String!) {
  openPortalSession: openPortalSessionBySecours(
    address: $address
    passphrase: $passphrase
    code: $code
  ) {
    __typename
    ... on PortalSession {
      token
      name
      expiresAt
    }
    ... on Refus {
      code
    }
  }
}
    `, {"documentId":"9c3f4a2df6929d750e9159c9f769a7e73da1290308ec58b8c033dfd91a657539"}) as unknown as TypedDocumentString<OpenPortalSessionBySecoursMutation, OpenPortalSessionBySecoursMutationVariables>;
export const MySecoursDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MySecours {
  me {
    secours {
      structureId
      structureName
      isOn
      enrolledAt
    }
  }
}
    `, {"documentId":"167486f1b53bab1b6ec10423e2916984cfd9be4f66e5e772b1735c22620629df"}) as unknown as TypedDocumentString<MySecoursQuery, MySecoursQueryVariables>;
export const StructureSecoursDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StructureSecours($structureId: ID!) {
  structure(id: $structureId) {
    __typename
    ... on Structure {
      id
      name
      secours {
        isOn
        isAvailable
        mayManage
        holders {
          idNat
          name
          enrolledAt
        }
      }
    }
    ... on Refus {
      code
    }
  }
}
    `, {"documentId":"19ac8165ffd5acd7e8478b426672c1ee1d1278a6efada502fec9e1864d018bb9"}) as unknown as TypedDocumentString<StructureSecoursQuery, StructureSecoursQueryVariables>;
export const SecoursEnrolDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SecoursEnrol($structureId: ID!) {
  done: secoursEnrol(structureId: $structureId) {
    __typename
    ... on SecoursEnrolment {
      passphrase
      key
      uri
    }
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"7f93cae1d0fac0aa2b2c893d20250dbcc92096038c9a97842fe038ca7e4ade0c"}) as unknown as TypedDocumentString<SecoursEnrolMutation, SecoursEnrolMutationVariables>;
export const SecoursConfirmDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SecoursConfirm($structureId: ID!, $code: String!) {
  done: secoursConfirm(structureId: $structureId, code: $code) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"50b8597c0853719839124d0d2dfedc96c8d6e5e68b04f428aaf12eb3f6a21f6a"}) as unknown as TypedDocumentString<SecoursConfirmMutation, SecoursConfirmMutationVariables>;
export const SecoursRevokeDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SecoursRevoke($structureId: ID!) {
  done: secoursRevoke(structureId: $structureId) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"24543a88d7b9af3bc6df5a2fba246ac47f3deb003c942b9292a11ed0a44de58c"}) as unknown as TypedDocumentString<SecoursRevokeMutation, SecoursRevokeMutationVariables>;
export const SecoursTurnDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SecoursTurn($structureId: ID!, $on: Boolean!) {
  done: secoursTurn(structureId: $structureId, on: $on) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"f1810840ccdcf40a5ac223719f3b06c00681d4c7b5bd90cfcfc17ce8283343fe"}) as unknown as TypedDocumentString<SecoursTurnMutation, SecoursTurnMutationVariables>;
export const SecoursRevokeOfDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SecoursRevokeOf($structureId: ID!, $idNat: String!) {
  done: secoursRevokeOf(structureId: $structureId, idNat: $idNat) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"53f774bd784ee77ffe8a2a71c8fd7b287a8b45f1ec5357695a6a71ec981dad2c"}) as unknown as TypedDocumentString<SecoursRevokeOfMutation, SecoursRevokeOfMutationVariables>;
export const StructureSendingDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StructureSending($structureId: ID!, $first: Int!, $after: String) {
  structure(id: $structureId) {
    __typename
    ... on Structure {
      id
      name
      mayManageSending
      sendingLimits {
        areChosen
        perBal
        perApplicativeBal
        perStructure
      }
      sendingUse {
        recipients
        busiest {
          bal {
            id
            address
            kind
          }
          recipients
        }
      }
      applicativeBals(first: $first, after: $after) {
        edges {
          node {
            bal {
              id
              address
            }
            structures {
              idNat
              authorisedAt
            }
          }
        }
        pageInfo {
          ...PageEnd
        }
      }
    }
    ... on Refus {
      code
    }
  }
}
    fragment PageEnd on PageInfo {
  endCursor
  hasNextPage
}`, {"documentId":"af9740587f7a5c247ef460af35c21a34c65585b4ec47fb08d6e86eba69c59bc2"}) as unknown as TypedDocumentString<StructureSendingQuery, StructureSendingQueryVariables>;
export const SendingLimitsSetDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SendingLimitsSet($structureId: ID!, $perBal: Int!, $perStructure: Int!) {
  done: sendingLimitsSet(
    structureId: $structureId
    perBal: $perBal
    perStructure: $perStructure
  ) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"e7471e79e83960f1a993926e63f6bcd10082229621cbb29b266bb013219ba61f"}) as unknown as TypedDocumentString<SendingLimitsSetMutation, SendingLimitsSetMutationVariables>;
export const BalStructureAuthoriseDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation BalStructureAuthorise($structureId: ID!, $balId: ID!, $idNat: String!) {
  done: balStructureAuthorise(
    structureId: $structureId
    balId: $balId
    idNat: $idNat
  ) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"b099f6417bb94ef777c41500dc339e9ea08cc5ea7f98b572e6a26b7b831b83ef"}) as unknown as TypedDocumentString<BalStructureAuthoriseMutation, BalStructureAuthoriseMutationVariables>;
export const BalStructureWithdrawDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation BalStructureWithdraw($structureId: ID!, $balId: ID!, $idNat: String!) {
  done: balStructureWithdraw(
    structureId: $structureId
    balId: $balId
    idNat: $idNat
  ) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"b5d514c956e81c8bd641a20655315dc992d3d730f98943f4463447bf4e824973"}) as unknown as TypedDocumentString<BalStructureWithdrawMutation, BalStructureWithdrawMutationVariables>;
export const OpenPortalSessionDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation OpenPortalSession($pscAccessToken: String!) {
  openPortalSession(pscAccessToken: $pscAccessToken) {
    __typename
    ... on PortalSession {
      token
      name
      expiresAt
    }
    ... on Refus {
      code
    }
  }
}
    `, {"documentId":"9755719976d43329b9d0f7c268006f231e62e32aec7bdb3097d0f14c9fd372af"}) as unknown as TypedDocumentString<OpenPortalSessionMutation, OpenPortalSessionMutationVariables>;
export const ClosePortalSessionDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ClosePortalSession {
  closePortalSession
}
    `, {"documentId":"7e1a0f0037b98bef85f1b2a56c369fc7b4afe4de3be2d93d03ab442c374cb9d2"}) as unknown as TypedDocumentString<ClosePortalSessionMutation, ClosePortalSessionMutationVariables>;
export const WhoAmIDocument = /*#__PURE__*/ new TypedDocumentString(`
    query WhoAmI {
  me {
    name
    structures {
      roles
      structure {
        id
        name
        kind
      }
    }
    bals {
      mayRead
      bal {
        id
      }
    }
    secours {
      structureId
    }
    cguToAccept {
      inForce
      version {
        inForceAt
      }
    }
  }
}
    `, {"documentId":"99cf43dceb223f58a17d13e4eae5151168d9a2d2fbe5e820f6abf1d1d13b3b72"}) as unknown as TypedDocumentString<WhoAmIQuery, WhoAmIQueryVariables>;
export const KeepSessionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query KeepSession {
  me {
    name
  }
}
    `, {"documentId":"cd590c6cf6dad8f3d09a61ef806f32c31844aedbaf6ff7f4e4723b1f40ac61de"}) as unknown as TypedDocumentString<KeepSessionQuery, KeepSessionQueryVariables>;
export const SubscriptionTicketDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SubscriptionTicket {
  subscriptionTicket
}
    `, {"documentId":"91e7a3e0d3784ab0a2ffd45bbf3347ce55c0e54d26173565a70ac83acfc4fe96"}) as unknown as TypedDocumentString<SubscriptionTicketQuery, SubscriptionTicketQueryVariables>;
export const StructureStatisticsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StructureStatistics($structureId: ID!, $from: String!, $to: String!, $first: Int!, $after: String) {
  structure(id: $structureId) {
    __typename
    ... on Structure {
      id
      name
    }
    ... on Refus {
      code
    }
  }
  indicators(structureId: $structureId, from: $from, to: $to) {
    __typename
    ... on Indicators {
      months {
        month
        isWhole
        delivered
        refused
        unanswered
        received
        successRate
        toPatients
        withQualifiedIns
        people
        bals
        usedBals
        documents {
          value
          count
        }
        programs {
          value
          count
        }
      }
    }
    ... on Refus {
      code
    }
  }
  statisticsDeposits(structureId: $structureId, first: $first, after: $after) {
    edges {
      node {
        id
        month
        domain
        state
        exchanges
        bals
        depositedAt
        fault
        nextAt
        mayRedeposit
        report {
          name
          verdict
          controls {
            number
            verdict
            label
            labelEn
            message
            lines
          }
        }
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
}
    fragment PageEnd on PageInfo {
  endCursor
  hasNextPage
}`, {"documentId":"d2980cb83c737d37274d88c975534ed929a5a0889ac3038c27e68a4aa7b3bcfd"}) as unknown as TypedDocumentString<StructureStatisticsQuery, StructureStatisticsQueryVariables>;
export const StatisticsRedepositDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation StatisticsRedeposit($structureId: ID!, $depositId: ID!) {
  done: statisticsRedeposit(structureId: $structureId, depositId: $depositId) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"c4d8887a6915d0ce839e8cc1ca47920b5fb319b00aca6cd8998868e0910644bd"}) as unknown as TypedDocumentString<StatisticsRedepositMutation, StatisticsRedepositMutationVariables>;
export const StructureSummaryDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StructureSummary($structureId: ID!) {
  structure(id: $structureId) {
    __typename
    ... on Structure {
      id
      name
      kind
      finess
      domains
    }
    ... on Refus {
      code
    }
  }
}
    `, {"documentId":"74f0c905bad84712daaa0f6ac41d040af8d85d07a1ebbae2a0306f5cbd29cae2"}) as unknown as TypedDocumentString<StructureSummaryQuery, StructureSummaryQueryVariables>;
export const StructureFiguresDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StructureFigures($structureId: ID!) {
  structure(id: $structureId) {
    __typename
    ... on Structure {
      counts {
        activeBals
        suspendedBals
        pendingDeliveries
        deliveredLastDay
        failedLastDay
      }
    }
    ... on Refus {
      code
    }
  }
}
    `, {"documentId":"09762d160e98804c6f524ff610f663dc4c72414051d1924274c433e186c4910c"}) as unknown as TypedDocumentString<StructureFiguresQuery, StructureFiguresQueryVariables>;
export const ListeBlancheHealthDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ListeBlancheHealth {
  listeBlanche {
    available
    stale
    domainCount
    generatedAt
  }
}
    `, {"documentId":"6185ab7699735ead1f746414d78a2c8fa890ca7e46103a57401a12ce8e38300b"}) as unknown as TypedDocumentString<ListeBlancheHealthQuery, ListeBlancheHealthQueryVariables>;
export const StructureDeliveriesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StructureDeliveries($structureId: ID!, $first: Int!, $after: String, $state: DeliveryState) {
  structure(id: $structureId) {
    __typename
    ... on Structure {
      mayManageDeliveries
      deliveries(first: $first, after: $after, state: $state) {
        edges {
          node {
            ...DeliveryRow
          }
        }
        pageInfo {
          ...PageEnd
          hasPreviousPage
        }
      }
    }
    ... on Refus {
      code
    }
  }
}
    fragment PageEnd on PageInfo {
  endCursor
  hasNextPage
}
fragment DeliveryRow on Delivery {
  id
  direction
  state
  sender
  recipient
  createdAt
  updatedAt
  attempts
  lastCode
  lastText
  nextAttemptAt
  acts
}`, {"documentId":"90ee80be2aa233a6fa3cdfa9abd36feaefb011001e6cf494e31200fca61da039"}) as unknown as TypedDocumentString<StructureDeliveriesQuery, StructureDeliveriesQueryVariables>;
export const StructureComplianceDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StructureCompliance($structureId: ID!, $first: Int!) {
  structure(id: $structureId) {
    __typename
    ... on Structure {
      complianceEvents(first: $first) {
        edges {
          node {
            ...ComplianceRow
          }
        }
      }
    }
    ... on Refus {
      code
    }
  }
}
    fragment ComplianceRow on ComplianceEvent {
  id
  kind
  title
  severity
  at
  facts {
    name
    value
  }
}`, {"documentId":"4db17fcbf225fbfad8b23c098510e5607f0b3071691d184aec0c85bb197e4535"}) as unknown as TypedDocumentString<StructureComplianceQuery, StructureComplianceQueryVariables>;
export const DeliveryHoldDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeliveryHold($structureId: ID!, $deliveryId: ID!) {
  done: deliveryHold(structureId: $structureId, deliveryId: $deliveryId) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"acf90e87a5c7d3a03c2c857ee90c1d71c955cbd3c7bc10c4bf1ad353f45d4a78"}) as unknown as TypedDocumentString<DeliveryHoldMutation, DeliveryHoldMutationVariables>;
export const DeliveryReleaseDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeliveryRelease($structureId: ID!, $deliveryId: ID!) {
  done: deliveryRelease(structureId: $structureId, deliveryId: $deliveryId) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"c721398b50fa988ff06f716d27e6aa0c6e09835ad5108cc5a5945cc2e837e077"}) as unknown as TypedDocumentString<DeliveryReleaseMutation, DeliveryReleaseMutationVariables>;
export const DeliveryRetryDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeliveryRetry($structureId: ID!, $deliveryId: ID!) {
  done: deliveryRetry(structureId: $structureId, deliveryId: $deliveryId) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"3223f685365be126ad7e200ff825a50de57e62e0d624fdd6ef260471a4bc12d8"}) as unknown as TypedDocumentString<DeliveryRetryMutation, DeliveryRetryMutationVariables>;
export const DeliveryCancelDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeliveryCancel($structureId: ID!, $deliveryId: ID!) {
  done: deliveryCancel(structureId: $structureId, deliveryId: $deliveryId) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"5d7a25066ac80accde18758b31efc293235530d0ec7829c064f3192cf1c7efb3"}) as unknown as TypedDocumentString<DeliveryCancelMutation, DeliveryCancelMutationVariables>;
export const DeliveryEventsDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription DeliveryEvents($structureId: ID!) {
  deliveryEvents(structureId: $structureId) {
    at
    delivery {
      ...DeliveryRow
    }
  }
}
    fragment DeliveryRow on Delivery {
  id
  direction
  state
  sender
  recipient
  createdAt
  updatedAt
  attempts
  lastCode
  lastText
  nextAttemptAt
  acts
}`, {"documentId":"2630d53dede7904b60cb4330e00004a45080a4d2427aa0b0d31945da562eda63"}) as unknown as TypedDocumentString<DeliveryEventsSubscription, DeliveryEventsSubscriptionVariables>;
export const ComplianceEventsDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription ComplianceEvents($structureId: ID!) {
  complianceEvents(structureId: $structureId) {
    ...ComplianceRow
  }
}
    fragment ComplianceRow on ComplianceEvent {
  id
  kind
  title
  severity
  at
  facts {
    name
    value
  }
}`, {"documentId":"b5e3994b7680a77a1901ee66da0467a47fdc6ebacec9811afa89da74448195b8"}) as unknown as TypedDocumentString<ComplianceEventsSubscription, ComplianceEventsSubscriptionVariables>;
export const TermsPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query TermsPage {
  me {
    cguToAccept {
      inForce
      version {
        ...Terms
      }
    }
  }
  cguInForce {
    ...Terms
  }
}
    fragment Terms on CguVersion {
  id
  name
  textFr
  textEn
  documentUrl
  documentSha256
  inForceAt
}`, {"documentId":"6750a4fef59a9378f37fc7c2326c11daa81816b8e2ca1ad772155487b83bd15e"}) as unknown as TypedDocumentString<TermsPageQuery, TermsPageQueryVariables>;
export const AcceptTermsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation AcceptTerms($versionId: ID!) {
  done: cguAccept(versionId: $versionId) {
    __typename
    ... on CguVersion {
      id
    }
    ...Refusal
  }
}
    fragment Refusal on Refus {
  message
  messageEn
  path
}`, {"documentId":"2a54d2789d8558a9044b04247dc212e72f5f3bc66811c472814019182012311b"}) as unknown as TypedDocumentString<AcceptTermsMutation, AcceptTermsMutationVariables>;