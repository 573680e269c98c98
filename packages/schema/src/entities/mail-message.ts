import type { MessageStructure } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/**
 * A message as received, once per tenant whatever the number of BAL that file it, sealed under a key of its own. Its bytes are its
 * chunks, or a blob. A row without a key is of the former form, in clear, and waits to be sealed.
 */
// EX_GBM_6010: its key goes with its row, and nothing opens its bytes any more, wherever a copy of them lies.
@Entity({ tableName: 'mail_message', ...ownedByTenant('mail_message') })
@Unique({ name: 'mail_message_content_unique', properties: ['tenantId', 'contentId'] })
export class MailMessage {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  /** Former form only: hex, of the exact bytes. */
  @Property({ type: 'text', nullable: true })
  sha256!: string | null;

  /** Octets, of the message as received. */
  @Property({ columnType: 'bigint' })
  size!: number;

  /** Former form only. */
  @Property({ columnType: 'jsonb', nullable: true })
  structure!: MessageStructure | null;

  @Property({ columnType: 'timestamptz' })
  receivedAt!: Date;

  /** HMAC of the hash of the exact bytes, under a key of the tenant: tells the same content again, and nothing to anybody else. */
  @Property({ columnType: 'bytea', nullable: true })
  contentId!: Buffer | null;

  /** The tenant's key that wraps the message's. */
  @Property({ type: 'integer', nullable: true })
  keyVersion!: number | null;

  @Property({ columnType: 'bytea', nullable: true })
  sealedKey!: Buffer | null;

  @Property({ columnType: 'bytea', nullable: true })
  sealedStructure!: Buffer | null;

  /** Its bytes lie in the blob store, under its id; they have no rows. */
  @Property({ type: 'boolean', default: false })
  inBlob!: boolean;
}
