import { RaiseTheTenantWall } from './m001-raise-the-tenant-wall.js';
import { OpenBalsAndKeys } from './m002-open-bals-and-keys.js';
import { KeepMail } from './m003-keep-mail.js';
import { FollowDeliveries } from './m004-follow-deliveries.js';
import { TraceActs } from './m005-trace-acts.js';
import { ShareSessionsListsAndJobs } from './m006-share-sessions-lists-and-jobs.js';
import { HandOutSubscriptionTickets } from './m007-hand-out-subscription-tickets.js';
import { FileLettersAtOnce } from './m008-file-letters-at-once.js';
import { ReceiveInOneTrip } from './m009-receive-in-one-trip.js';
import { FollowListesBlanches } from './m010-follow-listes-blanches.js';
import { OpenApplicativeBalsAndCountSending } from './m011-open-applicative-bals-and-count-sending.js';
import { TellSendersAndHoldDeliveries } from './m012-tell-senders-and-hold-deliveries.js';
import { QuarantineInfectedLetters } from './m013-quarantine-infected-letters.js';
import { RememberFullBals } from './m014-remember-full-bals.js';
import { OpenAccessDeSecours } from './m016-open-access-de-secours.js';
import { SealMessages } from './m017-seal-messages.js';
import { KeepLongLettersBeside } from './m018-keep-long-letters-beside.js';
import { ChangeFoldersInOneTrip } from './m022-change-folders-in-one-trip.js';
import { FollowQuotas } from './m024-follow-quotas.js';
import { TakeMailOver } from './m025-take-mail-over.js';
import { SearchSealedTexts } from './m027-search-sealed-texts.js';
import { KeepSubscriptions } from './m028-keep-subscriptions.js';
import { AppendInOneTrip } from './m029-append-in-one-trip.js';
import { TellRecentMessagesOnce } from './m030-tell-recent-messages-once.js';
import { DestroyRetiredKeys } from './m031-destroy-retired-keys.js';
import { SealSubjectsInTraces } from './m032-seal-subjects-in-traces.js';
import { SealQuarantinedLetters } from './m033-seal-quarantined-letters.js';
import { CloseUnusedBals } from './m034-close-unused-bals.js';
import { ManageRightsAndPeople } from './m035-manage-rights-and-people.js';
import { BindKeysAndRememberRequests } from './m036-bind-keys-and-remember-requests.js';
import { TellEventsAndCallWebhooks } from './m037-tell-events-and-call-webhooks.js';
<<<<<<< HEAD
import { KeepUploadsAndSendingRequests } from './m038-keep-uploads-and-sending-requests.js';
=======
import { KeepPeopleOfDirectories } from './m040-keep-people-of-directories.js';
>>>>>>> f5ac865 (Keep people and roles as the directory of a structure has them, by SCIM 2.0)
import { ManageTheLifeOfBals } from './m044-manage-the-life-of-bals.js';

/** In the order they were shared; one that has been shared is never edited. */
export const migrations = [
  { name: 'm001-raise-the-tenant-wall', class: RaiseTheTenantWall },
  { name: 'm002-open-bals-and-keys', class: OpenBalsAndKeys },
  { name: 'm003-keep-mail', class: KeepMail },
  { name: 'm004-follow-deliveries', class: FollowDeliveries },
  { name: 'm005-trace-acts', class: TraceActs },
  { name: 'm006-share-sessions-lists-and-jobs', class: ShareSessionsListsAndJobs },
  { name: 'm007-hand-out-subscription-tickets', class: HandOutSubscriptionTickets },
  { name: 'm008-file-letters-at-once', class: FileLettersAtOnce },
  { name: 'm009-receive-in-one-trip', class: ReceiveInOneTrip },
  { name: 'm010-follow-listes-blanches', class: FollowListesBlanches },
  { name: 'm011-open-applicative-bals-and-count-sending', class: OpenApplicativeBalsAndCountSending },
  { name: 'm012-tell-senders-and-hold-deliveries', class: TellSendersAndHoldDeliveries },
  { name: 'm013-quarantine-infected-letters', class: QuarantineInfectedLetters },
  { name: 'm014-remember-full-bals', class: RememberFullBals },
  { name: 'm016-open-access-de-secours', class: OpenAccessDeSecours },
  { name: 'm024-follow-quotas', class: FollowQuotas },
  { name: 'm017-seal-messages', class: SealMessages },
  { name: 'm027-search-sealed-texts', class: SearchSealedTexts },
  { name: 'm025-take-mail-over', class: TakeMailOver },
  { name: 'm022-change-folders-in-one-trip', class: ChangeFoldersInOneTrip },
  { name: 'm018-keep-long-letters-beside', class: KeepLongLettersBeside },
  { name: 'm029-append-in-one-trip', class: AppendInOneTrip },
  { name: 'm028-keep-subscriptions', class: KeepSubscriptions },
  { name: 'm030-tell-recent-messages-once', class: TellRecentMessagesOnce },
  { name: 'm031-destroy-retired-keys', class: DestroyRetiredKeys },
  { name: 'm032-seal-subjects-in-traces', class: SealSubjectsInTraces },
  { name: 'm033-seal-quarantined-letters', class: SealQuarantinedLetters },
  { name: 'm034-close-unused-bals', class: CloseUnusedBals },
  { name: 'm037-tell-events-and-call-webhooks', class: TellEventsAndCallWebhooks },
  { name: 'm036-bind-keys-and-remember-requests', class: BindKeysAndRememberRequests },
  { name: 'm035-manage-rights-and-people', class: ManageRightsAndPeople },
  { name: 'm044-manage-the-life-of-bals', class: ManageTheLifeOfBals },
<<<<<<< HEAD
  { name: 'm038-keep-uploads-and-sending-requests', class: KeepUploadsAndSendingRequests },
=======
  { name: 'm040-keep-people-of-directories', class: KeepPeopleOfDirectories },
>>>>>>> f5ac865 (Keep people and roles as the directory of a structure has them, by SCIM 2.0)
];
