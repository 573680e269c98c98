import {
  done,
  type FiledMessage,
  type MessageFiling,
  type Outcome,
  type ReceivedMessage,
  refused,
  type SpecialFolder,
  type StoredBytes,
} from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { keepMessage } from './bytes/keep-message.js';
import { removeDelivered } from './bytes/remove-orphans.js';
import { storedBytes } from './bytes/stored-bytes.js';
import { rememberSentCopy } from './folders/sent-copies.js';
import { createSpecialFolders } from './folders/special-folders.js';
import type { MailSafe } from './mail-safe.js';

/** Filing of letters received and sent, within one transaction of their tenant. */
export class PgMailFiling implements MessageFiling {
  constructor(
    private readonly sql: TenantSql,
    private readonly safe: MailSafe,
  ) {}

  keep(message: ReceivedMessage): Promise<string> {
    return keepMessage(this.sql, this.safe, message);
  }

  async file(
    balId: string,
    use: SpecialFolder,
    messageId: string,
    marks: { readonly seen: boolean; readonly internalDate: Date },
  ): Promise<Outcome<FiledMessage>> {
    const placed = await this.place(balId, use, messageId, marks);
    if (placed.outcome === 'noFolder') {
      await createSpecialFolders(this.sql, [balId]);
      return this.file(balId, use, messageId, marks);
    }
    if (placed.outcome === 'full') return refused('quotaExceeded');
    return done({ folderId: placed.folder_id, uid: placed.uid });
  }

  async rememberSent({ folderId, uid }: FiledMessage, mailId: string): Promise<void> {
    await rememberSentCopy(this.sql, folderId, uid, mailId);
  }

  open(messageId: string): Promise<StoredBytes | null> {
    return storedBytes((work) => work(this.sql), this.safe, messageId);
  }

  async removeIfUnused(messageId: string): Promise<void> {
    await removeDelivered(this.sql, messageId);
  }

  private async place(
    balId: string,
    use: SpecialFolder,
    messageId: string,
    { seen, internalDate }: { readonly seen: boolean; readonly internalDate: Date },
  ): Promise<PlacedRow> {
    // A sender's own BAL gets its copy and what it is told: both folders before its room, in the order of `holdFolders`.
    const [, [row]] = await Promise.all([
      this.sql.query(
        `select from mail_folder where bal_id = $1 and special_use in ('inbox', 'sent') order by id for no key update`,
        [balId],
      ),
      this.sql.query<PlacedRow>('select * from place_message($1, $2, $3, $4, $5, $6)', [
        balId,
        use,
        messageId,
        seen,
        internalDate,
        this.sql.context.at,
      ]),
    ]);
    if (!row) throw new Error('place_message answered nothing');
    return row;
  }
}

interface PlacedRow {
  outcome: 'ok' | 'full' | 'noFolder';
  folder_id: string;
  uid: number;
}
