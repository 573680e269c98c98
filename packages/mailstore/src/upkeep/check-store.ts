import type { ActContext, TenantId } from '@cachet/mss-core';
import { checkFolders } from './check-folders.js';
import { checkKeys } from './check-keys.js';
import { type CheckTools, checkMessages } from './check-messages.js';
import type { Finding } from './findings.js';
import { orphanedBlobs } from './remove-blobs.js';

/** Every difference between database, keys and blobs, as it is found: tenant after tenant, a bounded part of each in memory. */
export async function* checkStore(
  tools: CheckTools,
  act: ActContext,
  tenants: readonly TenantId[],
  now: Date,
): AsyncGenerator<Finding> {
  for (const tenantId of tenants) {
    yield* checkMessages(tools, { ...act, tenantId });
    yield* checkKeys(tools.database, { ...act, tenantId });
    yield* checkFolders(tools.database, { ...act, tenantId });
  }
  for await (const { tenantId, id, size } of orphanedBlobs(tools.database, tools.safe.blobs, act, now))
    yield { kind: 'blobWithoutRow', tenantId, id, found: size };
}
