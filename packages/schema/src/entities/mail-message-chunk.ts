import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { MailMessage } from './mail-message.js';
import { ownedByTenant } from './tenant-policy.js';

/** 8,000 octets of a message, sealed with their tag, in a row that fills a page: a part is read without the whole. */
@Entity({ tableName: 'mail_message_chunk', ...ownedByTenant('mail_message_chunk') })
export class MailMessageChunk {
  [PrimaryKeyProp]?: ['tenantId', 'message', 'seq'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => MailMessage, {
    primary: true,
    joinColumns: ['tenant_id', 'message_id'],
    ownColumns: ['message_id'],
    // Rows leave with their message by a trigger: a page of bytes must not cost a look at its message each.
    createForeignKeyConstraint: false,
  })
  message!: MailMessage;

  @PrimaryKey({ type: 'integer' })
  seq!: number;

  @Property({ columnType: 'bytea' })
  bytes!: Buffer;
}
