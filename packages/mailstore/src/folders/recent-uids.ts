import type { UidRange } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';

/**
 * Notes that somebody was told of the folder's uids below `upTo`; answers from which on nobody had been. A folder that is held meanwhile is
 * left as it is: what cannot be known to have been told is recent (RFC 3501 §2.3.2), and nobody waits to be told.
 */
export async function moveRecent(
  sql: TenantSql,
  balId: string,
  folderId: string,
  upTo: number,
): Promise<number | null> {
  const [row] = await sql.query<{ recent_from: number }>(
    `with held as (
       select id from mail_folder
        where id = $1 and bal_id = $2 and recent_from < $3 for no key update skip locked),
     moved as (
       update mail_folder f set recent_from = $3 from held where f.id = held.id)
     select recent_from from mail_folder where id = $1 and bal_id = $2`,
    [folderId, balId, upTo],
  );
  return row?.recent_from ?? null;
}

/** The uids from `first` on that lie below `next`, if there are any. */
export function rangeBelow(first: number, next: number): UidRange | null {
  return first < next ? { first, last: next - 1 } : null;
}
