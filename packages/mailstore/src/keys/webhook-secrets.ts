import type { Buffer } from 'node:buffer';
import { openRecord, sealRecord } from './sealed-record.js';
import type { TenantKeys } from './tenant-keys.js';

const PURPOSE = 'webhooks';

/** Seals the secret that signs what is sent to that webhook. */
export function sealWebhookSecret(keys: TenantKeys, webhookId: string, secret: Uint8Array): Buffer {
  return sealRecord(keys.purposeKey(PURPOSE), aboutOf(keys, webhookId), secret);
}

/** @throws StoreDamaged when it is not a secret of that webhook of that tenant. */
export function openWebhookSecret(keys: TenantKeys, webhookId: string, sealed: Uint8Array): Buffer {
  return openRecord(keys.purposeKey(PURPOSE), aboutOf(keys, webhookId), sealed);
}

function aboutOf({ tenantId }: TenantKeys, webhookId: string): string {
  return `tenant ${tenantId}, secret of webhook ${webhookId}`;
}
