import { Buffer } from 'node:buffer';
import type { ByteRange, StoredBytes } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { liesInBal } from '../folders/lies-in-bal.js';
import type { MailSafe } from '../mail-safe.js';
import { StoreDamaged } from '../store-faults.js';
import { CHUNK_SIZE, ROW_SIZE } from './chunks.js';
import { type KeyColumns, MessageKey } from './message-key.js';
import { openSegments, type Sealing } from './segments.js';

/** Runs work inside the tenant: in the transaction at hand, or in a short one of its own each time. */
export type InTenant = <T>(work: (sql: TenantSql) => Promise<T>) => Promise<T>;

/**
 * A message of the tenant as a stream; only the rows that the range touches are read, the first ones at once. Null when
 * there is no such message, or when it does not lie in that BAL, if one is named.
 * @throws StoreDamaged, StoreUnavailable: at once for the first rows, within the stream for others.
 */
export async function storedBytes(
  inTenant: InTenant,
  safe: MailSafe,
  messageId: string,
  { range, balId }: { readonly range?: ByteRange; readonly balId?: string } = {},
): Promise<StoredBytes | null> {
  const start = Math.max(0, range?.start ?? 0);
  const found = await inTenant(async (sql) => {
    const row = await beginning(sql, messageId, balId ?? null, pieceAt(start, range?.end ?? Infinity));
    return row && { row, keys: row.sealed_key && (await safe.keys.of(sql)) };
  });
  if (!found) return null;
  const { size, bytes } = found.row;
  const key = found.keys && MessageKey.of(found.keys, messageId, found.row);
  const reading = { messageId, sealing: key?.sealing('rows', ROW_SIZE, size) };
  const end = Math.min(size, range?.end ?? size);
  const first = start < end ? cut(reading, pieceAt(start, end), bytes) : new Uint8Array();
  return { size, bytes: piecesOf(inTenant, reading, { start, end }, first) };
}

/** How to understand the rows of one message; those of the former form are in clear. */
interface Reading {
  readonly messageId: string;
  readonly sealing: Sealing | undefined;
}

async function* piecesOf(
  inTenant: InTenant,
  reading: Reading,
  { start, end }: ByteRange,
  first: Uint8Array,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; ) {
    const piece = pieceAt(at, end);
    const rows = () => inTenant((sql) => rowsOf(sql, reading.messageId, piece));
    yield at === start ? first : cut(reading, piece, await rows());
    at += piece.length;
  }
}

/** Which rows, laid end to end, and what of them once they are open. */
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
  return { firstRow, lastRow, from: at - firstRow * ROW_SIZE, length };
}

function cut(
  { messageId, sealing }: Reading,
  { firstRow, from, length }: Piece,
  rows: Uint8Array | null,
): Uint8Array {
  const kept = rows ?? Buffer.alloc(0);
  const bytes = (sealing ? openSegments(sealing, firstRow, kept) : kept).subarray(from, from + length);
  if (bytes.length !== length) {
    throw new StoreDamaged(`message ${messageId}: its bytes from row ${firstRow} are missing or cut`);
  }
  return bytes;
}

interface Beginning extends KeyColumns {
  readonly size: number;
  readonly bytes: Uint8Array | null;
}

async function beginning(
  sql: TenantSql,
  messageId: string,
  balId: string | null,
  { firstRow, lastRow }: Piece,
): Promise<Beginning | null> {
  const [row] = await sql.query<Beginning>(
    `select m.size, m.key_version, m.sealed_key, (${bytesOf('m.id', 2)}) as bytes
       from mail_message m
      where m.id = $1
        and ($4::uuid is null or ${liesInBal('$4')})`,
    [messageId, firstRow, lastRow, balId],
  );
  return row ?? null;
}

async function rowsOf(
  sql: TenantSql,
  messageId: string,
  { firstRow, lastRow }: Piece,
): Promise<Uint8Array | null> {
  const values = [messageId, firstRow, lastRow];
  const [row] = await sql.query<{ bytes: Uint8Array | null }>(bytesOf('$1::uuid', 2), values);
  return row?.bytes ?? null;
}

/** Rows laid end to end; two parameters from `first` on: the first row and the last. */
function bytesOf(message: string, first: number): string {
  return `select string_agg(c.bytes, ''::bytea order by c.seq) as bytes from mail_message_chunk c
           where c.message_id = ${message} and c.seq between $${first}::int and $${first + 1}::int`;
}
