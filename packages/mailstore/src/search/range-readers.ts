import type { FolderItem } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { storedBytes } from '../bytes/stored-bytes.js';
import type { OpenRange } from './message-text.js';

/** Messages up to this size are read whole, many in one query. */
const SMALL = 64 * 1024;

/** How to read ranges of these messages: small ones were all fetched, larger ones are read piece by piece. */
export async function rangeReaders(
  sql: TenantSql,
  items: readonly FolderItem[],
): Promise<(messageId: string) => OpenRange> {
  const small = items.filter(({ size }) => size <= SMALL).map(({ messageId }) => messageId);
  const rows =
    small.length === 0
      ? []
      : await sql.query<{ message_id: string; bytes: Uint8Array }>(
          `select message_id, string_agg(bytes, ''::bytea order by seq) as bytes
             from mail_message_chunk where message_id = any($1::uuid[]) group by message_id`,
          [small],
        );
  const whole = new Map(rows.map((row) => [row.message_id, row.bytes]));
  return (messageId) =>
    async function* ({ start, end }) {
      const bytes = whole.get(messageId);
      if (bytes) yield bytes.subarray(start, end);
      else yield* (await storedBytes((work) => work(sql), messageId, { range: { start, end } }))?.bytes ?? [];
    };
}
