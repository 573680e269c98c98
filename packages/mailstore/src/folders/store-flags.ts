import {
  done,
  type Flag,
  type FlagChange,
  type FlaggedItems,
  type FolderItem,
  type Journal,
  MAX_FLAGS,
  type Outcome,
  refused,
  SEEN,
  type UidSet,
  uidSetOf,
  uidSetText,
} from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { advanceFolder } from './advance-folder.js';
import { holdFolders } from './folder-rows.js';
import { itemsIn } from './item-rows.js';

interface Reflagged {
  readonly item: FolderItem;
  readonly flags: readonly Flag[];
}

/** STORE: only items whose flags really change take the new modseq. */
export async function storeFlags(
  sql: TenantSql,
  journal: Journal,
  balId: string,
  folderId: string,
  uids: UidSet,
  change: FlagChange,
): Promise<Outcome<FlaggedItems>> {
  const folder = (await holdFolders(sql, balId, [folderId])).get(folderId);
  if (!folder) return refused('folderUnknown');
  const found = await itemsIn(sql, balId, folderId, uids);
  const limit = change.unchangedSince ?? Infinity;
  const asked = found.filter(({ modseq }) => modseq <= limit);
  const modified = found.filter(({ modseq }) => modseq > limit).map(({ uid }) => uid);
  const changes = asked
    .map((item) => ({ item, flags: changed(item.flags, change) }))
    .filter(({ item, flags }) => !sameFlags(item.flags, flags));
  if (changes.some(({ flags }) => flags.length > MAX_FLAGS)) return refused('limitReached');
  if (changes.length === 0) return done({ items: asked, modified });
  const { modseq } = await advanceFolder(sql, folderId, { unseen: unseenStep(changes) });
  await writeFlags(sql, folderId, modseq, changes);
  await journal.record([
    {
      kind: 'message.flagged',
      outcome: 'ok',
      balId,
      messageId: changes.length === 1 ? (changes[0]?.item.messageId ?? null) : null,
      facts: {
        folder: folder.name,
        folderId,
        uids: uidSetText(uidSetOf(changes.map(({ item }) => item.uid))),
        mode: change.mode,
        flags: change.flags.join(' '),
      },
    },
  ]);
  const after = new Map(changes.map(({ item, flags }) => [item.uid, { ...item, flags, modseq }]));
  return done({ items: asked.map((item) => after.get(item.uid) ?? item), modified });
}

function changed(flags: readonly Flag[], { mode, flags: given }: FlagChange): readonly Flag[] {
  if (mode === 'set') return [...new Set(given)];
  if (mode === 'add') return [...new Set([...flags, ...given])];
  return flags.filter((flag) => !given.includes(flag));
}

function sameFlags(a: readonly Flag[], b: readonly Flag[]): boolean {
  return a.length === b.length && a.every((flag) => b.includes(flag));
}

function unseenStep(changes: readonly Reflagged[]): number {
  return changes.reduce(
    (sum, { item, flags }) => sum + Number(item.flags.includes(SEEN)) - Number(flags.includes(SEEN)),
    0,
  );
}

/** Many items end with few different sets of flags: one statement for each set. */
async function writeFlags(
  sql: TenantSql,
  folderId: string,
  modseq: number,
  changes: readonly Reflagged[],
): Promise<void> {
  for (const [flags, group] of Map.groupBy(changes, (change) => change.flags.join(' '))) {
    await sql.query(
      `update mail_item set flags = string_to_array($3, ' '), modseq = $4
        where folder_id = $1 and uid = any($2::bigint[])`,
      [folderId, group.map(({ item }) => item.uid), flags, modseq],
    );
  }
}
