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

/** Ce que l’analyse reproche à un message. / What the scan holds against a message. */
export type MalwareNature =
  /** Contenu chiffré, impossible à analyser. / Encrypted content, which cannot be scanned. */
  | 'ENCRYPTED'
  /** Code malveillant connu. / Known malware. */
  | 'MALWARE'
  /** Archive trop volumineuse ou trop imbriquée pour être analysée. / Archive too large or too deeply nested to be scanned. */
  | 'TOO_DEEP';

/** Gravité d’un événement de conformité. / Severity of a compliance event. */
export type Severity =
  /** À traiter sans attendre. / To be dealt with at once. */
  | 'CRITICAL'
  /** Information. / Information. */
  | 'INFO'
  /** À surveiller. / To watch. */
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

export type MyBalsQueryVariables = Exact<{ [key: string]: never; }>;


export type MyBalsQuery = { me: { bals: Array<{ role: BalRole, mayRead: boolean, maySend: boolean, bal: { id: string, address: string, kind: BalKind, state: BalState, isTest: boolean, description: string, folders: Array<{ id: string, specialUse: FolderUse | null, unread: number }> } }> } };

export type BalFoldersQueryVariables = Exact<{
  balId: string | number;
}>;


export type BalFoldersQuery = { bal:
    | { __typename: 'Bal', id: string, address: string, kind: BalKind, state: BalState, description: string, folders: Array<{ id: string, name: string, specialUse: FolderUse | null, total: number, unread: number }> }
    | { __typename: 'Refus', code: string }
   };

export type DomainZoneQueryVariables = Exact<{
  domain: string;
}>;


export type DomainZoneQuery = { domainDns:
    | { __typename: 'DomainDns', domain: string, checkedAt: string, isConform: boolean, zone: string, findings: Array<{ purpose: DnsPurpose, name: string, type: string, expected: string | null, found: Array<string>, verdict: DnsVerdict, required: boolean, advice: string | null, adviceEn: string | null }> }
    | { __typename: 'Refus', code: string }
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

export type FolderMessagesQueryVariables = Exact<{
  balId: string | number;
  folderId: string | number;
  first: number;
  after?: string | null | undefined;
}>;


export type FolderMessagesQuery = { bal:
    | { __typename: 'Bal', folder: { messages: { edges: Array<{ node: { id: string, subject: string | null, receivedAt: string, seen: boolean, flagged: boolean, answered: boolean, hasAttachments: boolean, hasXdm: boolean, from: Array<{ name: string | null, address: string }>, to: Array<{ name: string | null, address: string }> } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } } | null }
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
    | { __typename: 'Refus', message: string, messageEn: string }
   };

export type MalwarePolicySetMutationVariables = Exact<{
  structureId: string | number;
  infected: InfectedTreatment;
  encrypted: EncryptedTreatment;
}>;


export type MalwarePolicySetMutation = { done:
    | { __typename: 'MalwarePolicy' }
    | { __typename: 'Refus', message: string, messageEn: string }
   };

export type SecoursOfferedQueryVariables = Exact<{ [key: string]: never; }>;


export type SecoursOfferedQuery = { secoursOffered: boolean };

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
    | { __typename: 'Refus', message: string, messageEn: string }
    | { __typename: 'SecoursEnrolment', passphrase: string, key: string, uri: string }
   };

export type SecoursConfirmMutationVariables = Exact<{
  structureId: string | number;
  code: string;
}>;


export type SecoursConfirmMutation = { done:
    | { __typename: 'Refus', message: string, messageEn: string }
    | { __typename: 'SecoursAccess' }
   };

export type SecoursRevokeMutationVariables = Exact<{
  structureId: string | number;
}>;


export type SecoursRevokeMutation = { done:
    | { __typename: 'Refus', message: string, messageEn: string }
    | { __typename: 'SecoursAccess' }
   };

export type SecoursTurnMutationVariables = Exact<{
  structureId: string | number;
  on: boolean;
}>;


export type SecoursTurnMutation = { done:
    | { __typename: 'Refus', message: string, messageEn: string }
    | { __typename: 'SecoursPolicy' }
   };

export type SecoursRevokeOfMutationVariables = Exact<{
  structureId: string | number;
  idNat: string;
}>;


export type SecoursRevokeOfMutation = { done:
    | { __typename: 'Refus', message: string, messageEn: string }
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
    | { __typename: 'Refus', message: string, messageEn: string }
    | { __typename: 'SendingLimits' }
   };

export type BalStructureAuthoriseMutationVariables = Exact<{
  structureId: string | number;
  balId: string | number;
  idNat: string;
}>;


export type BalStructureAuthoriseMutation = { done:
    | { __typename: 'ApplicativeBal' }
    | { __typename: 'Refus', message: string, messageEn: string }
   };

export type BalStructureWithdrawMutationVariables = Exact<{
  structureId: string | number;
  balId: string | number;
  idNat: string;
}>;


export type BalStructureWithdrawMutation = { done:
    | { __typename: 'ApplicativeBal' }
    | { __typename: 'Refus', message: string, messageEn: string }
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


export type WhoAmIQuery = { me: { name: string, structures: Array<{ roles: Array<StructureRole>, structure: { id: string, name: string, kind: StructureKind } }>, bals: Array<{ mayRead: boolean, bal: { id: string } }>, secours: Array<{ structureId: string }> } };

export type KeepSessionQueryVariables = Exact<{ [key: string]: never; }>;


export type KeepSessionQuery = { me: { name: string } };

export type SubscriptionTicketQueryVariables = Exact<{ [key: string]: never; }>;


export type SubscriptionTicketQuery = { subscriptionTicket: string };

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
    | { __typename: 'Structure', mayManageDeliveries: boolean, deliveries: { edges: Array<{ node: { id: string, direction: DeliveryDirection, state: DeliveryState, sender: string | null, recipient: string, createdAt: string, updatedAt: string, attempts: number, lastCode: number | null, lastText: string | null, nextAttemptAt: string | null, acts: Array<DeliveryAct> } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } }
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
    | { __typename: 'Refus', message: string, messageEn: string }
   };

export type DeliveryReleaseMutationVariables = Exact<{
  structureId: string | number;
  deliveryId: string | number;
}>;


export type DeliveryReleaseMutation = { done:
    | { __typename: 'Delivery' }
    | { __typename: 'Refus', message: string, messageEn: string }
   };

export type DeliveryRetryMutationVariables = Exact<{
  structureId: string | number;
  deliveryId: string | number;
}>;


export type DeliveryRetryMutation = { done:
    | { __typename: 'Delivery' }
    | { __typename: 'Refus', message: string, messageEn: string }
   };

export type DeliveryCancelMutationVariables = Exact<{
  structureId: string | number;
  deliveryId: string | number;
}>;


export type DeliveryCancelMutation = { done:
    | { __typename: 'Delivery' }
    | { __typename: 'Refus', message: string, messageEn: string }
   };

export type DeliveryEventsSubscriptionVariables = Exact<{
  structureId: string | number;
}>;


export type DeliveryEventsSubscription = { deliveryEvents: { at: string, delivery: { id: string, direction: DeliveryDirection, state: DeliveryState, sender: string | null, recipient: string, createdAt: string, updatedAt: string, attempts: number, lastCode: number | null, lastText: string | null, nextAttemptAt: string | null, acts: Array<DeliveryAct> } } };

export type ComplianceEventsSubscriptionVariables = Exact<{
  structureId: string | number;
}>;


export type ComplianceEventsSubscription = { complianceEvents: { id: string, kind: string, title: string, severity: Severity, at: string, facts: Array<{ name: string, value: string }> } };

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
    `) as unknown as TypedDocumentString<MyBalsQuery, MyBalsQueryVariables>;
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
    `) as unknown as TypedDocumentString<BalFoldersQuery, BalFoldersQueryVariables>;
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
    `) as unknown as TypedDocumentString<DomainZoneQuery, DomainZoneQueryVariables>;
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
      endCursor
      hasNextPage
    }
  }
}
    `) as unknown as TypedDocumentString<ListeBlanchePageQuery, ListeBlanchePageQueryVariables>;
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
    `) as unknown as TypedDocumentString<ApproveListeBlancheMutation, ApproveListeBlancheMutationVariables>;
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
            endCursor
            hasNextPage
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
    `) as unknown as TypedDocumentString<FolderMessagesQuery, FolderMessagesQueryVariables>;
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
    `) as unknown as TypedDocumentString<MessageHeaderQuery, MessageHeaderQueryVariables>;
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
    `) as unknown as TypedDocumentString<MessageContentQuery, MessageContentQueryVariables>;
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
    `) as unknown as TypedDocumentString<MarkSeenMutation, MarkSeenMutationVariables>;
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
          endCursor
          hasNextPage
        }
      }
    }
    ... on Refus {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<StructureQuarantineQuery, StructureQuarantineQueryVariables>;
export const QuarantineDestroyDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation QuarantineDestroy($structureId: ID!, $id: ID!) {
  done: quarantineDestroy(structureId: $structureId, id: $id) {
    __typename
    ... on Refus {
      message
      messageEn
    }
  }
}
    `) as unknown as TypedDocumentString<QuarantineDestroyMutation, QuarantineDestroyMutationVariables>;
export const MalwarePolicySetDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MalwarePolicySet($structureId: ID!, $infected: InfectedTreatment!, $encrypted: EncryptedTreatment!) {
  done: malwarePolicySet(
    structureId: $structureId
    infected: $infected
    encrypted: $encrypted
  ) {
    __typename
    ... on Refus {
      message
      messageEn
    }
  }
}
    `) as unknown as TypedDocumentString<MalwarePolicySetMutation, MalwarePolicySetMutationVariables>;
export const SecoursOfferedDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SecoursOffered {
  secoursOffered
}
    `) as unknown as TypedDocumentString<SecoursOfferedQuery, SecoursOfferedQueryVariables>;
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
    `) as unknown as TypedDocumentString<OpenPortalSessionBySecoursMutation, OpenPortalSessionBySecoursMutationVariables>;
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
    `) as unknown as TypedDocumentString<MySecoursQuery, MySecoursQueryVariables>;
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
    `) as unknown as TypedDocumentString<StructureSecoursQuery, StructureSecoursQueryVariables>;
export const SecoursEnrolDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SecoursEnrol($structureId: ID!) {
  done: secoursEnrol(structureId: $structureId) {
    __typename
    ... on SecoursEnrolment {
      passphrase
      key
      uri
    }
    ... on Refus {
      message
      messageEn
    }
  }
}
    `) as unknown as TypedDocumentString<SecoursEnrolMutation, SecoursEnrolMutationVariables>;
export const SecoursConfirmDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SecoursConfirm($structureId: ID!, $code: String!) {
  done: secoursConfirm(structureId: $structureId, code: $code) {
    __typename
    ... on Refus {
      message
      messageEn
    }
  }
}
    `) as unknown as TypedDocumentString<SecoursConfirmMutation, SecoursConfirmMutationVariables>;
export const SecoursRevokeDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SecoursRevoke($structureId: ID!) {
  done: secoursRevoke(structureId: $structureId) {
    __typename
    ... on Refus {
      message
      messageEn
    }
  }
}
    `) as unknown as TypedDocumentString<SecoursRevokeMutation, SecoursRevokeMutationVariables>;
export const SecoursTurnDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SecoursTurn($structureId: ID!, $on: Boolean!) {
  done: secoursTurn(structureId: $structureId, on: $on) {
    __typename
    ... on Refus {
      message
      messageEn
    }
  }
}
    `) as unknown as TypedDocumentString<SecoursTurnMutation, SecoursTurnMutationVariables>;
export const SecoursRevokeOfDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SecoursRevokeOf($structureId: ID!, $idNat: String!) {
  done: secoursRevokeOf(structureId: $structureId, idNat: $idNat) {
    __typename
    ... on Refus {
      message
      messageEn
    }
  }
}
    `) as unknown as TypedDocumentString<SecoursRevokeOfMutation, SecoursRevokeOfMutationVariables>;
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
          endCursor
          hasNextPage
        }
      }
    }
    ... on Refus {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<StructureSendingQuery, StructureSendingQueryVariables>;
export const SendingLimitsSetDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SendingLimitsSet($structureId: ID!, $perBal: Int!, $perStructure: Int!) {
  done: sendingLimitsSet(
    structureId: $structureId
    perBal: $perBal
    perStructure: $perStructure
  ) {
    __typename
    ... on Refus {
      message
      messageEn
    }
  }
}
    `) as unknown as TypedDocumentString<SendingLimitsSetMutation, SendingLimitsSetMutationVariables>;
export const BalStructureAuthoriseDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation BalStructureAuthorise($structureId: ID!, $balId: ID!, $idNat: String!) {
  done: balStructureAuthorise(
    structureId: $structureId
    balId: $balId
    idNat: $idNat
  ) {
    __typename
    ... on Refus {
      message
      messageEn
    }
  }
}
    `) as unknown as TypedDocumentString<BalStructureAuthoriseMutation, BalStructureAuthoriseMutationVariables>;
export const BalStructureWithdrawDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation BalStructureWithdraw($structureId: ID!, $balId: ID!, $idNat: String!) {
  done: balStructureWithdraw(
    structureId: $structureId
    balId: $balId
    idNat: $idNat
  ) {
    __typename
    ... on Refus {
      message
      messageEn
    }
  }
}
    `) as unknown as TypedDocumentString<BalStructureWithdrawMutation, BalStructureWithdrawMutationVariables>;
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
    `) as unknown as TypedDocumentString<OpenPortalSessionMutation, OpenPortalSessionMutationVariables>;
export const ClosePortalSessionDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ClosePortalSession {
  closePortalSession
}
    `) as unknown as TypedDocumentString<ClosePortalSessionMutation, ClosePortalSessionMutationVariables>;
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
  }
}
    `) as unknown as TypedDocumentString<WhoAmIQuery, WhoAmIQueryVariables>;
export const KeepSessionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query KeepSession {
  me {
    name
  }
}
    `) as unknown as TypedDocumentString<KeepSessionQuery, KeepSessionQueryVariables>;
export const SubscriptionTicketDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SubscriptionTicket {
  subscriptionTicket
}
    `) as unknown as TypedDocumentString<SubscriptionTicketQuery, SubscriptionTicketQueryVariables>;
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
    `) as unknown as TypedDocumentString<StructureSummaryQuery, StructureSummaryQueryVariables>;
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
    `) as unknown as TypedDocumentString<StructureFiguresQuery, StructureFiguresQueryVariables>;
export const ListeBlancheHealthDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ListeBlancheHealth {
  listeBlanche {
    available
    stale
    domainCount
    generatedAt
  }
}
    `) as unknown as TypedDocumentString<ListeBlancheHealthQuery, ListeBlancheHealthQueryVariables>;
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
          endCursor
          hasNextPage
          hasPreviousPage
        }
      }
    }
    ... on Refus {
      code
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
}`) as unknown as TypedDocumentString<StructureDeliveriesQuery, StructureDeliveriesQueryVariables>;
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
}`) as unknown as TypedDocumentString<StructureComplianceQuery, StructureComplianceQueryVariables>;
export const DeliveryHoldDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeliveryHold($structureId: ID!, $deliveryId: ID!) {
  done: deliveryHold(structureId: $structureId, deliveryId: $deliveryId) {
    __typename
    ... on Refus {
      message
      messageEn
    }
  }
}
    `) as unknown as TypedDocumentString<DeliveryHoldMutation, DeliveryHoldMutationVariables>;
export const DeliveryReleaseDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeliveryRelease($structureId: ID!, $deliveryId: ID!) {
  done: deliveryRelease(structureId: $structureId, deliveryId: $deliveryId) {
    __typename
    ... on Refus {
      message
      messageEn
    }
  }
}
    `) as unknown as TypedDocumentString<DeliveryReleaseMutation, DeliveryReleaseMutationVariables>;
export const DeliveryRetryDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeliveryRetry($structureId: ID!, $deliveryId: ID!) {
  done: deliveryRetry(structureId: $structureId, deliveryId: $deliveryId) {
    __typename
    ... on Refus {
      message
      messageEn
    }
  }
}
    `) as unknown as TypedDocumentString<DeliveryRetryMutation, DeliveryRetryMutationVariables>;
export const DeliveryCancelDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeliveryCancel($structureId: ID!, $deliveryId: ID!) {
  done: deliveryCancel(structureId: $structureId, deliveryId: $deliveryId) {
    __typename
    ... on Refus {
      message
      messageEn
    }
  }
}
    `) as unknown as TypedDocumentString<DeliveryCancelMutation, DeliveryCancelMutationVariables>;
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
}`) as unknown as TypedDocumentString<DeliveryEventsSubscription, DeliveryEventsSubscriptionVariables>;
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
}`) as unknown as TypedDocumentString<ComplianceEventsSubscription, ComplianceEventsSubscriptionVariables>;