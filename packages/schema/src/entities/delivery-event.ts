import type { DeliveryState } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Delivery } from './delivery.js';
import { ownedByTenant } from './tenant-policy.js';

/** One step of a delivery: what the dashboard shows live. */
@Entity({ tableName: 'delivery_event', ...ownedByTenant('delivery_event') })
@Index({ name: 'delivery_event_delivery', properties: ['tenantId', 'delivery', 'at'] })
@Index({ name: 'delivery_event_recent', properties: ['tenantId', 'at', 'id'] })
export class DeliveryEvent {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @ManyToOne(() => Delivery, { joinColumns: ['tenant_id', 'delivery_id'], ownColumns: ['delivery_id'] })
  delivery!: Delivery;

  @Enum({ items: ['queued', 'deferred', 'held', 'delivered', 'failed', 'cancelled'] })
  state!: DeliveryState;

  @Property({ columnType: 'timestamptz' })
  at!: Date;

  @Property({ type: 'integer', nullable: true })
  code!: number | null;

  @Property({ type: 'text', nullable: true })
  text!: string | null;

  @Property({ type: 'text', nullable: true })
  remoteHost!: string | null;

  @Property({ type: 'text', nullable: true })
  tls!: string | null;

  /** Why an attempt met this, when it was not delivered. */
  @Property({ type: 'text', nullable: true })
  cause!: string | null;
}
