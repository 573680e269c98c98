import { type MessageStructure, type MessageSummary, StructuresInTurn } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { type KeyColumns, MessageKey, type OpenedStructure } from '../bytes/message-key.js';
import type { TenantKeys } from '../keys/tenant-keys.js';
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

/** Octets of structures, as text, that are opened together. Each weighs a few times that once it is objects, and one may have 10,000 parts. */
const OPENED_TOGETHER = 4 * 1024 * 1024;

/**
 * The structures of these rows, one at a time: the one place where they are opened. Null where what is kept is not what was written: the
 * others are shown all the same. @throws StoreUnavailable
 */
export async function* openStructures(
  sql: TenantSql,
  safe: MailSafe,
  rows: readonly StructureColumns[],
): AsyncGenerator<readonly [string, OpenedStructure | null]> {
  const isSealed = rows.some(({ sealed_key: key }) => key !== null);
  const versions = rows.map((row) => row.key_version);
  const keys = isSealed ? await safe.keys.of(sql, versions) : null;
  for (const row of rows) yield [row.id, openedOf(row, keys, safe)];
}

function openedOf(row: StructureColumns, keys: TenantKeys | null, safe: MailSafe): OpenedStructure | null {
  try {
    const key = keys && MessageKey.of(keys, row.id, row);
    if (key && row.sealed_structure) return key.openStructure(row.sealed_structure);
    if (row.structure) return { structure: row.structure, octets: JSON.stringify(row.structure).length };
    throw new StoreDamaged(`message ${row.id} has no structure`);
  } catch (fault) {
    if (!(fault instanceof StoreDamaged)) throw fault;
    safe.report(fault);
    return null;
  }
}

/** Structures of messages that lie in that BAL, as `FolderStore.structures` has them. */
export async function structuresOf(
  sql: TenantSql,
  safe: MailSafe,
  balId: string,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, MessageStructure | null>> {
  const opened = await openedStructuresOf(sql, safe, balId, messageIds);
  return new Map([...opened].map(([id, each]) => [id, each?.structure ?? null]));
}

/** The same with what each weighs. */
export async function openedStructuresOf(
  sql: TenantSql,
  safe: MailSafe,
  balId: string,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, OpenedStructure | null>> {
  const found = new Map<string, OpenedStructure | null>();
  let octets = 0;
  for await (const [id, opened] of openStructures(sql, safe, await rowsOf(sql, balId, messageIds))) {
    found.set(id, opened);
    octets += opened?.octets ?? 0;
    if (octets > OPENED_TOGETHER) break;
  }
  return found;
}

/**
 * In the order in which they were asked for; as long as the rows are long, only the first of them, one at least. Each is one walk along the
 * key, whatever the planner knows of the table.
 */
async function rowsOf(
  sql: TenantSql,
  balId: string,
  messageIds: readonly string[],
): Promise<readonly StructureColumns[]> {
  if (messageIds.length === 0) return [];
  return sql.query<StructureColumns>(
    `select ${STRUCTURE_COLUMNS} from (
       select m.*, turn, sum(octets) over (order by turn) - octets as before
         from unnest($1::uuid[]) with ordinality as asked (id, turn)
        cross join lateral (
          select ${STRUCTURE_COLUMNS}, coalesce(octet_length(m.sealed_structure), pg_column_size(m.structure), 0) as octets
            from mail_message m where m.id = asked.id and ${liesInBal('$2')} offset 0) m) m
      where before <= $3 order by turn`,
    [messageIds, balId, OPENED_TOGETHER],
  );
}

/** What a list, a sort or a search by header needs of each; the rest is not held. Damaged ones are absent. */
export async function summariesOf(
  sql: TenantSql,
  safe: MailSafe,
  balId: string,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, MessageSummary>> {
  const summaries = new Map<string, MessageSummary>();
  const structures = new StructuresInTurn(messageIds, (ids) => structuresOf(sql, safe, balId, ids));
  for (const id of messageIds) {
    const structure = await structures.of(id);
    if (structure) summaries.set(id, { envelope: structure.envelope, facts: structure.facts });
  }
  return summaries;
}
