import type { AccessDesk } from '../access/access-desk.js';
import type { AbsenceDesk } from '../bals/absence-desk.js';
import type { BalLifeDesk } from '../bals/bal-life-desk.js';
import type { CguDesk } from '../cgu/cgu-desk.js';
import type { DirectoryCopiesDesk } from '../directory/directory-copies-desk.js';
import type { DirectoryDesk } from '../directory/directory-desk.js';
import type { DomainDesk } from '../dns/domain-desk.js';
import { unauthenticated } from '../errors/refusal-error.js';
import type { EventsDesk } from '../events/events-desk.js';
import type { ExportDesk } from '../exports/export-desk.js';
import type { JobDesk } from '../jobs/job-desk.js';
import type { KeyDesk } from '../keys/key-desk.js';
import type { AttachmentLinks } from '../letters/attachment-links.js';
import type { DraftDesk } from '../letters/draft-desk.js';
import type { SendDesk } from '../letters/send-desk.js';
import type { SentLetterReads } from '../letters/sent-letters.js';
import type { UploadDesk } from '../letters/upload-desk.js';
import type { ListeRougeDesk } from '../liste-rouge/liste-rouge-desk.js';
import type { IdentityProviderDesk } from '../managers/identity-provider-desk.js';
import type { ManagerSignInDesk } from '../managers/manager-sign-in-desk.js';
import type { MessageActs } from '../messages/message-acts.js';
import type { OperationDesk } from '../operations/operation-desk.js';
import type { PeopleDesk } from '../people/people-desk.js';
import type { DomainWithdrawalDesk } from '../publication/domain-withdrawal-desk.js';
import type { PublicationDesk } from '../publication/publication-desk.js';
import type { PublicationHistoryDesk } from '../publication/publication-history-desk.js';
import type { QuarantineDesk } from '../quarantine/quarantine-desk.js';
import type { QueueDesk } from '../queue/queue-desk.js';
import type { BalReads } from '../reads/bal-reads.js';
import type { MailReads } from '../reads/mail-reads.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { RequestDesk } from '../requests/request-desk.js';
import type { SecoursDesk } from '../secours/secours-desk.js';
import type { SendingDesk } from '../sending/sending-desk.js';
import type { ListeBlancheDesk } from '../session/liste-blanche-desk.js';
import type { SessionDesk } from '../session/session-desk.js';
import type { StatisticsDesk } from '../statistics/statistics-desk.js';
import type { ThreadReads } from '../threads/thread-reads.js';
import type { WebhooksDesk } from '../webhooks/webhooks-desk.js';
import type { Caller } from './caller.js';

/** What a resolver receives: who calls, and what may be asked on their behalf. Made anew for each operation. */
export interface ApiContext {
  readonly caller: Caller | null;
  /** Reference of the operation in traces and logs; shown to the caller when a fault happens. */
  readonly correlationId: string;
  readonly sessions: SessionDesk;
  readonly managers: ManagerSignInDesk;
  /** Null for an unknown caller. */
  readonly desks: Desks | null;
}

/** All that a known caller may ask; each desk asks for its own rights. */
export interface Desks {
  readonly accesses: AccessDesk;
  readonly absences: AbsenceDesk;
  readonly balLife: BalLifeDesk;
  readonly bals: BalReads;
  readonly exports: ExportDesk;
  readonly mail: MailReads;
  readonly sends: SendDesk;
  readonly drafts: DraftDesk;
  readonly sentLetters: SentLetterReads;
  readonly uploads: UploadDesk;
  readonly attachmentLinks: AttachmentLinks;
  readonly messageActs: MessageActs;
  readonly cgu: CguDesk;
  readonly threads: ThreadReads;
  readonly directory: DirectoryDesk;
  readonly directoryCopies: DirectoryCopiesDesk;
  readonly domains: DomainDesk;
  readonly structures: StructureReads;
  readonly listeBlanche: ListeBlancheDesk;
  readonly jobs: JobDesk;
  readonly queue: QueueDesk;
  readonly listeRouge: ListeRougeDesk;
  readonly people: PeopleDesk;
  readonly publication: PublicationDesk;
  readonly publications: PublicationHistoryDesk;
  readonly domainWithdrawals: DomainWithdrawalDesk;
  readonly statistics: StatisticsDesk;
  readonly quarantine: QuarantineDesk;
  readonly secours: SecoursDesk;
  readonly sending: SendingDesk;
  readonly events: EventsDesk;
  readonly webhooks: WebhooksDesk;
  readonly keys: KeyDesk;
  readonly identityProviders: IdentityProviderDesk;
  readonly operations: OperationDesk;
  readonly requests: RequestDesk;
}

/** The desks of a known caller. The gate lets nobody else so far; a field that forgets it still answers nothing. */
export function signedIn({ desks }: ApiContext): Desks {
  if (!desks) throw unauthenticated();
  return desks;
}
