import { createHash } from 'node:crypto';
import type { Envelope, ReceivedMessage } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import type { MailSafe } from '../mail-safe.js';
import { openStructures, STRUCTURE_COLUMNS, type StructureColumns } from './structure-rows.js';

/** A program appends what it sent within moments, or when it is next online. */
const REMEMBERED_MS = 30 * 86_400_000;

/** A letter that was sent and lies in Sent already. */
export interface FoundCopy {
  readonly uid: number;
  readonly messageId: string;
}

/** Remembers where a letter just sent lies; what is too old to be appended yet is forgotten on the way. */
export async function rememberSentCopy(
  sql: TenantSql,
  folderId: string,
  uid: number,
  mailId: string,
): Promise<void> {
  const { tenantId, at } = sql.context;
  await sql.query(
    `with old as (delete from sent_copy where tenant_id = $1 and folder_id = $2 and filed_at < $6)
     insert into sent_copy (tenant_id, folder_id, mail_id_hash, uid, filed_at) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, folder_id, mail_id_hash)
       do update set uid = excluded.uid, filed_at = excluded.filed_at`,
    [tenantId, folderId, hashOf(mailId), uid, at, new Date(at.getTime() - REMEMBERED_MS)],
  );
}

/**
 * The letter of that Message-ID, when it still lies in that folder and is the same to its reader: a program that uses a Message-ID
 * twice loses nothing.
 */
export async function findSentCopy(
  sql: TenantSql,
  safe: MailSafe,
  folderId: string,
  { structure: { envelope } }: ReceivedMessage,
): Promise<FoundCopy | null> {
  if (envelope.messageId === null) return null;
  const [row] = await sql.query<StructureColumns & { uid: number }>(
    `select i.uid, ${STRUCTURE_COLUMNS}
       from sent_copy c
       join mail_item i on i.tenant_id = c.tenant_id and i.folder_id = c.folder_id and i.uid = c.uid
       join mail_message m on m.tenant_id = i.tenant_id and m.id = i.message_id
      where c.tenant_id = $1 and c.folder_id = $2 and c.mail_id_hash = $3`,
    [sql.context.tenantId, folderId, hashOf(envelope.messageId)],
  );
  if (!row) return null;
  const { value } = await openStructures(sql, safe, [row]).next();
  const kept = value?.[1]?.structure.envelope;
  const isSame = kept?.messageId === envelope.messageId && isAlike(kept, envelope);
  return isSame ? { uid: row.uid, messageId: row.id } : null;
}

/** A Date that the program left out was added on the way. */
function isAlike(kept: Envelope, appended: Envelope): boolean {
  return kept.subject === appended.subject && (appended.date === null || kept.date === appended.date);
}

function hashOf(mailId: string): string {
  return createHash('sha256').update(mailId.trim()).digest('hex');
}
