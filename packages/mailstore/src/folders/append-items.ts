import {
  type AppendedItems,
  done,
  type Folder,
  type Journal,
  type NewItem,
  type Outcome,
  refused,
  type TraceEvent,
} from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { keepMessage } from '../bytes/keep-message.js';
import { removeOrphans } from '../bytes/remove-orphans.js';
import type { MailSafe } from '../mail-safe.js';
import { folderById, holdFolders } from './folder-rows.js';
import { nextMark, type PlacedItem, placeHeld } from './place-items.js';
import { giveRoomBack, mayFit, takeRoom } from './quota.js';
import { findSentCopy } from './sent-copies.js';
import { storeFlags } from './store-flags.js';

/** APPEND and MULTIAPPEND: all the messages or none. */
export async function appendItems(
  sql: TenantSql,
  safe: MailSafe,
  journal: Journal,
  balId: string,
  folderId: string,
  items: readonly NewItem[],
): Promise<Outcome<AppendedItems>> {
  const octets = items.reduce((sum, { message }) => sum + message.size, 0);
  // What does not wait for an answer leaves in one write with what comes before it.
  const [target, fits] = await Promise.all([folderById(sql, balId, folderId), mayFit(sql, balId, octets)]);
  if (!target) return refused('folderUnknown');
  const [only, ...others] = items;
  const there = only && others.length === 0 ? await markSentCopy(sql, safe, journal, target, only) : null;
  if (there) return done(there);
  if (!fits) return refused('quotaExceeded');
  // Bytes before folders: whoever files a letter keeps its bytes first, and the order of locks is the same for all.
  const placed = await keptItems(sql, safe, items);
  const [held, isTaken] = await Promise.all([
    holdFolders(sql, balId, [folderId]),
    takeRoom(sql, balId, octets),
  ]);
  const folder = held.get(folderId);
  if (!folder || !isTaken) {
    if (isTaken) await giveRoomBack(sql, balId, octets);
    await removeOrphans(sql, idsOf(placed));
    return refused(folder ? 'quotaExceeded' : 'folderUnknown');
  }
  const mark = nextMark(folder);
  const traces = placed.map(
    (item, index): TraceEvent => ({
      kind: 'message.appended',
      outcome: 'ok',
      balId,
      messageId: item.messageId,
      facts: { folderId, uid: mark.firstUid + index, size: item.size },
    }),
  );
  await Promise.all([placeHeld(sql, folder, placed), journal.record(traces)]);
  return done({
    uidValidity: mark.uidValidity,
    modseq: mark.modseq,
    items: idsOf(placed).map((messageId, index) => ({ uid: mark.firstUid + index, messageId })),
  });
}

/**
 * The program's own copy of a letter that was filed when it was sent: the one that is there stays, with the program's marks beside its
 * own, and its uid is the answer (APPENDUID). Null when there is none, or it has gone meanwhile.
 */
export async function markSentCopy(
  sql: TenantSql,
  safe: MailSafe,
  journal: Journal,
  { id: folderId, balId, uidValidity, specialUse }: Folder,
  { flags, message }: NewItem,
): Promise<AppendedItems | null> {
  const found = specialUse === 'sent' ? await findSentCopy(sql, safe, folderId, message) : null;
  if (!found) return null;
  const { uid, messageId } = found;
  const marked = await storeFlags(sql, journal, balId, folderId, [{ first: uid, last: uid }], {
    mode: 'add',
    flags,
  });
  const [item] = marked.ok ? marked.value.items : [];
  if (!item) return null;
  const facts = { folderId, uid, size: message.size, alreadyThere: true };
  await journal.record([{ kind: 'message.appended', outcome: 'ok', balId, messageId, facts }]);
  return { uidValidity, modseq: item.modseq, items: [{ uid, messageId }] };
}

/** Kept in order of their hash, so that two who append the same messages never wait for each other; answered in the order given. */
async function keptItems(
  sql: TenantSql,
  safe: MailSafe,
  items: readonly NewItem[],
): Promise<readonly PlacedItem[]> {
  const kept = new Map<string, string>();
  for (const { message } of [...items].sort((a, b) => (a.message.sha256 < b.message.sha256 ? -1 : 1))) {
    if (!kept.has(message.sha256)) kept.set(message.sha256, await keepMessage(sql, safe, message));
  }
  return items.flatMap(({ message, flags, internalDate }) => {
    const messageId = kept.get(message.sha256);
    return messageId ? [{ messageId, size: message.size, flags: [...new Set(flags)], internalDate }] : [];
  });
}

function idsOf(placed: readonly PlacedItem[]): readonly string[] {
  return placed.map(({ messageId }) => messageId);
}
