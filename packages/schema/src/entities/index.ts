import { AnnuaireFeed, AnnuaireWithdrawal } from './annuaire-feed.js';
import { ApiKey } from './api-key.js';
import { ApiRequest } from './api-request.js';
import { Bal } from './bal.js';
import { BalAccess } from './bal-access.js';
import { BalClosure } from './bal-closure.js';
import { BalRemoval } from './bal-removal.js';
import { BalReply, ReplyDue, ReplyTold } from './bal-reply.js';
import { BalStructure } from './bal-structure.js';
import { BlobRemoval } from './blob-removal.js';
import { CguAcceptance, CguVersion } from './cgu.js';
import { ComplianceEvent } from './compliance-event.js';
import { Delivery } from './delivery.js';
import { DeliveryEvent } from './delivery-event.js';
import { DirectoryAnswer } from './directory-answer.js';
import {
  DirectoryCopy,
  DirectoryEntryRow,
  DirectoryLexicon,
  DirectoryPractice,
  DirectoryWord,
} from './directory-copy.js';
import { FhirFedMailbox, FhirFeedReport } from './fhir-feeding.js';
import { IdentityProviderRow, LocalIdentityRow, RouteIdentityDomain } from './identity-provider.js';
import { JobRun } from './job-run.js';
import { ListeBlancheChange } from './liste-blanche-change.js';
import { ListeBlanchePending } from './liste-blanche-pending.js';
import { ListeBlancheVersion } from './liste-blanche-version.js';
import { ListeRougeChoice } from './liste-rouge-choice.js';
import { LogoutNotice } from './logout-notice.js';
import { MailExpunged } from './mail-expunged.js';
import { MailFolder } from './mail-folder.js';
import { MailImport, MailImportFolder, MailImportRefusal } from './mail-import.js';
import { MailItem } from './mail-item.js';
import { MailKeptSubscription } from './mail-kept-subscription.js';
import { MailMessage } from './mail-message.js';
import { MailMessageChunk } from './mail-message-chunk.js';
import { MailMessageLeaving } from './mail-message-leaving.js';
import { MailSearchEntry, MailSearchMark, MailSearchPack } from './mail-search.js';
import { MailThreadItem, MailThreadMark, MailThreadName } from './mail-thread.js';
import { MalwarePolicyRow } from './malware-policy.js';
import { ManagerSignIn } from './manager-sign-in.js';
import { OperationDue, OperationRecord, OperationRowRecord } from './operation.js';
import { OutboundDue } from './outbound-due.js';
import { Person } from './person.js';
import { PersonFormerNumber } from './person-former-number.js';
import { PersonStanding } from './person-standing.js';
import { PersonWord } from './person-word.js';
import { PortalSession } from './portal-session.js';
import {
  BalDirectory,
  PublicationAnomaly,
  PublicationChange,
  PublicationCorrection,
  PublicationRecord,
  PublicationShare,
} from './publication.js';
import { QuarantinedChunk } from './quarantined-chunk.js';
import { QuarantinedLetterRow } from './quarantined-letter.js';
import { QuotaCrossing } from './quota-crossing.js';
import {
  RouteAddress,
  RouteApiKey,
  RouteApiToken,
  RouteDomain,
  RouteOperator,
  RoutePerson,
  RouteSecours,
} from './routes.js';
import { ScheduledJob } from './scheduled-job.js';
import { ScimGroup, ScimMember, ScimUser } from './scim.js';
import { SecoursFactorRow, SecoursPolicy } from './secours.js';
import { SendingBreach, SendingCount, SendingPolicy } from './sending.js';
import { SendingRequestRow } from './sending-request.js';
import { SentCopy } from './sent-copy.js';
import { DeliveryReportRow, SentLetterRow } from './sent-letter.js';
import {
  StatisticsArchive,
  StatisticsDepositRow,
  StatisticsMonthRow,
  StatisticsPiece,
} from './statistics.js';
import { SubscriptionTicket } from './subscription-ticket.js';
import { Tenant } from './tenant.js';
import { TenantDomain } from './tenant-domain.js';
import { TenantEvent, TenantEventMark } from './tenant-event.js';
import { TenantKey } from './tenant-key.js';
import { TenantPlace } from './tenant-place.js';
import { TenantRole } from './tenant-role.js';
import { TraceRow } from './trace-event.js';
import { Upload, UploadPiece } from './upload.js';
import { RouteWebhook, WebhookDeliveryRow, WebhookDue, WebhookRow } from './webhook.js';

/** Every table of the schema. Relations point from child to parent only, so that these files never import in a circle. */
export const entities = [
  Tenant,
  Person,
  ScimUser,
  ScimGroup,
  ScimMember,
  PersonWord,
  PersonFormerNumber,
  PersonStanding,
  CguVersion,
  CguAcceptance,
  TenantRole,
  TenantDomain,
  TenantKey,
  Bal,
  BalAccess,
  BalClosure,
  BalRemoval,
  BalReply,
  ReplyDue,
  ReplyTold,
  BalStructure,
  ListeRougeChoice,
  BalDirectory,
  PublicationShare,
  PublicationChange,
  PublicationRecord,
  PublicationAnomaly,
  PublicationCorrection,
  AnnuaireFeed,
  AnnuaireWithdrawal,
  DirectoryAnswer,
  FhirFedMailbox,
  FhirFeedReport,
  DirectoryCopy,
  DirectoryEntryRow,
  DirectoryWord,
  DirectoryLexicon,
  DirectoryPractice,
  TenantPlace,
  SendingCount,
  SendingBreach,
  SendingPolicy,
  SendingRequestRow,
  SentCopy,
  ApiKey,
  ApiRequest,
  MailMessage,
  MailMessageChunk,
  BlobRemoval,
  MailFolder,
  MailKeptSubscription,
  MailItem,
  MailExpunged,
  MailMessageLeaving,
  MailSearchPack,
  MailSearchEntry,
  MailSearchMark,
  MailThreadItem,
  MailThreadName,
  MailThreadMark,
  MailImport,
  MailImportFolder,
  MailImportRefusal,
  Delivery,
  DeliveryEvent,
  SentLetterRow,
  DeliveryReportRow,
  TraceRow,
  Upload,
  UploadPiece,
  ComplianceEvent,
  TenantEvent,
  TenantEventMark,
  WebhookRow,
  WebhookDeliveryRow,
  WebhookDue,
  RouteWebhook,
  QuotaCrossing,
  RouteAddress,
  RouteDomain,
  RoutePerson,
  RouteApiKey,
  RouteApiToken,
  RouteOperator,
  RouteSecours,
  SecoursPolicy,
  SecoursFactorRow,
  OutboundDue,
  IdentityProviderRow,
  LocalIdentityRow,
  RouteIdentityDomain,
  ManagerSignIn,
  PortalSession,
  LogoutNotice,
  ListeBlancheChange,
  ListeBlanchePending,
  ListeBlancheVersion,
  ScheduledJob,
  JobRun,
  StatisticsDepositRow,
  StatisticsArchive,
  StatisticsPiece,
  StatisticsMonthRow,
  SubscriptionTicket,
  MalwarePolicyRow,
  QuarantinedLetterRow,
  QuarantinedChunk,
  OperationRecord,
  OperationRowRecord,
  OperationDue,
];

export {
  ApiKey,
  ApiRequest,
  Bal,
  BalAccess,
  BalRemoval,
  BalReply,
  BalStructure,
  BlobRemoval,
  CguAcceptance,
  CguVersion,
  ComplianceEvent,
  Delivery,
  DeliveryEvent,
  JobRun,
  ListeBlancheChange,
  ListeBlanchePending,
  ListeBlancheVersion,
  ListeRougeChoice,
  MailExpunged,
  MailFolder,
  MailItem,
  MailKeptSubscription,
  MailMessage,
  MailMessageChunk,
  MailMessageLeaving,
  MailSearchEntry,
  MailSearchMark,
  MailSearchPack,
  MalwarePolicyRow,
  OperationRecord,
  OutboundDue,
  Person,
  PersonFormerNumber,
  PersonStanding,
  PersonWord,
  PortalSession,
  QuarantinedChunk,
  QuarantinedLetterRow,
  RouteAddress,
  RouteApiKey,
  RouteApiToken,
  RouteDomain,
  RouteOperator,
  RoutePerson,
  RouteSecours,
  ScheduledJob,
  SecoursFactorRow,
  SecoursPolicy,
  SendingBreach,
  SendingCount,
  SendingPolicy,
  SendingRequestRow,
  SentCopy,
  SubscriptionTicket,
  Tenant,
  TenantDomain,
  TenantKey,
  TenantRole,
  TraceRow,
  Upload,
  UploadPiece,
};
