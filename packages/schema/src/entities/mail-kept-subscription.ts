import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Bal } from './bal.js';
import { ownedByTenant } from './tenant-policy.js';

/** A name somebody subscribed, which no folder bears any more (RFC 3501 §6.3.6). */
@Entity({ tableName: 'mail_kept_subscription', ...ownedByTenant('mail_kept_subscription') })
export class MailKeptSubscription {
  [PrimaryKeyProp]?: ['tenantId', 'bal', 'name'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => Bal, {
    primary: true,
    joinColumns: ['tenant_id', 'bal_id'],
    ownColumns: ['bal_id'],
    deleteRule: 'cascade',
  })
  bal!: Bal;

  @PrimaryKey({ type: 'text' })
  name!: string;

  @Property({ columnType: 'timestamptz' })
  keptAt!: Date;
}
