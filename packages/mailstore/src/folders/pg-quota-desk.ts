import type { Bal, QuotaDesk, QuotaLevel } from '@cachet/mss-core';
import { PgBalStore, type TenantSql } from '@cachet/schema';
import { placeItems } from './place-items.js';
import { takeRoomAnyway } from './quota.js';
import { createSpecialFolders } from './special-folders.js';

/** What is owed to the holders of BAL that fill up, within one transaction of their tenant. */
export class PgQuotaDesk implements QuotaDesk {
  constructor(private readonly sql: TenantSql) {}

  async take(balId: string): Promise<{ readonly bal: Bal; readonly level: QuotaLevel } | null> {
    // Folder, BAL, crossing: in the order of those who file letters, whose room is what notes a crossing.
    await createSpecialFolders(this.sql, [balId]);
    await this.#holdInbox(balId);
    const [held] = await this.sql.query<{ quota_level: number }>(
      'select quota_level from bal where id = $1 for no key update',
      [balId],
    );
    const [crossing] = await this.sql.query<{ level: QuotaLevel }>(
      'delete from quota_crossing where tenant_id = $1 and bal_id = $2 returning level',
      [this.sql.context.tenantId, balId],
    );
    const bal = crossing && held && (await new PgBalStore(this.sql).byId(balId));
    // Room was made meanwhile: what is no longer so is not told.
    return bal && held.quota_level >= crossing.level ? { bal, level: crossing.level } : null;
  }

  async fileNotice(
    balId: string,
    { messageId, size }: { readonly messageId: string; readonly size: number },
  ): Promise<void> {
    const folderId = await this.#holdInbox(balId);
    await takeRoomAnyway(this.sql, balId, size);
    await placeItems(this.sql, folderId, [{ messageId, size, flags: [], internalDate: this.sql.context.at }]);
  }

  async #holdInbox(balId: string): Promise<string> {
    const [inbox] = await this.sql.query<{ id: string }>(
      "select id from mail_folder where bal_id = $1 and special_use = 'inbox' for no key update",
      [balId],
    );
    if (!inbox) throw new Error(`BAL ${balId} has no inbox`);
    return inbox.id;
  }
}
