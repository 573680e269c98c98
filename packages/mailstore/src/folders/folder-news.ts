import type { TenantSql } from '@cachet/schema';

/** How far somebody knows a folder. */
export interface FolderKnown {
  readonly modseq: number;
  readonly uidNext: number;
}

/** What happened in a folder since then: numbers alone. */
export interface FolderNewsSince {
  readonly now: FolderKnown;
  readonly messages: number;
  readonly unseen: number;
  /** Uids that came and are still there. */
  readonly arrived: readonly number[];
  /** Those whose flags changed. */
  readonly changed: readonly number[];
  readonly removed: readonly number[];
  /** False when more happened than was asked for: the folder is read again. */
  readonly isWhole: boolean;
}

/** How far every folder of a BAL has come, by id. */
export async function foldersKnown(sql: TenantSql, balId: string): Promise<ReadonlyMap<string, FolderKnown>> {
  const rows = await sql.query<{ id: string; highest_modseq: number; uid_next: number }>(
    'select id, highest_modseq, uid_next from mail_folder where bal_id = $1 order by id',
    [balId],
  );
  return new Map(
    rows.map(({ id, highest_modseq, uid_next }) => [id, { modseq: highest_modseq, uidNext: uid_next }]),
  );
}

/** RFC 7162 §3.1, as many numbers as that at most; null when the BAL has no such folder. */
export async function folderNewsSince(
  sql: TenantSql,
  balId: string,
  folderId: string,
  since: FolderKnown,
  atMost: number,
): Promise<FolderNewsSince | null> {
  const [folder] = await sql.query<FolderRow>(
    'select highest_modseq, uid_next, message_count, unseen_count from mail_folder where id = $1 and bal_id = $2',
    [folderId, balId],
  );
  if (!folder) return null;
  const now = { modseq: folder.highest_modseq, uidNext: folder.uid_next };
  // What is committed meanwhile is told the next time.
  const bounds = [folderId, since.modseq, now.modseq, atMost + 1];
  const uidsOf = (table: 'mail_item' | 'mail_expunged') =>
    sql.query<{ uid: number }>(
      `select uid from ${table} where folder_id = $1 and modseq > 0 and modseq > $2 and modseq <= $3 order by modseq, uid limit $4`,
      bounds,
    );
  const touched = (await uidsOf('mail_item')).map(({ uid }) => uid);
  const gone = (await uidsOf('mail_expunged')).map(({ uid }) => uid);
  const isWhole = touched.length <= atMost && gone.length <= atMost;
  const known = isWhole ? touched : [];
  return {
    now,
    messages: folder.message_count,
    unseen: folder.unseen_count,
    arrived: known.filter((uid) => uid >= since.uidNext),
    changed: known.filter((uid) => uid < since.uidNext),
    // What came and left since was never there for whoever asks.
    removed: isWhole ? gone.filter((uid) => uid < since.uidNext) : [],
    isWhole,
  };
}

interface FolderRow {
  highest_modseq: number;
  uid_next: number;
  message_count: number;
  unseen_count: number;
}
