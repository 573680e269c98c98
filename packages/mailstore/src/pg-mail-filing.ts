import {
  done,
  type FiledMessage,
  type MessageFiling,
  type Outcome,
  type ReceivedMessage,
  refused,
  SEEN,
  type SpecialFolder,
  type StoredBytes,
} from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { keepMessage } from './bytes/keep-message.js';
import { storedBytes } from './bytes/stored-bytes.js';
import { holdFolders } from './folders/folder-rows.js';
import { placeItems } from './folders/place-items.js';
import { takeRoom } from './folders/quota.js';
import { specialFolderId } from './folders/special-folders.js';

/** Filing of letters received and sent, within one transaction of their tenant. */
export class PgMailFiling implements MessageFiling {
  constructor(private readonly sql: TenantSql) {}

  keep(message: ReceivedMessage): Promise<string> {
    return keepMessage(this.sql, message);
  }

  async file(
    balId: string,
    use: SpecialFolder,
    messageId: string,
    marks: { readonly seen: boolean; readonly internalDate: Date },
  ): Promise<Outcome<FiledMessage>> {
    const size = await this.sizeOf(messageId);
    const folderId = await specialFolderId(this.sql, balId, use);
    await holdFolders(this.sql, balId, [folderId]);
    if (!(await takeRoom(this.sql, balId, size))) return refused('quotaExceeded');
    const flags = marks.seen ? [SEEN] : [];
    const { firstUid } = await placeItems(this.sql, folderId, [
      { messageId, size, flags, internalDate: marks.internalDate },
    ]);
    return done({ folderId, uid: firstUid });
  }

  open(messageId: string): Promise<StoredBytes | null> {
    return storedBytes((work) => work(this.sql), messageId);
  }

  private async sizeOf(messageId: string): Promise<number> {
    const [row] = await this.sql.query<{ size: number }>('select size from mail_message where id = $1', [
      messageId,
    ]);
    if (!row) throw new Error(`message ${messageId} was not kept in this tenant`);
    return row.size;
  }
}
