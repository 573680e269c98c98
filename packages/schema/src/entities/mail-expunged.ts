import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { MailFolder } from './mail-folder.js';
import { ownedByTenant } from './tenant-policy.js';

/** A uid that was removed, and when in the folder's order of changes (RFC 7162 VANISHED). */
@Entity({ tableName: 'mail_expunged', ...ownedByTenant('mail_expunged') })
@Index({ name: 'mail_expunged_modseq', properties: ['tenantId', 'folder', 'modseq'] })
export class MailExpunged {
  [PrimaryKeyProp]?: ['tenantId', 'folder', 'uid'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => MailFolder, {
    primary: true,
    joinColumns: ['tenant_id', 'folder_id'],
    ownColumns: ['folder_id'],
    deleteRule: 'cascade',
  })
  folder!: MailFolder;

  @PrimaryKey({ columnType: 'bigint' })
  uid!: number;

  @Property({ columnType: 'bigint' })
  modseq!: number;
}
