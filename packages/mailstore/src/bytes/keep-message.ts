import { Buffer } from 'node:buffer';
import type { ReceivedMessage } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import type { MailSafe } from '../mail-safe.js';
import { inChunks } from './chunks.js';
import { SealedMessage } from './sealed-message.js';

/**
 * Keeps the message once per tenant, sealed, and answers its id. It cannot be removed by others until this transaction ends.
 * @throws StoreUnavailable when the tenant's keys cannot be had.
 */
export async function keepMessage(sql: TenantSql, safe: MailSafe, message: ReceivedMessage): Promise<string> {
  const sealed = new SealedMessage(await safe.keys.of(sql), message);
  const keeping = sealed.keeping(sql.context.at, message.size === 0 ? Buffer.alloc(0) : null);
  const [kept] = await sql.query<{ id: string }>(keeping.text, keeping.values);
  if (kept?.id !== sealed.id) return kept?.id ?? '';
  let index = 0;
  for await (const bytes of inChunks(message.open())) {
    const { text, values } = sealed.keepingPiece(index, bytes);
    await sql.query(text, values);
    index += 1;
  }
  return sealed.id;
}
