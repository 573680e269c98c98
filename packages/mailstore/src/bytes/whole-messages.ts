import type { TenantSql } from '@cachet/schema';
import type { MailSafe } from '../mail-safe.js';
import { StoreDamaged } from '../store-faults.js';
import { type KeyColumns, MessageKey } from './message-key.js';
import { openWhole } from './segments.js';

/** The bytes of short messages, all of them in memory, by id; those in blobs and damaged ones are left out. @throws StoreUnavailable */
export async function wholeMessages(
  sql: TenantSql,
  safe: MailSafe,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  if (messageIds.length === 0) return new Map();
  const rows = await sql.query<KeyColumns & { id: string; size: number; bytes: Uint8Array | null }>(
    `select m.id, m.size, m.key_version, m.sealed_key,
            (select string_agg(c.bytes, ''::bytea order by c.seq) from mail_message_chunk c where c.message_id = m.id) as bytes
       from mail_message m where m.id = any($1::uuid[]) and not m.in_blob`,
    [messageIds],
  );
  const isSealed = rows.some(({ sealed_key: key }) => key !== null);
  const keys = isSealed
    ? await safe.keys.of(
        sql,
        rows.map((row) => row.key_version),
      )
    : null;
  const whole = new Map<string, Uint8Array>();
  for (const row of rows) {
    const kept = row.bytes ?? new Uint8Array();
    try {
      const key = keys && MessageKey.of(keys, row.id, row);
      whole.set(row.id, key ? openWhole(key.bytesSealing(false, row.size), kept) : kept);
    } catch (fault) {
      if (!(fault instanceof StoreDamaged)) throw fault;
    }
  }
  return whole;
}
