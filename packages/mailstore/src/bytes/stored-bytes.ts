import { Buffer } from 'node:buffer';
import type { ByteRange, StoredBytes, TenantId } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { liesInBal } from '../folders/lies-in-bal.js';
import type { MailSafe } from '../mail-safe.js';
import { StoreDamaged } from '../store-faults.js';
import { CHUNK_SIZE, ROW_SIZE } from './chunks.js';
import { type KeyColumns, MessageKey } from './message-key.js';
import { openSegments, type Sealing, sealedRange } from './segments.js';

/** Runs work inside the tenant: in the transaction at hand, or in a short one of its own each time. */
export type InTenant = <T>(work: (sql: TenantSql) => Promise<T>) => Promise<T>;

/**
 * A message of the tenant as a stream; only the segments that the range touches are read, the first ones at once. Null when
 * there is no such message, or when it does not lie in that BAL, if one is named.
 * @throws StoreDamaged, StoreUnavailable: at once for the first segments, within the stream for others.
 */
export async function storedBytes(
  inTenant: InTenant,
  safe: MailSafe,
  messageId: string,
  { range, balId }: { readonly range?: ByteRange; readonly balId?: string } = {},
): Promise<StoredBytes | null> {
  const start = Math.max(0, range?.start ?? 0);
  const found = await inTenant(async (sql) => {
    const row = await beginning(sql, messageId, balId ?? null, start, range?.end ?? Infinity);
    const keys = row?.sealed_key && (await safe.keys.of(sql, [row.key_version]));
    return (
      row && { ...row, key: keys && MessageKey.of(keys, messageId, row), tenantId: sql.context.tenantId }
    );
  });
  return found && openFrom(inTenant, safe, messageId, found, { start, end: range?.end ?? Infinity });
}

/** A message whose row was read, with the rows of its bytes that the first piece of the range touches. */
export async function openFrom(
  inTenant: InTenant,
  safe: MailSafe,
  messageId: string,
  found: FoundBytes,
  range: ByteRange,
): Promise<StoredBytes> {
  const { start } = range;
  const { size, key, tenantId, bytes: rows } = found;
  const end = Math.min(size, range.end);
  const sealing = key?.bytesSealing(found.in_blob, size);
  const source = found.in_blob
    ? blobOf(safe, tenantId, messageId, size, sealing)
    : rowsOf(inTenant, messageId, size, sealing);
  const first = start < end ? await source(start, end, found.in_blob ? null : rows) : new Uint8Array();
  return { size, bytes: piecesOf(source, { start, end }, first) };
}

/** Gives a piece of the message in clear, CHUNK_SIZE at most; `rows` are those of its first piece, when they came with the message. */
type Source = (at: number, end: number, rows: Uint8Array | null) => Promise<Uint8Array>;

async function* piecesOf(
  source: Source,
  { start, end }: ByteRange,
  first: Uint8Array,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += CHUNK_SIZE) {
    yield at === start ? first : await source(at, end, null);
  }
}

/** Those of the former form are in clear. */
function rowsOf(inTenant: InTenant, messageId: string, size: number, sealing: Sealing | undefined): Source {
  return async (at, end, rows) => {
    const piece = pieceAt(at, end);
    const kept = rows ?? (await inTenant((sql) => readRows(sql, messageId, piece))) ?? Buffer.alloc(0);
    const { firstRow, lastRow, from, length } = piece;
    const bytes = sealing ? openSegments(sealing, firstRow, kept) : kept;
    const expected = Math.min(size, (lastRow + 1) * ROW_SIZE) - firstRow * ROW_SIZE;
    // A row that was sealed while we read those before it is of another length.
    if (bytes.length !== expected)
      throw new StoreDamaged(`message ${messageId}: its bytes from row ${firstRow} are missing or cut`);
    return bytes.subarray(from, from + length);
  };
}

function blobOf(
  safe: MailSafe,
  tenantId: TenantId,
  id: string,
  size: number,
  sealing: Sealing | undefined,
): Source {
  if (!sealing) throw new StoreDamaged(`message ${id}: its bytes are in a blob, and it has no key`);
  return async (at, end) => {
    const upTo = Math.min(end, at + CHUNK_SIZE, size);
    const { index, sealed, skipped } = sealedRange(sealing, at, upTo);
    const bytes = openSegments(sealing, index, await safe.blobs.read({ tenantId, id }, sealed));
    return bytes.subarray(skipped, skipped + upTo - at);
  };
}

/** Which rows, laid end to end, and what of them once they are open. */
interface Piece {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly from: number;
  readonly length: number;
}

export function pieceAt(at: number, end: number): Piece {
  const firstRow = Math.floor(at / ROW_SIZE);
  const length = Math.max(0, Math.min(CHUNK_SIZE, end - at));
  const lastRow = Math.floor((at + Math.max(length, 1) - 1) / ROW_SIZE);
  return { firstRow, lastRow, from: at - firstRow * ROW_SIZE, length };
}

export interface FoundBytes {
  readonly size: number;
  readonly in_blob: boolean;
  readonly bytes: Uint8Array | null;
  readonly key: MessageKey | null | undefined;
  readonly tenantId: TenantId;
}

interface Beginning extends KeyColumns {
  readonly size: number;
  readonly in_blob: boolean;
  readonly bytes: Uint8Array | null;
}

async function beginning(
  sql: TenantSql,
  messageId: string,
  balId: string | null,
  start: number,
  end: number,
): Promise<Beginning | null> {
  const { firstRow, lastRow } = pieceAt(start, end);
  const [row] = await sql.query<Beginning>(
    `select m.size, m.in_blob, m.key_version, m.sealed_key, (${bytesOf('m.id', '$2::int', '$3::int')}) as bytes
       from mail_message m
      where m.id = $1
        and ($4::uuid is null or ${liesInBal('$4')})`,
    [messageId, firstRow, lastRow, balId],
  );
  return row ?? null;
}

async function readRows(
  sql: TenantSql,
  messageId: string,
  { firstRow, lastRow }: Piece,
): Promise<Uint8Array | null> {
  const values = [messageId, firstRow, lastRow];
  const [row] = await sql.query<{ bytes: Uint8Array | null }>(
    bytesOf('$1::uuid', '$2::int', '$3::int'),
    values,
  );
  return row?.bytes ?? null;
}

/** SQL: rows laid end to end, from the first to the last. */
export function bytesOf(message: string, firstRow: string, lastRow: string): string {
  return `select string_agg(c.bytes, ''::bytea order by c.seq) as bytes from mail_message_chunk c
           where c.message_id = ${message} and c.seq between ${firstRow} and ${lastRow}`;
}
