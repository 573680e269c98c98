import { createHmac, type KeyObject } from 'node:crypto';
import { type FolderItem, type MessageStructure, messageIds, threadable } from '@cachet/mss-core';

/** Octets of a name: more than chance will ever bring together in one BAL. */
const NAME = 16;

/**
 * Names that lead to the conversation of a message: the ids it has and answers, as THREAD=REFERENCES reads them (RFC 5256 §4), under a key
 * of the tenant and for one BAL. Whoever reads the database learns no id, and nothing of what two BAL have in common.
 */
export function threadNames(
  key: KeyObject,
  balId: string,
  item: FolderItem,
  { envelope, facts }: MessageStructure,
): readonly string[] {
  const { messageId, references } = threadable({ item, summary: { envelope, facts } }, messageIds);
  const ids = new Set([...references, messageId]);
  ids.delete('');
  return [...ids].map((id) => nameOf(key, balId, id));
}

/** In hexadecimal. */
function nameOf(key: KeyObject, balId: string, id: string): string {
  const mac = createHmac('sha256', key).update(`${balId} ${id}`).digest();
  return mac.toString('hex', 0, NAME);
}
