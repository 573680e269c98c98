import { createHash } from 'node:crypto';
import type { TenantContext } from '@cachet/mss-core';
import type { Database, TenantSql } from '@cachet/schema';
import { contentIdOf, MessageKey } from '../bytes/message-key.js';
import { sealedSizeOf } from '../bytes/sealed-message.js';
import { storedBytes } from '../bytes/stored-bytes.js';
import { STRUCTURE_COLUMNS, type StructureColumns } from '../folders/structure-rows.js';
import type { TenantKeys } from '../keys/tenant-keys.js';
import type { MailSafe } from '../mail-safe.js';
import { StoreDamaged, StoreUnavailable } from '../store-faults.js';
import type { Finding, FindingKind } from './findings.js';

const BATCH = 200;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface CheckedRow extends StructureColumns {
  readonly size: number;
  readonly in_blob: boolean;
  readonly content_id: Buffer | null;
  /** Octets in rows. */
  readonly octets: number;
  readonly is_needed: boolean;
}

export interface CheckTools {
  readonly database: Pick<Database, 'withTenant'>;
  readonly safe: MailSafe;
  /** Reads every octet: each tag, and the hash of what was received. */
  readonly isDeep: boolean;
}

/** What the messages of one tenant say of their keys, bytes and blobs. */
export async function* checkMessages(tools: CheckTools, context: TenantContext): AsyncGenerator<Finding> {
  const { tenantId } = context;
  for (let after = FIRST; ; ) {
    const rows = await tools.database.withTenant(context, (sql) => messagesAfter(sql, after));
    const keys = await keysFor(tools, context, rows);
    if (keys === 'unusable') {
      yield { kind: 'keysUnusable', tenantId, id: tenantId };
      return;
    }
    for (const row of rows) {
      const finding = await checkMessage(tools, context, keys, row);
      // What left meanwhile is no difference.
      if (finding && (await isThere(tools, context, row.id))) yield { tenantId, id: row.id, ...finding };
    }
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = last.id;
  }
}

type Found = Pick<Finding, 'found' | 'expected'> & { readonly kind: FindingKind };

async function checkMessage(
  tools: CheckTools,
  context: TenantContext,
  keys: TenantKeys | null,
  row: CheckedRow,
): Promise<Found | null> {
  if (!row.is_needed) return { kind: 'messageForNobody' };
  return (
    (await checkSize(tools, context, row)) ?? checkKey(keys, row) ?? checkBytes(tools, context, keys, row)
  );
}

async function checkSize(
  { safe }: CheckTools,
  { tenantId }: TenantContext,
  row: CheckedRow,
): Promise<Found | null> {
  const expected = row.sealed_key ? sealedSizeOf(row.size, row.in_blob) : row.size;
  if (!row.in_blob)
    return row.octets === expected ? null : { kind: 'bytesMissing', found: row.octets, expected };
  const found = await safe.blobs.sizeOf({ tenantId, id: row.id });
  if (found === null) return { kind: 'blobMissing' };
  return found === expected ? null : { kind: 'blobShort', found, expected };
}

function checkKey(keys: TenantKeys | null, row: CheckedRow): Found | null {
  if (!keys || !row.sealed_key) return null;
  const key = opened(() => MessageKey.of(keys, row.id, row));
  if (!key) return { kind: 'keyUnusable' };
  const { sealed_structure: sealed } = row;
  return sealed && opened(() => key.openStructure(sealed)) ? null : { kind: 'structureDamaged' };
}

async function checkBytes(
  { database, safe, isDeep }: CheckTools,
  context: TenantContext,
  keys: TenantKeys | null,
  row: CheckedRow,
): Promise<Found | null> {
  if (!isDeep) return null;
  const hash = createHash('sha256');
  try {
    const stored = await storedBytes((work) => database.withTenant(context, work), safe, row.id);
    for await (const bytes of stored?.bytes ?? []) hash.update(bytes);
  } catch (fault) {
    if (fault instanceof StoreDamaged) return { kind: 'bytesDamaged' };
    throw fault;
  }
  const isSame = !keys || !row.content_id || contentIdOf(keys, hash.digest('hex')).equals(row.content_id);
  return isSame ? null : { kind: 'contentOther' };
}

/** Null where nothing is sealed yet: a check makes no keys. */
async function keysFor(
  { database, safe }: CheckTools,
  context: TenantContext,
  rows: readonly CheckedRow[],
): Promise<TenantKeys | 'unusable' | null> {
  const versions = rows.flatMap(({ key_version: version }) => (version === null ? [] : [version]));
  if (versions.length === 0) return null;
  try {
    return await database.withTenant(context, (sql) => safe.keys.of(sql, versions));
  } catch (fault) {
    if (fault instanceof StoreUnavailable) return 'unusable';
    throw fault;
  }
}

function messagesAfter(sql: TenantSql, after: string): Promise<CheckedRow[]> {
  return sql.query<CheckedRow>(
    `select ${STRUCTURE_COLUMNS}, m.size, m.in_blob, m.content_id,
            (select coalesce(sum(length(c.bytes)), 0)::bigint from mail_message_chunk c where c.message_id = m.id) as octets,
            exists (select from mail_item i where i.message_id = m.id)
              or exists (select from delivery d where d.message_id = m.id and d.state in ('queued', 'deferred', 'held')) as is_needed
       from mail_message m where m.id > $1 order by m.id limit $2`,
    [after, BATCH],
  );
}

async function isThere({ database }: CheckTools, context: TenantContext, id: string): Promise<boolean> {
  const rows = await database.withTenant(context, (sql) =>
    sql.query('select from mail_message where id = $1', [id]),
  );
  return rows.length > 0;
}

function opened<T>(open: () => T): T | null {
  try {
    return open();
  } catch (fault) {
    if (fault instanceof StoreDamaged) return null;
    throw fault;
  }
}
