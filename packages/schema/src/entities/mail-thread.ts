import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Bal } from './bal.js';
import { MailFolder } from './mail-folder.js';
import { ownedByTenant } from './tenant-policy.js';

/** To which conversation of its BAL an item belongs. A trigger takes it away with its item. */
@Entity({ tableName: 'mail_thread_item', ...ownedByTenant('mail_thread_item') })
@Index({ name: 'mail_thread_item_thread', properties: ['tenantId', 'threadId', 'at'] })
@Index({ name: 'mail_thread_item_newest', properties: ['tenantId', 'balId', 'at', 'folderId', 'uid'] })
@Index({ name: 'mail_thread_item_folder', properties: ['tenantId', 'folderId', 'at', 'uid'] })
export class MailThreadItem {
  [PrimaryKeyProp]?: ['tenantId', 'folderId', 'uid'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  folderId!: string;

  @PrimaryKey({ columnType: 'bigint' })
  uid!: number;

  @Property({ type: 'uuid' })
  balId!: string;

  @Property({ type: 'uuid' })
  threadId!: string;

  @Property({ type: 'uuid' })
  messageId!: string;

  /** The internal date of the item. */
  @Property({ columnType: 'timestamptz' })
  at!: Date;
}

/**
 * A message id that some message of a BAL has or names, and the conversation it leads to: a digest of the id and of the BAL, under a key of
 * the tenant.
 */
@Entity({ tableName: 'mail_thread_name', ...ownedByTenant('mail_thread_name') })
@Index({ name: 'mail_thread_name_thread', properties: ['tenantId', 'threadId'] })
@Index({ name: 'mail_thread_name_bal', properties: ['tenantId', 'bal'] })
export class MailThreadName {
  [PrimaryKeyProp]?: ['tenantId', 'name'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ columnType: 'bytea' })
  name!: Buffer;

  @ManyToOne(() => Bal, {
    joinColumns: ['tenant_id', 'bal_id'],
    ownColumns: ['bal_id'],
    deleteRule: 'cascade',
  })
  bal!: Bal;

  @Property({ type: 'uuid' })
  threadId!: string;
}

/** The items of a folder that have their conversation: those above one uid, up to another. The newest come first, the former ones follow. */
@Entity({ tableName: 'mail_thread_mark', ...ownedByTenant('mail_thread_mark') })
export class MailThreadMark {
  [PrimaryKeyProp]?: ['tenantId', 'folder'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => MailFolder, {
    primary: true,
    joinColumns: ['tenant_id', 'folder_id'],
    ownColumns: ['folder_id'],
    deleteRule: 'cascade',
  })
  folder!: MailFolder;

  @Property({ columnType: 'bigint' })
  above!: number;

  @Property({ columnType: 'bigint' })
  uid!: number;
}
