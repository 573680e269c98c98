import type { Buffer } from 'node:buffer';
import type { QuarantineSeal } from '@cachet/schema';
import { pieceOpener, pieceSeal } from './piece-seal.js';
import type { TenantKeys } from './tenant-keys.js';

const PURPOSE = 'quarantine';

/** Seals one infected letter under a key of its own: destroyed, its row takes the key along. */
export function quarantineSeal(keys: TenantKeys, letterId: string): QuarantineSeal {
  return pieceSeal(keys.purposeKey(PURPOSE), aboutOf(keys, letterId));
}

/** Opens its pieces, for whoever was given them. @throws StoreDamaged */
export function quarantineOpener(
  keys: TenantKeys,
  letterId: string,
  sealedKey: Uint8Array,
): (seq: number, sealed: Uint8Array) => Buffer {
  return pieceOpener(keys.purposeKey(PURPOSE), aboutOf(keys, letterId), sealedKey);
}

function aboutOf({ tenantId }: TenantKeys, letterId: string): string {
  return `tenant ${tenantId}, quarantined letter ${letterId}`;
}
