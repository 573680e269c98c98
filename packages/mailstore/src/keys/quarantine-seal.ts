import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { QuarantineSeal } from '@cachet/schema';
import { KEY_BYTES } from './master-key.js';
import { openRecord, sealRecord } from './sealed-record.js';
import type { TenantKeys } from './tenant-keys.js';

const PURPOSE = 'quarantine';

/** Seals one infected letter under a key of its own: destroyed, its row takes the key along. */
export function quarantineSeal(keys: TenantKeys, letterId: string): QuarantineSeal {
  const about = aboutOf(keys, letterId);
  const bytes = randomBytes(KEY_BYTES);
  const key = createSecretKey(bytes);
  return {
    sealedKey: sealRecord(keys.purposeKey(PURPOSE), about, bytes),
    seal: (seq, piece) => sealRecord(key, pieceOf(about, seq), piece),
  };
}

/** Opens its pieces, for whoever was given them. @throws StoreDamaged */
export function quarantineOpener(
  keys: TenantKeys,
  letterId: string,
  sealedKey: Uint8Array,
): (seq: number, sealed: Uint8Array) => Buffer {
  const about = aboutOf(keys, letterId);
  const key: KeyObject = createSecretKey(openRecord(keys.purposeKey(PURPOSE), about, sealedKey));
  return (seq, sealed) => openRecord(key, pieceOf(about, seq), sealed);
}

function aboutOf({ tenantId }: TenantKeys, letterId: string): string {
  return `tenant ${tenantId}, quarantined letter ${letterId}`;
}

function pieceOf(about: string, seq: number): string {
  return `${about}, piece ${seq}`;
}
