import type { ByteRange, StoredBytes } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { liesInBal } from '../folders/lies-in-bal.js';
import { CHUNK_SIZE } from './chunks.js';

/** Runs work inside the tenant: in the transaction at hand, or in a short one of its own each time. */
export type InTenant = <T>(work: (sql: TenantSql) => Promise<T>) => Promise<T>;

/**
 * A message of the tenant as a stream of its chunks; only those the range touches are read, the first one at once. Null when
 * there is no such message, or when it does not lie in that BAL, if one is named.
 */
export async function storedBytes(
  inTenant: InTenant,
  messageId: string,
  { range, balId }: { readonly range?: ByteRange; readonly balId?: string } = {},
): Promise<StoredBytes | null> {
  const start = Math.max(0, range?.start ?? 0);
  const first = await inTenant((sql) => beginning(sql, messageId, balId ?? null, start, range?.end));
  if (!first) return null;
  const end = Math.min(first.size, range?.end ?? first.size);
  return { size: first.size, bytes: chunksOf(inTenant, messageId, { start, end }, first.bytes) };
}

async function* chunksOf(
  inTenant: InTenant,
  messageId: string,
  range: ByteRange,
  first: Uint8Array,
): AsyncGenerator<Uint8Array> {
  for (let at = range.start; at < range.end; ) {
    const piece = pieceAt(at, range.end);
    const bytes = at === range.start ? first : await inTenant((sql) => pieceOf(sql, messageId, piece));
    if (bytes.length !== piece.length) {
      throw new Error(`message ${messageId}: chunk ${piece.seq} is missing or cut`);
    }
    yield bytes;
    at += piece.length;
  }
}

/** What to cut out of which chunk; PostgreSQL counts from 1. */
interface Piece {
  readonly seq: number;
  readonly from: number;
  readonly length: number;
}

function pieceAt(at: number, end: number): Piece {
  const seq = Math.floor(at / CHUNK_SIZE);
  const offset = at - seq * CHUNK_SIZE;
  return { seq, from: offset + 1, length: Math.max(0, Math.min(CHUNK_SIZE - offset, end - at)) };
}

async function beginning(
  sql: TenantSql,
  messageId: string,
  balId: string | null,
  start: number,
  end: number | undefined,
): Promise<{ size: number; bytes: Uint8Array } | null> {
  const { seq, from, length } = pieceAt(start, end ?? Infinity);
  const [row] = await sql.query<{ size: number; bytes: Uint8Array | null }>(
    `select m.size, substring(c.bytes from $3::int for $4::int) as bytes
       from mail_message m left join mail_message_chunk c on c.message_id = m.id and c.seq = $2
      where m.id = $1
        and ($5::uuid is null or ${liesInBal('$5')})`,
    [messageId, seq, from, length, balId],
  );
  return row ? { size: row.size, bytes: row.bytes ?? new Uint8Array(0) } : null;
}

/** Chunks are stored uncompressed, so PostgreSQL reads no more of one than what is cut out of it. */
async function pieceOf(sql: TenantSql, messageId: string, { seq, from, length }: Piece): Promise<Uint8Array> {
  const [row] = await sql.query<{ bytes: Uint8Array }>(
    `select substring(bytes from $3::int for $4::int) as bytes from mail_message_chunk
      where message_id = $1 and seq = $2`,
    [messageId, seq, from, length],
  );
  return row?.bytes ?? new Uint8Array(0);
}
