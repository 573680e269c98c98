import type { FolderItem } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { structuresOf } from '../folders/structure-rows.js';
import type { MailSafe } from '../mail-safe.js';
import { MessageText, textOctets } from './message-text.js';
import { rangeReaders } from './range-readers.js';
import type { SearchedMessage } from './search-pack.js';

/** Messages whose structures and small bodies come in one query each. */
export const READ_TOGETHER = 200;

/** What a search may ask of each of these messages, once, read from its bytes; `octets` is what reading it takes, asked about first. */
export async function* readTexts(
  sql: TenantSql,
  safe: MailSafe,
  balId: string,
  shown: readonly FolderItem[],
  mayRead: (octets: number) => boolean = () => true,
): AsyncGenerator<SearchedMessage> {
  const items = [...new Map(shown.map((item) => [item.messageId, item])).values()];
  for (let from = 0; from < items.length; from += READ_TOGETHER) {
    const batch = items.slice(from, from + READ_TOGETHER);
    const ids = batch.map(({ messageId }) => messageId);
    const structures = await structuresOf(sql, safe, balId, ids);
    const readers = await rangeReaders(sql, safe, batch);
    for (const { messageId } of batch) {
      const structure = structures.get(messageId);
      if (!structure) continue;
      if (!mayRead(textOctets(structure))) return;
      const { envelope, facts } = structure;
      const text = await MessageText.read(structure, readers(messageId));
      yield { messageId, summary: { envelope, facts }, text };
    }
  }
}
