import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Bal } from './bal.js';
import { ownedByTenant } from './tenant-policy.js';

/** What a BAL answers by itself to whoever writes to it: its holder is away, or it is the one of the domain that always answers. */
@Entity({ tableName: 'bal_reply', ...ownedByTenant('bal_reply') })
export class BalReply {
  [PrimaryKeyProp]?: ['tenantId', 'bal'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => Bal, {
    primary: true,
    joinColumns: ['tenant_id', 'bal_id'],
    ownColumns: ['bal_id'],
    deleteRule: 'cascade',
  })
  bal!: Bal;

  @Enum({ items: ['absence', 'automatic'] })
  kind!: 'absence' | 'automatic';

  @Property({ type: 'text' })
  title!: string;

  @Property({ type: 'text' })
  text!: string;

  @Property({ columnType: 'timestamptz' })
  startsAt!: Date;

  /** Excluded; null while open-ended. */
  @Property({ columnType: 'timestamptz', nullable: true })
  endsAt!: Date | null;

  @Property({ type: 'int', default: 1 })
  version!: number;

  @Property({ columnType: 'timestamptz' })
  changedAt!: Date;
}

/** Who was told of an absence, and when: not again for some days (RFC 3834 §2). */
@Entity({ tableName: 'reply_told', ...ownedByTenant('reply_told') })
export class ReplyTold {
  [PrimaryKeyProp]?: ['tenantId', 'bal', 'correspondent'];

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
  correspondent!: string;

  @Property({ columnType: 'timestamptz' })
  toldAt!: Date;
}

/** A letter that a BAL is about to answer by itself: ids, for one worker serves all tenants. */
@Entity({ tableName: 'reply_due' })
@Index({ name: 'reply_due_oldest', properties: ['dueAt'] })
export class ReplyDue {
  [PrimaryKeyProp]?: ['tenantId', 'deliveryId'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  deliveryId!: string;

  @Property({ columnType: 'timestamptz' })
  dueAt!: Date;
}
