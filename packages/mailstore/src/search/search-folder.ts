import { done, type FolderItem, type Outcome, refused, type SearchKey } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { itemsWhere } from '../folders/item-rows.js';
import { structuresOf, summariesOf } from '../folders/structure-rows.js';
import type { MailSafe } from '../mail-safe.js';
import { compileSearch } from './compile-search.js';
import { judge, readsEnvelope, type Verdict } from './matches.js';
import { MessageText, textOctets } from './message-text.js';
import { rangeReaders } from './range-readers.js';
import { isReasonable, SEARCH_LIMITS } from './search-limits.js';

/** Candidates judged together: their summaries and small bodies come in one query each. */
const BATCH = 200;

/**
 * Uids that match, ascending. PostgreSQL judges what items tell; the envelope is looked at next, and texts are read only for
 * what is still undecided.
 */
export async function searchFolder(
  sql: TenantSql,
  safe: MailSafe,
  balId: string,
  folderId: string,
  key: SearchKey,
): Promise<Outcome<readonly number[]>> {
  if (!isReasonable(key)) return refused('limitReached');
  const values: unknown[] = [folderId, balId];
  const condition = compileSearch(key);
  const written = condition.write((value) => `$${values.push(value)}`);
  const found = await itemsWhere(sql, written, values);
  if (condition.exact) return done(found.map(({ uid }) => uid));
  const budget = { octets: SEARCH_LIMITS.octets };
  const uids: number[] = [];
  for (let from = 0; from < found.length; from += BATCH) {
    const matching = await judgeBatch(sql, safe, balId, key, found.slice(from, from + BATCH), budget);
    if (matching === null) return refused('limitReached');
    for (const { uid } of matching) uids.push(uid);
  }
  return done(uids);
}

/** The items that match, or null when reading what decides would exceed the budget. */
async function judgeBatch(
  sql: TenantSql,
  safe: MailSafe,
  balId: string,
  key: SearchKey,
  items: readonly FolderItem[],
  budget: { octets: number },
): Promise<readonly FolderItem[] | null> {
  const summaries = await summariesOf(sql, safe, balId, readsEnvelope(key) ? idsOf(items) : []);
  const verdicts = new Map<FolderItem, Verdict>();
  for (const item of items) {
    const summary = summaries.get(item.messageId) ?? null;
    verdicts.set(item, judge(key, { item, summary, text: null }));
  }
  const undecided = items.filter((item) => verdicts.get(item) === null);
  const structures = await structuresOf(sql, safe, balId, idsOf(undecided));
  const readers = await rangeReaders(sql, safe, undecided);
  for (const item of undecided) {
    const structure = structures.get(item.messageId);
    if (!structure) continue;
    budget.octets -= textOctets(structure);
    if (budget.octets < 0) return null;
    const text = await MessageText.read(structure, readers(item.messageId));
    verdicts.set(item, judge(key, { item, summary: summaries.get(item.messageId) ?? null, text }));
  }
  return items.filter((item) => verdicts.get(item) === true);
}

function idsOf(items: readonly FolderItem[]): readonly string[] {
  return [...new Set(items.map(({ messageId }) => messageId))];
}
