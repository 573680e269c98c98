import type { TenantContext } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import type { MailSafe } from '../mail-safe.js';
import { rewrapMessageKeys } from './rotate-keys.js';

/** How long a key is retired before it is destroyed: processes read their tenants' keys again within a minute. */
export const RETIRED_MS = 3_600_000;

export interface FinishedRotation {
  /** Message keys that were still wrapped by a former key. */
  readonly rewrapped: number;
  /** Versions destroyed. */
  readonly destroyed: readonly number[];
}

/**
 * Ends what a rotation of a tenant's keys began: wraps by the newest what a former one still wraps, because the rotation was killed or a
 * process had not heard of it, and destroys those retired for an hour that nothing needs. May be killed anywhere, and run as often as one
 * likes.
 */
export async function finishRotation(
  database: Pick<Database, 'withTenant'>,
  safe: MailSafe,
  context: TenantContext,
): Promise<FinishedRotation> {
  const newest = await safe.keys.unfinished(context);
  if (newest === null) return { rewrapped: 0, destroyed: [] };
  const { rewrapped } = await rewrapMessageKeys(database, safe, context, newest);
  const before = new Date(context.at.getTime() - RETIRED_MS);
  return { rewrapped, destroyed: await safe.keys.destroyRetired(context, before) };
}
