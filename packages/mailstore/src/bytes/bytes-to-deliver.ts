import type { StoredBytes, TenantContext } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import type { MailSafe } from '../mail-safe.js';
import { storedBytes } from './stored-bytes.js';
import { withoutReturnPath } from './without-return-path.js';

/**
 * The bytes of a message on its way to another operator, wherever it still lies in its tenant: its sender may have removed it from
 * Sent, it is kept until its last delivery ends. Each chunk is a short transaction, a slow peer holds no connection.
 */
export async function bytesToDeliver(
  database: Database,
  safe: MailSafe,
  context: TenantContext,
  messageId: string,
): Promise<StoredBytes | null> {
  const stored = await storedBytes((work) => database.withTenant(context, work), safe, messageId);
  return stored && withoutReturnPath(stored);
}
