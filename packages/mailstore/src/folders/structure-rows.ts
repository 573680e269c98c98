import type { MessageStructure, MessageSummary } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { liesInBal } from './lies-in-bal.js';

/** Structures of messages that lie in that BAL, by message id. */
export async function structuresOf(
  sql: TenantSql,
  balId: string,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, MessageStructure>> {
  if (messageIds.length === 0) return new Map();
  const rows = await sql.query<{ id: string; structure: MessageStructure }>(
    `select m.id, m.structure from mail_message m where m.id = any($1::uuid[]) and ${liesInBal('$2')}`,
    [messageIds, balId],
  );
  return new Map(rows.map(({ id, structure }) => [id, structure]));
}

/** What a list or a search by header needs of a structure. */
export type Summary = MessageSummary;

export async function summariesOf(
  sql: TenantSql,
  balId: string,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, Summary>> {
  if (messageIds.length === 0) return new Map();
  const rows = await sql.query<Summary & { id: string }>(
    `select m.id, m.structure -> 'envelope' as envelope, m.structure -> 'facts' as facts
       from mail_message m where m.id = any($1::uuid[]) and ${liesInBal('$2')}`,
    [messageIds, balId],
  );
  return new Map(rows.map(({ id, envelope, facts }) => [id, { envelope, facts }]));
}
