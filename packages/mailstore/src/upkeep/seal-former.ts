import { createHash } from 'node:crypto';
import type { MessageStructure, ReceivedMessage, TenantContext } from '@cachet/mss-core';
import type { Database, TenantSql } from '@cachet/schema';
import { CHUNK_SIZE, inChunks, ROW_SIZE } from '../bytes/chunks.js';
import { SealedMessage } from '../bytes/sealed-message.js';
import type { MailSafe } from '../mail-safe.js';
import { StoreDamaged } from '../store-faults.js';

/** What became of messages kept in clear. */
export interface SealedFormer {
  readonly sealed: number;
  /** Whose bytes are not those that were received: left as they are, for a person to look at. */
  readonly damaged: readonly string[];
  /** Some may be left. */
  readonly hasMore: boolean;
}

interface FormerRow {
  readonly id: string;
  readonly size: number;
  readonly sha256: string;
  readonly structure: MessageStructure;
}

const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Seals messages of the former form, kept in clear, at most so many: each in a transaction of its own, so that a process killed meanwhile
 * loses nothing and another goes on.
 */
export async function sealFormer(
  database: Pick<Database, 'withTenant'>,
  safe: MailSafe,
  context: TenantContext,
  most: number,
): Promise<SealedFormer> {
  const damaged: string[] = [];
  let after = FIRST;
  for (let seen = 0; seen < most; seen += 1) {
    const sealing = await database
      .withTenant(context, (sql) => sealNext(sql, safe, after))
      .catch((fault) => {
        if (!(fault instanceof DamagedFormer)) throw fault;
        damaged.push(fault.messageId);
        return fault.messageId;
      });
    if (sealing === null) return { sealed: seen - damaged.length, damaged, hasMore: false };
    after = sealing;
  }
  return { sealed: most - damaged.length, damaged, hasMore: true };
}

class DamagedFormer extends StoreDamaged {
  constructor(
    readonly messageId: string,
    cause: unknown,
  ) {
    super(`message ${messageId}, in clear, is not what was received`, { cause });
  }
}

/** Seals the first one after that id; answers its id, or null when there is none. */
async function sealNext(sql: TenantSql, safe: MailSafe, after: string): Promise<string | null> {
  const keys = await safe.keys.of(sql);
  const [row] = await sql.query<FormerRow>(
    `select id, size, sha256, structure from mail_message
      where id > $1 and sealed_key is null order by id limit 1 for update skip locked`,
    [after],
  );
  if (!row) return null;
  const hash = createHash('sha256');
  const message: ReceivedMessage = { ...row, open: () => formerBytes(sql, row, hash) };
  const sealed = new SealedMessage(keys, message, { id: row.id, isBeside: row.size > safe.besideFrom });
  try {
    if (sealed.isBeside) await sealed.writeBlob(safe.blobs);
    else await sealRows(sql, row, sealed, message);
  } catch (fault) {
    throw fault instanceof RangeError ? new DamagedFormer(row.id, fault) : fault;
  }
  if (hash.digest('hex') !== row.sha256) throw new DamagedFormer(row.id, null);
  if (sealed.isBeside) await sql.query('delete from mail_message_chunk where message_id = $1', [row.id]);
  await sealed.takePlace(sql);
  return row.id;
}

async function sealRows(
  sql: TenantSql,
  { id, size }: FormerRow,
  sealed: SealedMessage,
  message: ReceivedMessage,
): Promise<void> {
  const pieces = size === 0 ? [Buffer.alloc(0)] : inChunks(message.open());
  let index = 0;
  for await (const piece of pieces) {
    const first = (index * CHUNK_SIZE) / ROW_SIZE;
    await sql.query('delete from mail_message_chunk where message_id = $1 and seq between $2 and $3', [
      ...[id, first, first + CHUNK_SIZE / ROW_SIZE - 1],
    ]);
    const { text, values } = sealed.keepingPiece(index, piece);
    await sql.query(text, values);
    index += 1;
  }
}

/** Piece by piece, each read before it is replaced. */
async function* formerBytes(
  sql: TenantSql,
  { id, size }: FormerRow,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Buffer> {
  for (let at = 0; at < size; at += CHUNK_SIZE) {
    const first = at / ROW_SIZE;
    const [row] = await sql.query<{ bytes: Buffer | null }>(
      `select string_agg(bytes, ''::bytea order by seq) as bytes from mail_message_chunk
        where message_id = $1 and seq between $2 and $3`,
      [id, first, first + CHUNK_SIZE / ROW_SIZE - 1],
    );
    const bytes = row?.bytes ?? Buffer.alloc(0);
    if (bytes.length !== Math.min(CHUNK_SIZE, size - at)) throw new RangeError('bytes are missing');
    hash.update(bytes);
    yield bytes;
  }
}
