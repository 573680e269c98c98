import type { MessageStructure, MessageSummary } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { type KeyColumns, MessageKey, type OpenedStructure } from '../bytes/message-key.js';
import type { MailSafe } from '../mail-safe.js';
import { StoreDamaged } from '../store-faults.js';
import { liesInBal } from './lies-in-bal.js';

/** What a row of mail_message holds of its structure, in the present form or the former one. */
export interface StructureColumns extends KeyColumns {
  readonly id: string;
  readonly sealed_structure: Uint8Array | null;
  readonly structure: MessageStructure | null;
}

export const STRUCTURE_COLUMNS = 'm.id, m.key_version, m.sealed_key, m.sealed_structure, m.structure';

/** The structures of these rows, by message id: the one place where they are opened. @throws StoreUnavailable, StoreDamaged */
export async function openStructures(
  sql: TenantSql,
  safe: MailSafe,
  rows: readonly StructureColumns[],
): Promise<ReadonlyMap<string, OpenedStructure>> {
  const isSealed = rows.some(({ sealed_key: key }) => key !== null);
  const keys = isSealed
    ? await safe.keys.of(
        sql,
        rows.map((row) => row.key_version),
      )
    : null;
  return new Map(
    rows.map((row) => {
      const key = keys && MessageKey.of(keys, row.id, row);
      const opened = key && row.sealed_structure ? key.openStructure(row.sealed_structure) : inClear(row);
      if (!opened) throw new StoreDamaged(`message ${row.id} has no structure`);
      return [row.id, opened];
    }),
  );
}

function inClear({ structure }: StructureColumns): OpenedStructure | null {
  return structure && { structure, octets: JSON.stringify(structure).length };
}

/** Structures of messages that lie in that BAL, by message id. */
export async function structuresOf(
  sql: TenantSql,
  safe: MailSafe,
  balId: string,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, MessageStructure>> {
  const opened = await openedStructuresOf(sql, safe, balId, messageIds);
  return new Map([...opened].map(([id, { structure }]) => [id, structure]));
}

/** The same with what each weighs. */
export async function openedStructuresOf(
  sql: TenantSql,
  safe: MailSafe,
  balId: string,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, OpenedStructure>> {
  if (messageIds.length === 0) return new Map();
  const rows = await sql.query<StructureColumns>(
    `select ${STRUCTURE_COLUMNS} from mail_message m
      where m.id = any($1::uuid[]) and ${liesInBal('$2')}`,
    [messageIds, balId],
  );
  return openStructures(sql, safe, rows);
}

/** What a list, a sort or a search by header needs of each; the rest is not held. */
export async function summariesOf(
  sql: TenantSql,
  safe: MailSafe,
  balId: string,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, MessageSummary>> {
  const structures = await structuresOf(sql, safe, balId, messageIds);
  return new Map([...structures].map(([id, { envelope, facts }]) => [id, { envelope, facts }]));
}
