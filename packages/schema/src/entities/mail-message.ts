import type { MessageStructure } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** A message as received, once per tenant whatever the number of BAL that file it. Its bytes are its chunks. */
@Entity({ tableName: 'mail_message', ...ownedByTenant('mail_message') })
@Unique({ name: 'mail_message_sha256_unique', properties: ['tenantId', 'sha256'] })
export class MailMessage {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  /** Hex, of the exact bytes. */
  @Property({ type: 'text' })
  sha256!: string;

  /** Octets. */
  @Property({ columnType: 'bigint' })
  size!: number;

  @Property({ columnType: 'jsonb' })
  structure!: MessageStructure;

  @Property({ columnType: 'timestamptz' })
  receivedAt!: Date;
}
