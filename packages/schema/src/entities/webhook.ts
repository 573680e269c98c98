import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** An address of a partner that is told of events. */
@Entity({ tableName: 'webhook', ...ownedByTenant('webhook') })
@Index({ name: 'webhook_recent', properties: ['tenantId', 'createdAt', 'id'] })
export class WebhookRow {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'text' })
  url!: string;

  @Property({ type: 'text' })
  description!: string;

  @Property({ columnType: 'text[]' })
  kinds!: string[];

  @Property({ type: 'boolean' })
  isActive!: boolean;

  /** Why it is not active. */
  @Enum({ items: ['manager', 'gone', 'failing'], nullable: true })
  stoppedFor!: 'manager' | 'gone' | 'failing' | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  stoppedAt!: Date | null;

  /** Since when no try has succeeded; null while they do. */
  @Property({ columnType: 'timestamptz', nullable: true })
  failingSince!: Date | null;

  /** When the latest of these tries failed. */
  @Property({ columnType: 'timestamptz', nullable: true })
  lastFailedAt!: Date | null;

  /** Sealed under a key of the tenant. */
  @Property({ columnType: 'bytea' })
  sealedSecret!: Buffer;

  /** The one before, which signs beside it until the moment below. */
  @Property({ columnType: 'bytea', nullable: true })
  sealedFormer!: Buffer | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  formerUntil!: Date | null;

  /** The place of the last event that was judged for it. */
  @Property({ columnType: 'bigint' })
  judgedTo!: number;

  @Property({ columnType: 'int' })
  version!: number;

  @Property({ columnType: 'timestamptz' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz' })
  updatedAt!: Date;
}

/** One event on its way to one webhook, and how its last try went. */
@Entity({ tableName: 'webhook_delivery', ...ownedByTenant('webhook_delivery') })
@Unique({ name: 'webhook_delivery_event_unique', properties: ['tenantId', 'webhook', 'eventId'] })
@Index({ name: 'webhook_delivery_recent', properties: ['tenantId', 'webhook', 'createdAt', 'id'] })
export class WebhookDeliveryRow {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @ManyToOne(() => WebhookRow, { joinColumns: ['tenant_id', 'webhook_id'], ownColumns: ['webhook_id'] })
  webhook!: WebhookRow;

  /** The identifier of the message for whoever receives it: the same at each try. */
  @Property({ type: 'uuid' })
  eventId!: string;

  @Property({ type: 'text' })
  type!: string;

  @Enum({ items: ['waiting', 'delivered', 'failed', 'cancelled'] })
  state!: 'waiting' | 'delivered' | 'failed' | 'cancelled';

  /** Tries since it was put on its way, or put there again. */
  @Property({ columnType: 'int' })
  attempts!: number;

  @Property({ columnType: 'timestamptz' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  nextAttemptAt!: Date | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  lastAttemptAt!: Date | null;

  /** HTTP status of the last try. */
  @Property({ columnType: 'int', nullable: true })
  lastStatus!: number | null;

  /** What went wrong, in a word, when there was no good answer. */
  @Property({ type: 'text', nullable: true })
  lastFault!: string | null;

  @Property({ columnType: 'int', nullable: true })
  lastMs!: number | null;

  /** The beginning of the answer, printable. */
  @Property({ type: 'text', nullable: true })
  lastAnswer!: string | null;
}

/** What the sender of webhooks must know to choose its next work, all tenants together: ids only. */
@Entity({ tableName: 'webhook_due' })
@Index({ name: 'webhook_due_order', properties: ['webhookId', 'dueAt'] })
@Index({ name: 'webhook_due_at', properties: ['dueAt'] })
export class WebhookDue {
  [PrimaryKeyProp]?: 'deliveryId';

  @PrimaryKey({ type: 'uuid' })
  deliveryId!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid' })
  webhookId!: string;

  @Property({ columnType: 'timestamptz' })
  dueAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  leasedUntil!: Date | null;

  @Property({ type: 'text', nullable: true })
  leasedBy!: string | null;
}

/** Tenants with a webhook: where events are looked for. */
@Entity({ tableName: 'route_webhook' })
export class RouteWebhook {
  [PrimaryKeyProp]?: ['tenantId', 'webhookId'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  webhookId!: string;
}
