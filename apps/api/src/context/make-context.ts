import type { IncomingMessage } from 'node:http';
import type { ActContext, TenantId } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { PgRouting } from '@cachet/schema';
import { AccessDesk } from '../access/access-desk.js';
import { AbsenceDesk } from '../bals/absence-desk.js';
import { BalLifeDesk } from '../bals/bal-life-desk.js';
import { CguDesk } from '../cgu/cgu-desk.js';
import type { Container } from '../container.js';
import { DirectoryCopiesDesk } from '../directory/directory-copies-desk.js';
import { DirectoryDesk } from '../directory/directory-desk.js';
import { DomainDesk } from '../dns/domain-desk.js';
import { EventsDesk } from '../events/events-desk.js';
import { ExportDesk } from '../exports/export-desk.js';
import { JobDesk } from '../jobs/job-desk.js';
import { KeyDesk } from '../keys/key-desk.js';
import { AttachmentLinks } from '../letters/attachment-links.js';
import { Dispatch } from '../letters/dispatch.js';
import { DraftDesk } from '../letters/draft-desk.js';
import { LetterWriter } from '../letters/letter-writer.js';
import { SendDesk } from '../letters/send-desk.js';
import { SentLetterReads } from '../letters/sent-letters.js';
import { UploadDesk } from '../letters/upload-desk.js';
import { ListeRougeDesk } from '../liste-rouge/liste-rouge-desk.js';
import { IdentityProviderDesk } from '../managers/identity-provider-desk.js';
import { ManagerSignInDesk } from '../managers/manager-sign-in-desk.js';
import { MessageActs } from '../messages/message-acts.js';
import { OperationDesk } from '../operations/operation-desk.js';
import { PeopleDesk } from '../people/people-desk.js';
import { DomainWithdrawalDesk } from '../publication/domain-withdrawal-desk.js';
import { PublicationDesk } from '../publication/publication-desk.js';
import { PublicationHistoryDesk } from '../publication/publication-history-desk.js';
import { QuarantineDesk } from '../quarantine/quarantine-desk.js';
import { QueueDesk } from '../queue/queue-desk.js';
import { BalReads } from '../reads/bal-reads.js';
import { MailReads } from '../reads/mail-reads.js';
import { StructureReads } from '../reads/structure-reads.js';
import { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import { RequestDesk } from '../requests/request-desk.js';
import { SecoursDesk } from '../secours/secours-desk.js';
import { SendingDesk } from '../sending/sending-desk.js';
import { knownCaller } from '../session/authenticate.js';
import { ListeBlancheDesk } from '../session/liste-blanche-desk.js';
import { SessionDesk } from '../session/session-desk.js';
import { bearerOf } from '../session/token.js';
import { StatisticsDesk } from '../statistics/statistics-desk.js';
import { ThreadReads } from '../threads/thread-reads.js';
import { WebhooksDesk } from '../webhooks/webhooks-desk.js';
import type { ApiContext, Desks } from './api-context.js';
import { actOf, type Caller } from './caller.js';
import { clientAddress } from './client-address.js';

type Request = Pick<IncomingMessage, 'headers' | 'socket'>;

export async function contextOfRequest(container: Container, request: Request): Promise<ApiContext> {
  const from = clientAddress(request, container.proxies);
  const known = await knownCaller(container, request.headers.authorization, from);
  return contextOf(container, known?.caller ?? null, request, known?.tenants);
}

/** The context of one operation of a caller already known, or of nobody. */
export function contextOf(
  container: Container,
  caller: Caller | null,
  request: Request,
  tenants?: readonly TenantId[] | null,
): ApiContext {
  const door = doorOf(container, request);
  return {
    caller,
    correlationId: door.correlationId,
    sessions: new SessionDesk(container, caller, door, bearerOf(request.headers.authorization)),
    managers: new ManagerSignInDesk(container, door),
    desks: caller && desksOf(container, caller, actOf(caller, door), tenants),
  };
}

/** `known` are the tenants of the caller when they have just been read. */
export function desksOf(
  container: Container,
  caller: Caller,
  act: ActContext,
  known?: readonly TenantId[] | null,
): Desks {
  const { database, safe } = container;
  const routing = known ? { tenantsOf: async () => known } : new PgRouting(database);
  const tenants = new TenantsOfCaller(caller, act, routing);
  const structures = new StructureReads(database, tenants);
  const domains = new DomainDesk(container, tenants, structures);
  const bals = new BalReads(database, tenants, structures);
  const mail = new MailReads(database, safe, tenants, bals);
  const writer = new LetterWriter(container, tenants, mail);
  const dispatch = new Dispatch(container);
  return {
    accesses: new AccessDesk(container, tenants, structures, bals),
    absences: new AbsenceDesk(container, tenants, bals),
    balLife: new BalLifeDesk(container, tenants, structures),
    listeRouge: new ListeRougeDesk(container, tenants, bals),
    people: new PeopleDesk(container, tenants, structures),
    cgu: new CguDesk(container, tenants, structures, bals),
    directory: new DirectoryDesk(container, tenants),
    directoryCopies: new DirectoryCopiesDesk(container, caller, act, structures),
    domains,
    structures,
    bals,
    mail,
    exports: new ExportDesk(container, tenants, structures, bals, mail),
    sends: new SendDesk(container, tenants, bals, writer, dispatch),
    drafts: new DraftDesk(container, tenants, bals, mail, writer, dispatch),
    sentLetters: new SentLetterReads(container, tenants, bals),
    uploads: new UploadDesk(container, tenants, bals),
    attachmentLinks: new AttachmentLinks(container, tenants, bals, mail),
    messageActs: new MessageActs(container, tenants, bals, mail),
    threads: new ThreadReads(container, tenants, bals, mail),
    listeBlanche: new ListeBlancheDesk(container, caller, act, structures),
    jobs: new JobDesk(container, caller, act, structures),
    queue: new QueueDesk(container, tenants, structures),
    publication: new PublicationDesk(container, tenants, structures),
    publications: new PublicationHistoryDesk(container, tenants, structures),
    domainWithdrawals: new DomainWithdrawalDesk(container, tenants, structures),
    statistics: new StatisticsDesk(container, tenants, structures),
    quarantine: new QuarantineDesk(container, tenants, structures),
    secours: new SecoursDesk(container, tenants, structures),
    sending: new SendingDesk(container, tenants, structures),
    events: new EventsDesk(container, tenants, structures),
    webhooks: new WebhooksDesk(container, tenants, structures),
    keys: new KeyDesk(container, tenants, structures),
    identityProviders: new IdentityProviderDesk(container, tenants, structures),
    operations: new OperationDesk(container, tenants, structures),
    requests: new RequestDesk(container, tenants),
  };
}

/** By which door the request came, before anybody is known. */
export function doorOf({ clock, proxies }: Container, request: Request): Omit<ActContext, 'actor' | 'means'> {
  return { at: clock(), correlationId: newId(), remoteAddress: clientAddress(request, proxies) };
}
