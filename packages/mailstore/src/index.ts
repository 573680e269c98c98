/** Messages and folders on PostgreSQL: received, filed, read and searched, each within one tenant. */
export type { BlobStore } from './blobs/blob-store.js';
export type { BlobSettings } from './blobs/open-blobs.js';
export { octetsHeld } from './bytes/bytes-ahead.js';
export { bytesToDeliver } from './bytes/bytes-to-deliver.js';
export { PgMessageBytes } from './bytes/pg-message-bytes.js';
export {
  receiveToSpool,
  type SpooledMessage,
  type SpoolOptions,
  sweepSpool,
} from './bytes/receive-to-spool.js';
export { composedMessage, headerOf, messageAround } from './composed/composed-message.js';
export { type ExportProgress, exportArchive } from './export/export-archive.js';
export { zipArchive } from './export/zip-archive.js';
export {
  type FolderKnown,
  type FolderNewsSince,
  folderNewsSince,
  foldersKnown,
} from './folders/folder-news.js';
export { foldersOfBals } from './folders/folder-rows.js';
export { PgAgeing } from './folders/pg-ageing.js';
export { PgEmptying } from './folders/pg-emptying.js';
export { PgFolders } from './folders/pg-folders.js';
export { PgHolderNotices } from './folders/pg-holder-notices.js';
export { PgQuotaDesk } from './folders/pg-quota-desk.js';
export { ConfiguredMasterKey } from './keys/configured-master-key.js';
export { KeyRing } from './keys/key-ring.js';
export type { MasterKey, WrappedKey } from './keys/master-key.js';
export { type KeySettings, openMasterKey } from './keys/open-master-key.js';
export { openProviderSecret, sealProviderSecret } from './keys/provider-secrets.js';
export { quarantineSeal } from './keys/quarantine-seal.js';
export { openRecord, sealRecord } from './keys/sealed-record.js';
export { TenantKeys } from './keys/tenant-keys.js';
export { subjectSealer } from './keys/trace-subjects.js';
export { openWebhookSecret, sealWebhookSecret } from './keys/webhook-secrets.js';
export { LetterFiler } from './letter-filer.js';
export { type MailSafe, openMailSafe, type SafeSettings, safeIsUsable } from './mail-safe.js';
export { PgMailFiling } from './pg-mail-filing.js';
export { type Attachment, attachmentsOf, openAttachment } from './reading/attachments.js';
export { decodedBytes } from './reading/decoded-part.js';
export { previewOf, previewRange } from './reading/preview-of.js';
export { bodiesOf, type ReadableBody, readableBody } from './reading/readable-body.js';
export { PgMailRooms } from './rooms/pg-mail-rooms.js';
export { packTexts } from './search/pack-texts.js';
export { SEARCH_LIMITS } from './search/search-limits.js';
export { LetterInDoubt, type WrittenDelivery, wasKept } from './settle-doubt.js';
export { type FileScope, fileOfDomain, filesOfDomain } from './statistics/files-of-domain.js';
export { type KeptArchive, StatisticsArchives } from './statistics/statistics-archives.js';
export { StoreDamaged, StoreUnavailable } from './store-faults.js';
export { type LinkedBal, type LinkingTask, linkMessages } from './threads/link-messages.js';
export { linkTenant } from './threads/link-tenant.js';
export {
  type ListedThread,
  PgThreads,
  type ThreadPlace,
  type ThreadScope,
  type ThreadTotals,
} from './threads/pg-threads.js';
export { traced } from './traced.js';
export { countKeys } from './upkeep/check-keys.js';
export { checkStore } from './upkeep/check-store.js';
export { type ConsultedTrace, consultTraces } from './upkeep/consult-traces.js';
export { type Finding, sayFinding } from './upkeep/findings.js';
export { finishRotation } from './upkeep/finish-rotation.js';
export { openQuarantined } from './upkeep/open-quarantined.js';
export { collectBlobs, removeBlobs } from './upkeep/remove-blobs.js';
export { removeLeaving } from './upkeep/remove-leaving.js';
export { rotateKeys } from './upkeep/rotate-keys.js';
export { sealFormer } from './upkeep/seal-former.js';
export { sealTraces } from './upkeep/seal-traces.js';
export { type KnownUpload, type NewUpload, type UploadOwner, Uploads } from './uploads/uploads.js';
export { inViewedBal, type ViewedBal } from './views/in-viewed-bal.js';
export { openViewedMail, type ViewedMail } from './views/viewed-mail.js';
export { readingOnly } from './views/visit-sql.js';
