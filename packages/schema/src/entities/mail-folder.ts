import type { SpecialFolder } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Bal } from './bal.js';
import { ownedByTenant } from './tenant-policy.js';

/** What IMAP calls a mailbox. Its row is the counter of uids and mod-sequences, locked by whoever takes one. */
@Entity({ tableName: 'mail_folder', ...ownedByTenant('mail_folder') })
@Unique({ name: 'mail_folder_name_unique', properties: ['tenantId', 'bal', 'name'] })
@Unique({ name: 'mail_folder_special_unique', properties: ['tenantId', 'bal', 'specialUse'] })
export class MailFolder {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @ManyToOne(() => Bal, { joinColumns: ['tenant_id', 'bal_id'], ownColumns: ['bal_id'] })
  bal!: Bal;

  @Property({ type: 'text' })
  name!: string;

  @Enum({ items: ['inbox', 'sent', 'drafts', 'trash', 'junk', 'archive'], nullable: true })
  specialUse!: SpecialFolder | null;

  @Property({ columnType: 'bigint' })
  uidValidity!: number;

  @Property({ columnType: 'bigint', default: 1 })
  uidNext!: number;

  @Property({ columnType: 'bigint', default: 1 })
  highestModseq!: number;

  /** The first uid that no IMAP session was told of yet. */
  @Property({ columnType: 'bigint', default: 1 })
  recentFrom!: number;

  @Property({ type: 'boolean', default: true })
  subscribed!: boolean;

  // Counters kept with each change, so that opening a folder costs the same whatever it holds.
  @Property({ columnType: 'bigint', default: 0 })
  messageCount!: number;

  /** Items without \Seen. */
  @Property({ columnType: 'bigint', default: 0 })
  unseenCount!: number;

  @Property({ columnType: 'bigint', default: 0 })
  sizeBytes!: number;

  @Property({ columnType: 'timestamptz' })
  createdAt!: Date;
}
