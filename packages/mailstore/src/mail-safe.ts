import type { NewId, TenantId } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import type { BlobStore } from './blobs/blob-store.js';
import { type BlobSettings, openBlobs } from './blobs/open-blobs.js';
import { KeyRing } from './keys/key-ring.js';
import { type KeySettings, openMasterKey } from './keys/open-master-key.js';
import { type StoreDamaged, StoreUnavailable } from './store-faults.js';

/** What opens and closes the content of messages, for a whole process. */
export interface MailSafe {
  readonly keys: KeyRing;
  readonly blobs: BlobStore;
  /** Messages of more octets than this go to the blob store; Infinity where there is none. */
  readonly besideFrom: number;
  /** Tells whoever runs the installation of damage that was passed over to show what is whole; ids only. */
  report(damage: StoreDamaged): void;
}

export type SafeSettings = KeySettings & BlobSettings;

/** @throws Error with a sentence for the administrator when the settings cannot serve. */
export function openMailSafe(
  database: Pick<Database, 'withTenant'>,
  settings: SafeSettings,
  log: { error(facts: object, message: string): void } | null = null,
): MailSafe {
  const report = (err: StoreDamaged) => log?.error({ err }, 'what is kept is not what was written: left out');
  return { keys: new KeyRing(database, openMasterKey(settings, log)), ...openBlobs(settings), report };
}

/** For /readyz: whether the master key opens what it wrapped, shown on the operator's own tenant. */
export async function safeIsUsable(
  { keys }: MailSafe,
  routing: { operatorTenant(): Promise<TenantId | null> },
  newId: NewId,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }> {
  const tenantId = await routing.operatorTenant();
  if (!tenantId) return { ok: true };
  const actor = { kind: 'system', name: 'readiness' } as const;
  const act = { actor, means: 'job', at: new Date(), correlationId: newId(), remoteAddress: null } as const;
  try {
    await keys.prove({ ...act, tenantId });
    return { ok: true };
  } catch (fault) {
    if (!(fault instanceof StoreUnavailable)) throw fault;
    return { ok: false, reason: 'the master key cannot be used' };
  }
}
