import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Bal } from './bal.js';
import { MailFolder } from './mail-folder.js';
import { MailMessage } from './mail-message.js';
import { ownedByTenant } from './tenant-policy.js';

/** Texts of many messages of one BAL, compressed together and sealed under a key of the tenant. */
@Entity({ tableName: 'mail_search_pack', ...ownedByTenant('mail_search_pack') })
@Index({ name: 'mail_search_pack_bal', properties: ['tenantId', 'bal'] })
export class MailSearchPack {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @ManyToOne(() => Bal, {
    joinColumns: ['tenant_id', 'bal_id'],
    ownColumns: ['bal_id'],
    deleteRule: 'cascade',
  })
  bal!: Bal;

  /** Octets once opened and expanded. */
  @Property({ columnType: 'bigint' })
  octets!: number;

  @Property({ columnType: 'bytea' })
  sealed!: Buffer;
}

/** In which pack the texts of a message of a BAL are. */
@Entity({ tableName: 'mail_search_entry', ...ownedByTenant('mail_search_entry') })
@Index({ name: 'mail_search_entry_pack', properties: ['tenantId', 'pack'] })
export class MailSearchEntry {
  [PrimaryKeyProp]?: ['tenantId', 'message', 'balId'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => MailMessage, {
    primary: true,
    joinColumns: ['tenant_id', 'message_id'],
    ownColumns: ['message_id'],
    // A trigger takes a message's packs away with it, before a foreign key could object.
    createForeignKeyConstraint: false,
  })
  message!: MailMessage;

  @PrimaryKey({ type: 'uuid' })
  balId!: string;

  @ManyToOne(() => MailSearchPack, {
    joinColumns: ['tenant_id', 'pack_id'],
    ownColumns: ['pack_id'],
    deleteRule: 'cascade',
  })
  pack!: MailSearchPack;
}

/** Up to which uid the texts of a folder are packed, or too long for it. */
@Entity({ tableName: 'mail_search_mark', ...ownedByTenant('mail_search_mark') })
export class MailSearchMark {
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
  uid!: number;

  /** How often it went back to the beginning: whoever moves it on looks whether it did meanwhile. */
  @Property({ columnType: 'bigint', default: 0 })
  resets!: number;
}
