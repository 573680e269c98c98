import type { ReceivedMessage } from '@cachet/mss-core';
import { newRowId, type Statement, type TenantSql } from '@cachet/schema';
import { CHUNK_SIZE, inChunks } from './chunks.js';

/**
 * Keeps the bytes once per tenant and answers their message id. The message cannot be removed by others until this
 * transaction ends.
 */
export async function keepMessage(sql: TenantSql, message: ReceivedMessage): Promise<string> {
  const id = newRowId();
  const keeping = keepStatement(id, message, sql.context.at, null);
  const [kept] = await sql.query<{ id: string }>(keeping.text, keeping.values);
  if (kept?.id !== id) return kept?.id ?? '';
  let seq = 0;
  for await (const bytes of inChunks(message.open())) {
    const { text, values } = chunkStatement(id, seq, bytes);
    await sql.query(text, values);
    seq += 1;
  }
  return id;
}

/** Keeps the message under this id unless its bytes are kept already; `first` is its first piece, when it is at hand. */
export function keepStatement(
  id: string,
  message: ReceivedMessage,
  at: Date,
  first: Buffer | null,
): Statement {
  const { sha256, size, structure } = message;
  return {
    text: 'select keep_message($1, $2, $3, $4, $5, $6) as id',
    values: [id, sha256, size, JSON.stringify(structure), at, first],
  };
}

/** Adds a piece to the message of this id; nothing when its bytes were kept before under another. */
export function chunkStatement(id: string, index: number, bytes: Buffer): Statement {
  return { text: 'select keep_pieces($1, $2, $3)', values: [id, index * CHUNK_SIZE, bytes] };
}
