import type { ByteRange, StoredBytes } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { CHUNK_SIZE } from './chunks.js';

/** Runs work inside the tenant: in the transaction at hand, or in a short one of its own each time. */
export type InTenant = <T>(work: (sql: TenantSql) => Promise<T>) => Promise<T>;

/** A message of the tenant as a stream of its chunks; only those the range touches are read. Null when there is no such message. */
export async function storedBytes(
  inTenant: InTenant,
  messageId: string,
  range?: ByteRange,
): Promise<StoredBytes | null> {
  const size = await inTenant((sql) => sizeOf(sql, messageId));
  if (size === null) return null;
  const wanted = { start: Math.max(0, range?.start ?? 0), end: Math.min(size, range?.end ?? size) };
  return { size, bytes: chunksOf(inTenant, messageId, wanted) };
}

async function sizeOf(sql: TenantSql, messageId: string): Promise<number | null> {
  const [row] = await sql.query<{ size: number }>('select size from mail_message where id = $1', [messageId]);
  return row?.size ?? null;
}

async function* chunksOf(
  inTenant: InTenant,
  messageId: string,
  range: ByteRange,
): AsyncGenerator<Uint8Array> {
  for (let at = range.start; at < range.end; ) {
    const seq = Math.floor(at / CHUNK_SIZE);
    const offset = at - seq * CHUNK_SIZE;
    const length = Math.min(CHUNK_SIZE - offset, range.end - at);
    const bytes = await inTenant((sql) => pieceOf(sql, messageId, seq, offset, length));
    if (bytes.length !== length) throw new Error(`message ${messageId}: chunk ${seq} is missing or cut`);
    yield bytes;
    at += length;
  }
}

/** Chunks are stored uncompressed, so PostgreSQL reads no more of one than what is cut out of it. */
async function pieceOf(
  sql: TenantSql,
  messageId: string,
  seq: number,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const [row] = await sql.query<{ bytes: Uint8Array }>(
    `select substring(bytes from $3::int for $4::int) as bytes from mail_message_chunk
      where message_id = $1 and seq = $2`,
    [messageId, seq, offset + 1, length],
  );
  return row?.bytes ?? new Uint8Array(0);
}
