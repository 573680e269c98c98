import type { ReceivedMessage } from '@cachet/mss-core';
import { newRowId, type TenantSql } from '@cachet/schema';
import { inChunks } from './chunks.js';

/** Two transactions may keep and remove the same bytes in turn; more turns than this is no coincidence. */
const TURNS = 5;

/**
 * Keeps the bytes once per tenant and answers their message id. The message cannot be removed by others until this
 * transaction ends.
 */
export async function keepMessage(sql: TenantSql, message: ReceivedMessage): Promise<string> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    const kept = (await insertMessage(sql, newRowId(), message)) ?? (await heldMessage(sql, message.sha256));
    if (kept) return kept;
  }
  throw new Error('a message with these bytes is kept and removed at the same time');
}

async function heldMessage(sql: TenantSql, sha256: string): Promise<string | null> {
  const [held] = await sql.query<{ id: string }>(
    'select id from mail_message where sha256 = $1 for key share',
    [sha256],
  );
  return held?.id ?? null;
}

/** Null when the same bytes are kept already: nothing was written. */
async function insertMessage(sql: TenantSql, id: string, message: ReceivedMessage): Promise<string | null> {
  const { tenantId, at } = sql.context;
  const inserted = await sql.query(
    `insert into mail_message (tenant_id, id, sha256, size, structure, received_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, sha256) do nothing returning id`,
    [tenantId, id, message.sha256, message.size, JSON.stringify(message.structure), at],
  );
  if (inserted.length === 0) return null;
  let seq = 0;
  for await (const bytes of inChunks(message.open())) {
    await sql.query(
      'insert into mail_message_chunk (tenant_id, message_id, seq, bytes) values ($1, $2, $3, $4)',
      [tenantId, id, seq, bytes],
    );
    seq += 1;
  }
  return id;
}
