import type { TenantSql } from '@cachet/schema';
import { removeOrphans } from '../bytes/remove-orphans.js';
import { dropItems, sizeOf } from './drop-items.js';
import { foldersOf, holdFolders } from './folder-rows.js';
import { itemsWhere } from './item-rows.js';
import { giveRoomBack } from './quota.js';

/** What a BAL has held for too long, within one transaction. */
export class PgAgeing {
  constructor(private readonly sql: TenantSql) {}

  /** Removes for good what came before that moment; answers how many messages left the BAL. */
  async removeBefore(balId: string, moment: Date): Promise<number> {
    const known = await foldersOf(this.sql, balId);
    const folders = await holdFolders(
      this.sql,
      balId,
      known.map(({ id }) => id),
    );
    const gone = [];
    for (const folder of folders.values()) {
      const old = await itemsWhere(this.sql, 'i.saved_at < $3', [folder.id, balId, moment]);
      if (old.length > 0) await dropItems(this.sql, folder.id, old);
      gone.push(...old);
    }
    if (gone.length === 0) return 0;
    await giveRoomBack(this.sql, balId, sizeOf(gone));
    await removeOrphans(this.sql, [...new Set(gone.map(({ messageId }) => messageId))]);
    return gone.length;
  }
}
