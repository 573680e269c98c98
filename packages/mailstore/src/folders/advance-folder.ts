import type { TenantSql } from '@cachet/schema';

/** What a change does to a folder's counters. */
export interface FolderStep {
  /** Uids to give. */
  readonly uids?: number;
  readonly messages?: number;
  readonly unseen?: number;
  /** Octets. */
  readonly size?: number;
}

export interface FolderMark {
  readonly firstUid: number;
  readonly modseq: number;
  readonly uidValidity: number;
}

/**
 * Gives the next modseq, and uids when asked, from the folder's one counter row: locked until the transaction ends, so that
 * uids appear in the order of commits and none is given twice (RFC 3501 §2.3.1.1). Announces the change at commit.
 */
export async function advanceFolder(sql: TenantSql, folderId: string, step: FolderStep): Promise<FolderMark> {
  const uids = step.uids ?? 0;
  const [row] = await sql.query<{ uid_next: number; highest_modseq: number; uid_validity: number }>(
    `update mail_folder
        set uid_next = uid_next + $2, highest_modseq = highest_modseq + 1, message_count = message_count + $3,
            unseen_count = unseen_count + $4, size_bytes = size_bytes + $5
      where id = $1 returning uid_next, highest_modseq, uid_validity`,
    [folderId, uids, step.messages ?? 0, step.unseen ?? 0, step.size ?? 0],
  );
  if (!row) throw new Error(`folder ${folderId} is gone though it was held`);
  await sql.notify('folder', folderId, row.highest_modseq);
  return { firstUid: row.uid_next - uids, modseq: row.highest_modseq, uidValidity: row.uid_validity };
}
