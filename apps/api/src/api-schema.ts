import type { GraphQLSchema } from 'graphql';
import { buildSchema } from 'type-graphql';
import { AdministeredBalAccessFields, BalAccessFields } from './resolvers/access/access-fields.js';
import { AccessOperations } from './resolvers/access/access-operations.js';
import { BalFields } from './resolvers/bal/bal-fields.js';
import { BalOperations } from './resolvers/bal/bal-operations.js';
import { FolderFields } from './resolvers/bal/folder-fields.js';
import { ListeRougeOperations } from './resolvers/bal/liste-rouge-operations.js';
import { AbsenceOperations } from './resolvers/bals/absence-operations.js';
import { AdministeredBalFields } from './resolvers/bals/administered-bal-fields.js';
import { AdministeredBalOperations } from './resolvers/bals/administered-bal-operations.js';
import { BalExportOperations } from './resolvers/bals/bal-export-operations.js';
import { BalStateOperations } from './resolvers/bals/bal-state-operations.js';
import { CguAcceptanceFields, MyCguFields, StructureCguFields } from './resolvers/cgu/cgu-fields.js';
import { CguOperations } from './resolvers/cgu/cgu-operations.js';
import { DeliveryOperations } from './resolvers/delivery/delivery-operations.js';
import { DirectoryOperations } from './resolvers/directory/directory-operations.js';
import { DomainOperations } from './resolvers/domain/domain-operations.js';
import { EventFields } from './resolvers/event/event-fields.js';
import { EventOperations } from './resolvers/event/event-operations.js';
import { JobOperations } from './resolvers/job/job-operations.js';
import { KeyFields } from './resolvers/key/key-fields.js';
import { KeyOperations } from './resolvers/key/key-operations.js';
import { LetterOperations } from './resolvers/letter/letter-operations.js';
import { SentLetterFields } from './resolvers/letter/sent-letter-fields.js';
import { ListeBlancheOperations } from './resolvers/liste-blanche/liste-blanche-operations.js';
import { IdentityProviderFields } from './resolvers/managers/identity-provider-fields.js';
import { IdentityProviderOperations } from './resolvers/managers/identity-provider-operations.js';
import { ManagerSignInOperations } from './resolvers/managers/manager-sign-in-operations.js';
import { MailEvents } from './resolvers/message/mail-events.js';
import { MessageActOperations } from './resolvers/message/message-acts.js';
import { MessageFields } from './resolvers/message/message-fields.js';
import { MessageOperations } from './resolvers/message/message-operations.js';
import { BulkOperations } from './resolvers/operation/bulk-operations.js';
import { OperationEvents } from './resolvers/operation/operation-events.js';
import { OperationFields, StructureOperationFields } from './resolvers/operation/operation-fields.js';
import { OperationOperations } from './resolvers/operation/operation-operations.js';
import { PersonFields, StructurePeopleFields } from './resolvers/people/people-fields.js';
import { PeopleOperations } from './resolvers/people/people-operations.js';
import { RoleOperations } from './resolvers/people/role-operations.js';
import { DomainWithdrawalOperations } from './resolvers/publication/domain-withdrawal-operations.js';
import {
  BalPublicationFields,
  PublicationPreviewFields,
} from './resolvers/publication/publication-fields.js';
import { PublicationHistoryOperations } from './resolvers/publication/publication-history-operations.js';
import { PublicationOperations } from './resolvers/publication/publication-operations.js';
import { QuarantineFields } from './resolvers/quarantine/quarantine-fields.js';
import { QuarantineOperations } from './resolvers/quarantine/quarantine-operations.js';
import { MySecoursFields, StructureSecoursFields } from './resolvers/secours/secours-fields.js';
import { SecoursOperations } from './resolvers/secours/secours-operations.js';
import { SendingFields } from './resolvers/sending/sending-fields.js';
import { SendingOperations } from './resolvers/sending/sending-operations.js';
import { MeFields } from './resolvers/session/me-fields.js';
import { MeOperations } from './resolvers/session/me-operations.js';
import { SessionOperations } from './resolvers/session/session-operations.js';
import { StatisticsOperations } from './resolvers/statistics/statistics-operations.js';
import { StructureEvents } from './resolvers/structure/structure-events.js';
import { StructureFields } from './resolvers/structure/structure-fields.js';
import { StructureOperations } from './resolvers/structure/structure-operations.js';
import { ThreadFields } from './resolvers/thread/thread-fields.js';
import { WebhookFields } from './resolvers/webhook/webhook-fields.js';
import { WebhookOperations } from './resolvers/webhook/webhook-operations.js';

/** The whole schema. Its text is committed in packages/schema/schema.graphql; a test compares them. */
export function buildApiSchema(): Promise<GraphQLSchema> {
  return buildSchema({
    resolvers: [
      MeOperations,
      MeFields,
      SessionOperations,
      BalOperations,
      BalFields,
      BalAccessFields,
      AdministeredBalAccessFields,
      AccessOperations,
      AbsenceOperations,
      ListeRougeOperations,
      AdministeredBalFields,
      AdministeredBalOperations,
      BalStateOperations,
      BalExportOperations,
      BalPublicationFields,
      PublicationPreviewFields,
      PublicationOperations,
      PublicationHistoryOperations,
      DomainWithdrawalOperations,
      DirectoryOperations,
      StructurePeopleFields,
      PersonFields,
      PeopleOperations,
      RoleOperations,
      FolderFields,
      ThreadFields,
      MessageOperations,
      MessageFields,
      LetterOperations,
      SentLetterFields,
      MessageActOperations,
      MailEvents,
      DomainOperations,
      StructureOperations,
      StructureFields,
      StructureEvents,
      EventFields,
      EventOperations,
      WebhookFields,
      WebhookOperations,
      DeliveryOperations,
      QuarantineFields,
      QuarantineOperations,
      StatisticsOperations,
      SendingFields,
      SendingOperations,
      MySecoursFields,
      StructureSecoursFields,
      SecoursOperations,
      ListeBlancheOperations,
      JobOperations,
      CguOperations,
      MyCguFields,
      StructureCguFields,
      CguAcceptanceFields,
      KeyFields,
      KeyOperations,
      IdentityProviderFields,
      IdentityProviderOperations,
      ManagerSignInOperations,
      StructureOperationFields,
      OperationFields,
      OperationOperations,
      OperationEvents,
      BulkOperations,
    ],
    validate: false,
    pubSub: NO_PUB_SUB,
  });
}

/** type-graphql insists on one; every subscription of ours brings its own source (events/), so nobody may reach it. */
const NO_PUB_SUB = {
  publish(): never {
    throw new Error('events come from the database, not from a pub/sub');
  },
  subscribe(): never {
    throw new Error('events come from the database, not from a pub/sub');
  },
};
