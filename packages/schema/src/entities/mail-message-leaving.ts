import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** A message to remove that somebody held at that moment; looked at again, and removed unless something shows it. */
@Entity({ tableName: 'mail_message_leaving', ...ownedByTenant('mail_message_leaving') })
export class MailMessageLeaving {
  [PrimaryKeyProp]?: ['tenantId', 'messageId'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  messageId!: string;

  @Property({ columnType: 'timestamptz' })
  since!: Date;
}
