import type { Buffer } from 'node:buffer';
import { openRecord, sealRecord } from './sealed-record.js';
import type { TenantKeys } from './tenant-keys.js';

const PURPOSE = 'identity provider';

/** Seals the secret by which a structure's identity provider knows us. */
export function sealProviderSecret(keys: TenantKeys, secret: string): Buffer {
  return sealRecord(keys.purposeKey(PURPOSE), aboutOf(keys), new TextEncoder().encode(secret));
}

/** @throws StoreDamaged when it is not that of that tenant. */
export function openProviderSecret(keys: TenantKeys, sealed: Uint8Array): string {
  return openRecord(keys.purposeKey(PURPOSE), aboutOf(keys), sealed).toString('utf8');
}

function aboutOf({ tenantId }: TenantKeys): string {
  return `tenant ${tenantId}, secret of its identity provider`;
}
