import type { EventFacts, EventKind } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** Something that happened in a tenant, as subscriptions and webhooks tell it: ids and words of closed lists. */
@Entity({ tableName: 'tenant_event', ...ownedByTenant('tenant_event') })
@Index({ name: 'tenant_event_position', properties: ['tenantId', 'position'] })
export class TenantEvent {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  /** Its place in the order in which all read; null until somebody has read so far. */
  @Property({ columnType: 'bigint', nullable: true })
  position!: number | null;

  @Property({ columnType: 'timestamptz' })
  at!: Date;

  @Property({ type: 'text' })
  kind!: EventKind;

  @Property({ type: 'text' })
  type!: string;

  @Property({ type: 'uuid', nullable: true })
  subjectId!: string | null;

  @Property({ type: 'uuid', nullable: true })
  balId!: string | null;

  @Property({ columnType: 'jsonb' })
  facts!: EventFacts;
}

/** How far the events of a tenant are in order, and up to which place they are kept no more. */
@Entity({ tableName: 'tenant_event_mark', ...ownedByTenant('tenant_event_mark') })
export class TenantEventMark {
  [PrimaryKeyProp]?: 'tenantId';

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @Property({ columnType: 'bigint' })
  settled!: number;

  @Property({ columnType: 'bigint' })
  forgotten!: number;
}
