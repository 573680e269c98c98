import type { ReceivedMessage } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import type { MailSafe } from '../mail-safe.js';
import { CHUNK_SIZE, inChunks } from './chunks.js';
import { SealedMessage } from './sealed-message.js';
import { wholeOf } from './whole-of.js';

/**
 * Keeps the message once per tenant, sealed, and answers its id. It cannot be removed by others until this transaction ends.
 * @throws StoreUnavailable when the tenant's keys or the blob store cannot be had; what the system says when there is no room.
 */
export async function keepMessage(sql: TenantSql, safe: MailSafe, message: ReceivedMessage): Promise<string> {
  const isBeside = message.size > safe.besideFrom;
  const sealed = new SealedMessage(await safe.keys.of(sql), message, { isBeside });
  return isBeside ? keepBeside(sql, safe, sealed) : keepInRows(sql, sealed, message);
}

async function keepInRows(sql: TenantSql, sealed: SealedMessage, message: ReceivedMessage): Promise<string> {
  // One piece goes with its message; more follow it, wanted only when nobody kept the same before.
  const only = message.size <= CHUNK_SIZE ? await wholeOf(message) : null;
  const kept = await keep(sql, sealed, only);
  if (only || kept !== sealed.id) return kept;
  let index = 0;
  for await (const bytes of inChunks(message.open())) {
    const { text, values } = sealed.keepingPiece(index, bytes);
    await sql.query(text, values);
    index += 1;
  }
  return kept;
}

/** Blob first, row after: one whose transaction is undone is collected later. */
async function keepBeside(sql: TenantSql, { blobs }: MailSafe, sealed: SealedMessage): Promise<string> {
  const [known] = await sql.query<{ id: string }>(
    'select id from mail_message where content_id = $1 for key share',
    [sealed.contentId],
  );
  if (known) return known.id;
  await sealed.writeBlob(blobs);
  const kept = await keep(sql, sealed, null);
  if (kept !== sealed.id) await sealed.removeBlob(blobs);
  return kept;
}

async function keep(sql: TenantSql, sealed: SealedMessage, first: Uint8Array | null): Promise<string> {
  const { text, values } = sealed.keeping(sql.context.at, first);
  const [kept] = await sql.query<{ id: string }>(text, values);
  if (!kept) throw new Error('keep_message answered nothing');
  return kept.id;
}
