import type { ByteRange, MessageBytes, MessageRange, StoredBytes, TenantContext } from '@cachet/mss-core';
import type { Database, TenantSql } from '@cachet/schema';
import type { MailSafe } from '../mail-safe.js';
import { BytesAhead } from './bytes-ahead.js';
import { type InTenant, storedBytes } from './stored-bytes.js';

/** The bytes of the messages of one BAL. */
export class PgMessageBytes implements MessageBytes {
  private constructor(
    private readonly inTenant: InTenant,
    private readonly safe: MailSafe,
    private readonly balId: string,
  ) {}

  /** For slow readers: a short transaction for each chunk, no connection held in between. */
  static of(
    database: Pick<Database, 'withTenant'>,
    safe: MailSafe,
    context: TenantContext,
    balId: string,
  ): PgMessageBytes {
    return new PgMessageBytes((work) => database.withTenant(context, work), safe, balId);
  }

  /** Within a transaction; streams end with it. */
  static within(sql: TenantSql, safe: MailSafe, balId: string): PgMessageBytes {
    return new PgMessageBytes((work) => work(sql), safe, balId);
  }

  open(messageId: string, range?: ByteRange): Promise<StoredBytes | null> {
    return storedBytes(this.inTenant, this.safe, messageId, { range, balId: this.balId });
  }

  ahead(ranges: readonly MessageRange[]): Promise<MessageBytes> {
    return BytesAhead.read(this, this.inTenant, this.safe, this.balId, ranges);
  }
}
