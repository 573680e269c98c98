import { type ClassType, createUnionType } from 'type-graphql';
import { BalAccessType } from './access.js';
import { AddressSuggestionsType, AdministeredBalType, StructurePlacesType } from './administered-bal.js';
import { ApiKeyCreatedType, ApiKeyType } from './api-key.js';
import { BalHolding, BalType } from './bal.js';
import { BalExportLinkType } from './bal-export.js';
import { CguVersionType } from './cgu.js';
import { DeliveryType } from './delivery.js';
import { described } from './described.js';
import { DirectoryCopyType } from './directory-copy.js';
import { DomainDnsType } from './domain-dns.js';
import { DomainWithdrawalDeclarationType, DomainWithdrawalType } from './domain-withdrawal.js';
import { FolderType } from './folder.js';
import { HeldPublicationType } from './held-publication.js';
import { IdentityProviderCheckType, IdentityProviderType, LocalIdentityType } from './identity-provider.js';
import { AttachmentLinkType, SavedDraftType, SentLetterType } from './letter.js';
import { ListeBlancheStateType } from './liste-blanche.js';
import { ManagerSignedInType, ManagerSignInType } from './manager-sign-in.js';
import { MessageType } from './message.js';
import { MessagesChangeType } from './messages-change.js';
import { OperationType } from './operation.js';
import { PersonLeftType, PersonType } from './person.js';
import { BalDirectorySettingsType, PublicationPreviewType } from './publication.js';
import { PublicationCorrectionType } from './publication-correction.js';
import { PublicationType } from './publication-history.js';
import { MalwarePolicyType, QuarantinedMessageType } from './quarantine.js';
import { Refus } from './refus.js';
import { ScheduledJobType } from './scheduled-job.js';
import { SecoursAccessType, SecoursEnrolmentType, SecoursPolicyType } from './secours.js';
import { ApplicativeBalType, SendingLimitsType } from './sending.js';
import { PortalSessionType } from './session.js';
import { IndicatorsType, StatisticsDepositType } from './statistics.js';
import { StructureType } from './structure.js';
import { WebhookDeliveryType, WebhookResendType, WebhookType, WebhookWithSecretType } from './webhook.js';

export const ApiKeyResult = resultOf(
  'ApiKeyResult',
  ApiKeyType,
  'La clé après l’action, ou un refus.',
  'The key after the act, or a refusal.',
);
export const ApiKeyCreateResult = resultOf(
  'ApiKeyCreateResult',
  ApiKeyCreatedType,
  'La clé créée et son secret, ou un refus.',
  'The created key and its secret, or a refusal.',
);
export const DirectoryCopyResult = resultOf(
  'DirectoryCopyResult',
  DirectoryCopyType,
  'La copie mise en service, ou un refus.',
  'The copy put in service, or a refusal.',
);
export const PublicationPreviewResult = resultOf(
  'PublicationPreviewResult',
  PublicationPreviewType,
  'L’aperçu, ou un refus.',
  'The preview, or a refusal.',
);
export const PublicationResult = resultOf(
  'PublicationResult',
  PublicationType,
  'L’envoi, ou un refus.',
  'The feed, or a refusal.',
);
export const HeldPublicationResult = resultOf(
  'HeldPublicationResult',
  HeldPublicationType,
  'L’envoi après l’accord, ou un refus.',
  'The feed after the yes, or a refusal.',
);
export const PublicationCorrectionResult = resultOf(
  'PublicationCorrectionResult',
  PublicationCorrectionType,
  'La correction après l’action, ou un refus.',
  'The correction after the act, or a refusal.',
);
export const BalDirectorySettingsResult = resultOf(
  'BalDirectorySettingsResult',
  BalDirectorySettingsType,
  'Ce que l’Annuaire sait de la BAL après l’action, ou un refus.',
  'What the Annuaire knows of the BAL after the act, or a refusal.',
);
export const DomainWithdrawalResult = resultOf(
  'DomainWithdrawalResult',
  DomainWithdrawalType,
  'Le retrait après l’action, ou un refus.',
  'The withdrawal after the act, or a refusal.',
);
export const DomainWithdrawalDeclarationResult = resultOf(
  'DomainWithdrawalDeclarationResult',
  DomainWithdrawalDeclarationType,
  'La déclaration de retrait, ou un refus.',
  'The declaration of withdrawal, or a refusal.',
);
export const AccessResult = resultOf(
  'AccessResult',
  BalAccessType,
  'L’accès après l’action, ou un refus.',
  'The access after the act, or a refusal.',
);
export const BalHoldingResult = resultOf(
  'BalHoldingResult',
  BalHolding,
  'La BAL tenue après l’action, ou un refus.',
  'The BAL held after the act, or a refusal.',
);
export const BalResult = resultOf('BalResult', BalType, 'La BAL, ou un refus.', 'The BAL, or a refusal.');
export const ScheduledJobResult = resultOf(
  'ScheduledJobResult',
  ScheduledJobType,
  'Le travail planifié, ou un refus.',
  'The scheduled job, or a refusal.',
);
export const CguVersionResult = resultOf(
  'CguVersionResult',
  CguVersionType,
  'La version publiée ou acceptée, ou un refus.',
  'The version published or accepted, or a refusal.',
);
export const DeliveryResult = resultOf(
  'DeliveryResult',
  DeliveryType,
  'La remise après l’action, ou un refus.',
  'The delivery after the act, or a refusal.',
);
export const MessageResult = resultOf(
  'MessageResult',
  MessageType,
  'Le message, ou un refus.',
  'The message, or a refusal.',
);
export const MessageSendResult = resultOf(
  'MessageSendResult',
  SentLetterType,
  'L’envoi, ou un refus.',
  'The sending, or a refusal.',
);
export const OperationResult = resultOf(
  'OperationResult',
  OperationType,
  'L’opération, ou un refus.',
  'The operation, or a refusal.',
);
export const MessagesChangeResult = resultOf(
  'MessagesChangeResult',
  MessagesChangeType,
  'Ce que sont devenus les messages, ou un refus.',
  'What became of the messages, or a refusal.',
);
export const FolderResult = resultOf(
  'FolderResult',
  FolderType,
  'Le dossier, ou un refus.',
  'The folder, or a refusal.',
);
export const DraftSaveResult = resultOf(
  'DraftSaveResult',
  SavedDraftType,
  'Le brouillon enregistré, ou un refus.',
  'The saved draft, or a refusal.',
);
export const AttachmentLinkResult = resultOf(
  'AttachmentLinkResult',
  AttachmentLinkType,
  'L’adresse, ou un refus.',
  'The link, or a refusal.',
);
export const BalExportLinkResult = resultOf(
  'BalExportLinkResult',
  BalExportLinkType,
  'L’adresse, ou un refus.',
  'The link, or a refusal.',
);
export const StructureResult = resultOf(
  'StructureResult',
  StructureType,
  'La structure, ou un refus.',
  'The structure, or a refusal.',
);
export const DomainDnsResult = resultOf(
  'DomainDnsResult',
  DomainDnsType,
  'L’état de la zone, ou un refus.',
  'The state of the zone, or a refusal.',
);
export const OpenPortalSessionResult = resultOf(
  'OpenPortalSessionResult',
  PortalSessionType,
  'La session ouverte, ou un refus.',
  'The opened session, or a refusal.',
);
export const PersonResult = resultOf(
  'PersonResult',
  PersonType,
  'La personne après l’action, ou un refus.',
  'The person after the act, or a refusal.',
);
export const PersonLeaveResult = resultOf(
  'PersonLeaveResult',
  PersonLeftType,
  'Ce qui a pris fin, ou un refus.',
  'What ended, or a refusal.',
);
export const QuarantinedMessageResult = resultOf(
  'QuarantinedMessageResult',
  QuarantinedMessageType,
  'Le message en quarantaine après l’action, ou un refus.',
  'The quarantined message after the act, or a refusal.',
);
export const MalwarePolicyResult = resultOf(
  'MalwarePolicyResult',
  MalwarePolicyType,
  'Le traitement choisi, ou un refus.',
  'What was chosen, or a refusal.',
);
export const SendingLimitsResult = resultOf(
  'SendingLimitsResult',
  SendingLimitsType,
  'Les limites choisies, ou un refus.',
  'The limits that were chosen, or a refusal.',
);
export const ApplicativeBalResult = resultOf(
  'ApplicativeBalResult',
  ApplicativeBalType,
  'La BAL applicative après l’action, ou un refus.',
  'The applicative BAL after the act, or a refusal.',
);
export const SecoursAccessResult = resultOf(
  'SecoursAccessResult',
  SecoursAccessType,
  'L’accès de secours après l’action, ou un refus.',
  'The backup access after the act, or a refusal.',
);
export const SecoursEnrolmentResult = resultOf(
  'SecoursEnrolmentResult',
  SecoursEnrolmentType,
  'Ce que la personne garde, ou un refus.',
  'What the person keeps, or a refusal.',
);
export const SecoursPolicyResult = resultOf(
  'SecoursPolicyResult',
  SecoursPolicyType,
  'L’accès de secours de la structure après l’action, ou un refus.',
  'The structure’s backup access after the act, or a refusal.',
);
export const MarkSeenResult = resultOf(
  'MarkSeenResult',
  MessageType,
  'Le message marqué, ou un refus.',
  'The marked message, or a refusal.',
);
export const ListeBlancheRefreshResult = resultOf(
  'ListeBlancheRefreshResult',
  ListeBlancheStateType,
  'La liste en vigueur après l’essai, ou un refus.',
  'The list in force after the attempt, or a refusal.',
);
export const WebhookResult = resultOf(
  'WebhookResult',
  WebhookType,
  'Le webhook après l’action, ou un refus.',
  'The webhook after the act, or a refusal.',
);
export const WebhookWithSecretResult = resultOf(
  'WebhookWithSecretResult',
  WebhookWithSecretType,
  'Le webhook et son nouveau secret, ou un refus.',
  'The webhook and its new secret, or a refusal.',
);
export const WebhookDeliveryResult = resultOf(
  'WebhookDeliveryResult',
  WebhookDeliveryType,
  'L’envoi mis en file, ou un refus.',
  'The queued delivery, or a refusal.',
);
export const WebhookResendResult = resultOf(
  'WebhookResendResult',
  WebhookResendType,
  'Ce qui a été remis en file, ou un refus.',
  'What was queued again, or a refusal.',
);

export const AdministeredBalResult = resultOf(
  'AdministeredBalResult',
  AdministeredBalType,
  'La BAL après l’action, ou un refus.',
  'The BAL after the act, or a refusal.',
);
export const AddressSuggestionsResult = resultOf(
  'AddressSuggestionsResult',
  AddressSuggestionsType,
  'Les adresses envisagées, ou un refus.',
  'The addresses thought of, or a refusal.',
);
export const StructurePlacesResult = resultOf(
  'StructurePlacesResult',
  StructurePlacesType,
  'Les sites après l’action, ou un refus.',
  'The places after the act, or a refusal.',
);
export const IdentityProviderResult = resultOf(
  'IdentityProviderResult',
  IdentityProviderType,
  'Le fournisseur d’identité après l’action, ou un refus.',
  'The identity provider after the act, or a refusal.',
);
export const IdentityProviderCheckResult = resultOf(
  'IdentityProviderCheckResult',
  IdentityProviderCheckType,
  'Ce que l’essai a montré, ou un refus.',
  'What the try showed, or a refusal.',
);
export const LocalIdentityResult = resultOf(
  'LocalIdentityResult',
  LocalIdentityType,
  'La personne et son adresse, ou un refus.',
  'The person and their address, or a refusal.',
);
export const ManagerSignInResult = resultOf(
  'ManagerSignInResult',
  ManagerSignInType,
  'La connexion commencée, ou un refus.',
  'The sign-in that began, or a refusal.',
);
export const ManagerSignedInResult = resultOf(
  'ManagerSignedInResult',
  ManagerSignedInType,
  'La session ouverte, ou un refus.',
  'The opened session, or a refusal.',
);

export const StatisticsDepositResult = resultOf(
  'StatisticsDepositResult',
  StatisticsDepositType,
  'Le dépôt après l’action, ou un refus.',
  'The deposit after the act, or a refusal.',
);
export const IndicatorsResult = resultOf(
  'IndicatorsResult',
  IndicatorsType,
  'Les indicateurs, ou un refus.',
  'The indicators, or a refusal.',
);

/** The thing done, or the named refusal. */
function resultOf<T extends object>(name: string, success: ClassType<T>, french: string, english: string) {
  return createUnionType({
    name,
    types: () => [success, Refus] as const,
    resolveType: (value) => (value instanceof Refus ? Refus : success),
    ...described(french, english),
  });
}
