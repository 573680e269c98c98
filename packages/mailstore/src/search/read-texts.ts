import { type FolderItem, type MessageStructure, StructuresInTurn } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { structuresOf } from '../folders/structure-rows.js';
import type { MailSafe } from '../mail-safe.js';
import { StoreDamaged } from '../store-faults.js';
import { MessageText, type OpenRange, textOctets } from './message-text.js';
import { rangeReaders } from './range-readers.js';
import type { SearchedMessage } from './search-pack.js';

/** Messages whose structures and small bodies come in one query each. */
export const READ_TOGETHER = 200;

/**
 * What a search may ask of each of these messages, once, read from its bytes; null for one that is damaged, for which the others do not
 * wait. `octets` is what reading it takes, asked about first.
 */
export async function* readTexts(
  sql: TenantSql,
  safe: MailSafe,
  balId: string,
  shown: readonly FolderItem[],
  mayRead: (octets: number) => boolean = () => true,
): AsyncGenerator<readonly [messageId: string, SearchedMessage | null]> {
  const items = [...new Map(shown.map((item) => [item.messageId, item])).values()];
  for (let from = 0; from < items.length; from += READ_TOGETHER) {
    const batch = items.slice(from, from + READ_TOGETHER);
    const ids = batch.map(({ messageId }) => messageId);
    const structures = new StructuresInTurn(ids, (asked) => structuresOf(sql, safe, balId, asked));
    const readers = await rangeReaders(sql, safe, batch);
    for (const { messageId } of batch) {
      const structure = await structures.of(messageId);
      if (structure === undefined) continue;
      if (structure && !mayRead(textOctets(structure))) return;
      const text = structure && (await textOf(structure, readers(messageId), safe));
      if (!structure || !text) {
        yield [messageId, null];
        continue;
      }
      const { envelope, facts } = structure;
      yield [messageId, { messageId, summary: { envelope, facts }, text }];
    }
  }
}

async function textOf(
  structure: MessageStructure,
  reader: OpenRange,
  safe: MailSafe,
): Promise<MessageText | null> {
  try {
    return await MessageText.read(structure, reader);
  } catch (fault) {
    if (!(fault instanceof StoreDamaged)) throw fault;
    safe.report(fault);
    return null;
  }
}
