import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { MailFolder } from './mail-folder.js';
import { MailMessage } from './mail-message.js';
import { ownedByTenant } from './tenant-policy.js';

/** A message filed in a folder under a uid. */
@Entity({ tableName: 'mail_item', ...ownedByTenant('mail_item') })
// Of no use to who looks a uid up: while PostgreSQL knows little of the table it would read the folder by this one.
@Index({
  name: 'mail_item_modseq',
  expression: `CREATE INDEX mail_item_modseq ON public.mail_item USING btree (tenant_id, folder_id, modseq) WHERE (modseq > 0)`,
})
@Index({ name: 'mail_item_message', properties: ['tenantId', 'message'] })
export class MailItem {
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

  @ManyToOne(() => MailMessage, { joinColumns: ['tenant_id', 'message_id'], ownColumns: ['message_id'] })
  message!: MailMessage;

  /** Octets, as its message says: counted without reading it. */
  @Property({ columnType: 'bigint' })
  size!: number;

  @Property({ columnType: 'text[]' })
  flags!: string[];

  @Property({ columnType: 'timestamptz' })
  internalDate!: Date;

  @Property({ columnType: 'timestamptz' })
  savedAt!: Date;

  @Property({ columnType: 'bigint' })
  modseq!: number;
}
