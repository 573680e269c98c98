import type { ByteRange, MessageBytes, StoredBytes, TenantContext } from '@cachet/mss-core';
import type { Database, TenantSql } from '@cachet/schema';
import { type InTenant, storedBytes } from './stored-bytes.js';

/** The bytes of the messages of one BAL. */
export class PgMessageBytes implements MessageBytes {
  private constructor(
    private readonly inTenant: InTenant,
    private readonly balId: string,
  ) {}

  /** For slow readers: a short transaction for each chunk, no connection held in between. */
  static of(database: Database, context: TenantContext, balId: string): PgMessageBytes {
    return new PgMessageBytes((work) => database.withTenant(context, work), balId);
  }

  /** Within a transaction; streams end with it. */
  static within(sql: TenantSql, balId: string): PgMessageBytes {
    return new PgMessageBytes((work) => work(sql), balId);
  }

  open(messageId: string, range?: ByteRange): Promise<StoredBytes | null> {
    return storedBytes(this.inTenant, messageId, { range, balId: this.balId });
  }
}
