import { Buffer } from 'node:buffer';
import type { SealSubject } from '@cachet/schema';
import { openRecord, sealRecord } from './sealed-record.js';
import type { TenantKeys } from './tenant-keys.js';

const PURPOSE = 'traces';

/** Seals subjects in traces of that tenant, with a key that is at hand: nothing is asked of anybody. */
// EX_GDT_5050: traces that tell subjects are protected like any other health data.
export function subjectSealer(keys: TenantKeys): SealSubject {
  const key = keys.purposeKey(PURPOSE);
  return (traceId, subject) => sealRecord(key, aboutOf(keys, traceId), Buffer.from(subject));
}

/** @throws StoreDamaged when it is not the subject of that trace of that tenant. */
export function openSubject(keys: TenantKeys, traceId: string, sealed: Uint8Array): string {
  return openRecord(keys.purposeKey(PURPOSE), aboutOf(keys, traceId), sealed).toString();
}

function aboutOf({ tenantId }: TenantKeys, traceId: string): string {
  return `tenant ${tenantId}, subject in trace ${traceId}`;
}
