import {
  done,
  type FlagChange,
  type FlaggedItems,
  type Journal,
  type Outcome,
  refused,
  type UidSet,
} from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { advanceFolder } from './advance-folder.js';
import { flagPlan, flagTrace, itemsAfter, type Reflagged } from './flag-plan.js';
import { holdFolders } from './folder-rows.js';
import { itemsIn } from './item-rows.js';

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
  const planned = flagPlan(await itemsIn(sql, balId, folderId, uids), change);
  if (!planned.ok) return planned;
  const { asked, modified, changes, unseen } = planned.value;
  if (changes.length === 0) return done({ items: asked, modified });
  const { modseq } = await advanceFolder(sql, folderId, { unseen });
  await writeFlags(sql, folderId, modseq, changes);
  await journal.record([flagTrace(folder, planned.value, change)]);
  return done({ items: itemsAfter(planned.value, modseq), modified });
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
