import type { EmptiedPart, EmptyingDesk, Folder } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { removeOrphans } from '../bytes/remove-orphans.js';
import { dropItems, sizeOf } from './drop-items.js';
import { foldersOf, holdFolders } from './folder-rows.js';
import { newestItems } from './item-rows.js';
import { giveRoomBack } from './quota.js';

/** The content of a BAL about to be destroyed, within one transaction: what is left after each is a whole BAL that holds less. */
export class PgEmptying implements EmptyingDesk {
  constructor(private readonly sql: TenantSql) {}

  async removeSome(balId: string, atMost: number): Promise<EmptiedPart> {
    const known = await foldersOf(this.sql, balId);
    const held = await holdFolders(
      this.sql,
      balId,
      known.map(({ id }) => id),
    );
    const folders = [...held.values()];
    let items = 0;
    let octets = 0;
    const shown = new Set<string>();
    for (const folder of folders.filter(({ messages }) => messages > 0)) {
      const found = await newestItems(this.sql, balId, folder.id, { limit: atMost - items });
      if (found.length > 0) await dropItems(this.sql, folder.id, found);
      items += found.length;
      octets += sizeOf(found);
      for (const { messageId } of found) shown.add(messageId);
      if (items === atMost) break;
    }
    await giveRoomBack(this.sql, balId, octets);
    const removed = await removeOrphans(this.sql, [...shown]);
    const isEmpty = items < atMost;
    if (isEmpty) await this.#forget(balId, folders);
    return { items, messages: removed.length, octets, isEmpty };
  }

  /**
   * Folders, with what remembers their uids, their sent letters, their texts and their conversations, and names of former ones; texts of messages that other
   * BAL show; imports.
   */
  async #forget(balId: string, folders: readonly Folder[]): Promise<void> {
    const { tenantId } = this.sql.context;
    await this.sql.query('delete from mail_search_pack where tenant_id = $1 and bal_id = $2', [
      tenantId,
      balId,
    ]);
    await this.sql.query('delete from mail_thread_name where tenant_id = $1 and bal_id = $2', [
      tenantId,
      balId,
    ]);
    await this.sql.query('delete from mail_import where tenant_id = $1 and bal_id = $2', [tenantId, balId]);
    await this.sql.query('delete from mail_folder where tenant_id = $1 and bal_id = $2', [tenantId, balId]);
    await this.sql.query('delete from mail_kept_subscription where tenant_id = $1 and bal_id = $2', [
      tenantId,
      balId,
    ]);
    await this.sql.query('delete from quota_crossing where tenant_id = $1 and bal_id = $2', [
      tenantId,
      balId,
    ]);
    for (const { id } of folders) await this.sql.notify('folder', id);
  }
}
