import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** What the delivery worker must know to choose its next work, all tenants together: no address, no message. */
@Entity({ tableName: 'outbound_due' })
@Index({ name: 'outbound_due_order', properties: ['destinationDomain', 'dueAt'] })
@Index({ name: 'outbound_due_at', properties: ['dueAt'] })
export class OutboundDue {
  [PrimaryKeyProp]?: 'deliveryId';

  @PrimaryKey({ type: 'uuid' })
  deliveryId!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'text' })
  destinationDomain!: string;

  @Property({ columnType: 'timestamptz' })
  dueAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  leasedUntil!: Date | null;

  @Property({ type: 'text', nullable: true })
  leasedBy!: string | null;

  /** Set while an attempt is under way: until its lease ends, no manager may stop it. */
  @Property({ columnType: 'timestamptz', nullable: true })
  beganAt!: Date | null;
}
