import { done, type Outcome, refused, type SearchKey } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { itemsWhere } from '../folders/item-rows.js';
import { summariesOf } from '../folders/structure-rows.js';
import type { MailSafe } from '../mail-safe.js';
import { compileSearch } from './compile-search.js';
import { Judgement } from './judgement.js';
import { MessageText } from './message-text.js';
import { PgSearchPacks } from './pg-search-packs.js';
import { READ_TOGETHER, readTexts } from './read-texts.js';
import { isReasonable, SEARCH_LIMITS } from './search-limits.js';
import type { OpenedPack } from './search-pack.js';

interface Place {
  readonly sql: TenantSql;
  readonly safe: MailSafe;
  readonly balId: string;
}

/**
 * Uids that match, ascending. PostgreSQL judges what items tell; what is still undecided is judged by the texts in sealed packs, and
 * messages that are in no pack are read.
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
  const place = { sql, safe, balId };
  const judgement = new Judgement(key, found);
  const packs = new PgSearchPacks(sql, safe, balId);
  if (!(await learnFromPacks(judgement, packs))) return refused('limitReached');
  await learnFromEnvelopes(judgement, place);
  const mayGoOn = await learnFromBytes(judgement, place);
  return mayGoOn ? done(judgement.matching()) : refused('limitReached');
}

/** False when looking through them would exceed what one search may cost. */
async function learnFromPacks(judgement: Judgement, packs: PgSearchPacks): Promise<boolean> {
  let room: number = SEARCH_LIMITS.scanned;
  const held = [...(await packs.holding(judgement.undecided))];
  let next = held[0] && packs.open(held[0][0]);
  for (const [index, [, messageIds]] of held.entries()) {
    const pack = await next;
    // One pack ahead: the database works while this one is looked at.
    const following = held[index + 1];
    next = following && packs.open(following[0]);
    next?.catch(() => undefined);
    if (!pack) continue;
    room -= pack.octets * judgement.words.length;
    if (room < 0) return false;
    learnFromPack(judgement, pack, messageIds);
  }
  return true;
}

function learnFromPack(judgement: Judgement, pack: OpenedPack, messageIds: readonly string[]): void {
  const isSilent = !judgement.readsFields && pack.lacks(judgement.words);
  for (const messageId of messageIds) {
    const text = isSilent ? MessageText.silent : pack.text(messageId);
    const summary = (judgement.readsEnvelope && pack.summary(messageId)) || null;
    if (text) judgement.learn(messageId, { summary, text });
  }
}

async function learnFromEnvelopes(judgement: Judgement, { sql, safe, balId }: Place): Promise<void> {
  if (!judgement.readsEnvelope) return;
  const left = judgement.undecided;
  for (let from = 0; from < left.length; from += READ_TOGETHER) {
    const summaries = await summariesOf(sql, safe, balId, left.slice(from, from + READ_TOGETHER));
    for (const [messageId, summary] of summaries) judgement.learn(messageId, { summary, text: null });
  }
}

/** False when reading what decides would exceed what one search may cost. */
async function learnFromBytes(judgement: Judgement, { sql, safe, balId }: Place): Promise<boolean> {
  let room = SEARCH_LIMITS.octets;
  const mayRead = (octets: number) => {
    room -= octets;
    return room >= 0;
  };
  const items = judgement.itemsOf(judgement.undecided);
  for await (const [messageId, message] of readTexts(sql, safe, balId, items, mayRead)) {
    if (message) judgement.learn(messageId, message);
  }
  return room >= 0;
}
