import type { FolderItem } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { storedBytes } from '../bytes/stored-bytes.js';
import { wholeMessages } from '../bytes/whole-messages.js';
import type { MailSafe } from '../mail-safe.js';
import type { OpenRange } from './message-text.js';

/** Messages up to this size are read whole, many in one query. */
const SMALL = 64 * 1024;

/** How to read ranges of these messages: small ones were all fetched, larger ones are read piece by piece. */
export async function rangeReaders(
  sql: TenantSql,
  safe: MailSafe,
  items: readonly FolderItem[],
): Promise<(messageId: string) => OpenRange> {
  const small = items.filter(({ size }) => size <= SMALL).map(({ messageId }) => messageId);
  const whole = await wholeMessages(sql, safe, small);
  return (messageId) =>
    async function* ({ start, end }) {
      const bytes = whole.get(messageId);
      if (bytes) yield bytes.subarray(start, end);
      else
        yield* (await storedBytes((work) => work(sql), safe, messageId, { range: { start, end } }))?.bytes ??
          [];
    };
}
