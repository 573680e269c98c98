import type { TenantId } from '@cachet/mss-core';

/** What the check may find wrong, each with its sentence; `{word}` is filled from the finding. */
export const FINDINGS = {
  keysUnusable: finding(
    'La clé maîtresse n’ouvre pas les clés de la structure : vérifiez CACHET_MASTER_KEY ou Vault. Rien de cette structure n’a pu être vérifié.',
    'The master key does not open the structure’s keys: check CACHET_MASTER_KEY or Vault. Nothing of this structure could be verified.',
  ),
  keyUnusable: finding(
    'La clé du message {id} ne s’ouvre pas : sa ligne a été altérée. Restaurez-la d’une sauvegarde.',
    'The key of message {id} does not open: its row was altered. Restore it from a backup.',
  ),
  formerKeyKept: finding(
    'La clé {found}, remplacée depuis plus d’un jour, n’est pas détruite ; {expected} message(s) en dépendent. Vérifiez que les tâches planifiées tournent (keys.finish), ou lancez « npm run store -- rotate-keys ».',
    'Key {found}, replaced for more than a day, is not destroyed; {expected} message(s) depend on it. Check that the scheduled jobs run (keys.finish), or run “npm run store -- rotate-keys”.',
  ),
  structureDamaged: finding(
    'La structure du message {id} ne s’ouvre pas. Restaurez sa ligne d’une sauvegarde.',
    'The structure of message {id} does not open. Restore its row from a backup.',
  ),
  bytesMissing: finding(
    'Le message {id} a {found} octets dans la base au lieu de {expected}. Restaurez ses lignes d’une sauvegarde.',
    'Message {id} has {found} bytes in the database instead of {expected}. Restore its rows from a backup.',
  ),
  blobMissing: finding(
    'Le blob du message {id} manque. Restaurez le fichier d’une sauvegarde.',
    'The blob of message {id} is missing. Restore the file from a backup.',
  ),
  blobShort: finding(
    'Le blob du message {id} a {found} octets au lieu de {expected}. Restaurez le fichier d’une sauvegarde.',
    'The blob of message {id} has {found} bytes instead of {expected}. Restore the file from a backup.',
  ),
  bytesDamaged: finding(
    'Les octets du message {id} ont été altérés : ils ne s’ouvrent pas. Restaurez-les d’une sauvegarde.',
    'The bytes of message {id} were altered: they do not open. Restore them from a backup.',
  ),
  contentOther: finding(
    'Le message {id} ne contient pas ce qui a été reçu (empreinte). Restaurez-le d’une sauvegarde.',
    'Message {id} does not hold what was received (hash). Restore it from a backup.',
  ),
  blobWithoutRow: finding(
    'Le blob {id} n’appartient à aucun message. Sans danger : « npm run store -- collect » l’efface.',
    'Blob {id} belongs to no message. Harmless: “npm run store -- collect” removes it.',
  ),
  itemWithoutMessage: finding(
    'Le dossier {id} montre un message qui n’existe plus (UID {found}).',
    'Folder {id} shows a message that is no longer there (UID {found}).',
  ),
  messageForNobody: finding(
    'Le message {id} n’est dans aucun dossier et n’attend aucune remise.',
    'Message {id} lies in no folder and waits for no delivery.',
  ),
  folderCounters: finding(
    'Les compteurs du dossier {id} ne sont pas ceux de ses messages.',
    'The counters of folder {id} are not those of its messages.',
  ),
  uidNotBelowNext: finding(
    'Le dossier {id} a un UID ou un MODSEQ qui n’est pas sous le prochain.',
    'Folder {id} has a UID or MODSEQ that is not below the next one.',
  ),
  usedBytes: finding(
    'La BAL {id} compte {found} octets, ses messages en ont {expected}.',
    'BAL {id} counts {found} bytes, its messages have {expected}.',
  ),
} as const satisfies Record<string, { readonly fr: string; readonly en: string }>;

export type FindingKind = keyof typeof FINDINGS;

/** One difference. Identifiers and numbers only. */
export interface Finding {
  readonly kind: FindingKind;
  readonly tenantId: TenantId;
  /** Of the message, blob, folder or BAL; the tenant's when it is about its keys. */
  readonly id: string;
  readonly found?: number;
  readonly expected?: number;
}

export function sayFinding({ kind, id, found, expected }: Finding, language: 'fr' | 'en'): string {
  const words: Record<string, unknown> = { id, found, expected };
  return FINDINGS[kind][language].replace(/\{(\w+)\}/g, (_, word: string) => String(words[word] ?? '?'));
}

function finding(fr: string, en: string) {
  return { fr, en };
}
