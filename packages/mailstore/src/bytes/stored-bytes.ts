import type { ByteRange, StoredBytes } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { liesInBal } from '../folders/lies-in-bal.js';
import { CHUNK_SIZE, ROW_SIZE } from './chunks.js';

/** Runs work inside the tenant: in the transaction at hand, or in a short one of its own each time. */
export type InTenant = <T>(work: (sql: TenantSql) => Promise<T>) => Promise<T>;

/**
 * A message of the tenant as a stream; only the rows that the range touches are read, the first one at once. Null when
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
      throw new Error(`message ${messageId}: its bytes from ${at} are missing or cut`);
    }
    yield bytes;
    at += piece.length;
  }
}

/** What to cut out of which rows laid end to end; PostgreSQL counts from 1. */
interface Piece {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly from: number;
  readonly length: number;
}

function pieceAt(at: number, end: number): Piece {
  const firstRow = Math.floor(at / ROW_SIZE);
  const length = Math.max(0, Math.min(CHUNK_SIZE, end - at));
  const lastRow = Math.floor((at + Math.max(length, 1) - 1) / ROW_SIZE);
  return { firstRow, lastRow, from: at - firstRow * ROW_SIZE + 1, length };
}

async function beginning(
  sql: TenantSql,
  messageId: string,
  balId: string | null,
  start: number,
  end: number | undefined,
): Promise<{ size: number; bytes: Uint8Array } | null> {
  const { firstRow, lastRow, from, length } = pieceAt(start, end ?? Infinity);
  const [row] = await sql.query<{ size: number; bytes: Uint8Array | null }>(
    `select m.size, (${bytesOf('m.id', 2)}) as bytes
       from mail_message m
      where m.id = $1
        and ($6::uuid is null or ${liesInBal('$6')})`,
    [messageId, firstRow, lastRow, from, length, balId],
  );
  return row ? { size: row.size, bytes: row.bytes ?? new Uint8Array(0) } : null;
}

async function pieceOf(
  sql: TenantSql,
  messageId: string,
  { firstRow, lastRow, from, length }: Piece,
): Promise<Uint8Array> {
  const [row] = await sql.query<{ bytes: Uint8Array | null }>(bytesOf('$1::uuid', 2), [
    messageId,
    firstRow,
    lastRow,
    from,
    length,
  ]);
  return row?.bytes ?? new Uint8Array(0);
}

/** Rows laid end to end and cut; four parameters from `first` on: the first row, the last, from where, how much. */
function bytesOf(message: string, first: number): string {
  return `select substring(string_agg(c.bytes, ''::bytea order by c.seq) from $${first + 2}::int for $${first + 3}::int) as bytes
            from mail_message_chunk c
           where c.message_id = ${message} and c.seq between $${first}::int and $${first + 1}::int`;
}
