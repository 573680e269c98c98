import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { MailFolder } from './mail-folder.js';
import { ownedByTenant } from './tenant-policy.js';

/** Where a letter sent lately was filed in Sent, found by its Message-ID when the mail program appends its own copy. */
@Entity({ tableName: 'sent_copy', ...ownedByTenant('sent_copy') })
@Index({ name: 'sent_copy_age', properties: ['tenantId', 'folder', 'filedAt'] })
export class SentCopy {
  [PrimaryKeyProp]?: ['tenantId', 'folder', 'mailIdHash'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => MailFolder, {
    primary: true,
    joinColumns: ['tenant_id', 'folder_id'],
    ownColumns: ['folder_id'],
    deleteRule: 'cascade',
  })
  folder!: MailFolder;

  /** Hex SHA-256: a Message-ID may be of any length. */
  @PrimaryKey({ type: 'text' })
  mailIdHash!: string;

  @Property({ columnType: 'bigint' })
  uid!: number;

  @Property({ columnType: 'timestamptz' })
  filedAt!: Date;
}
