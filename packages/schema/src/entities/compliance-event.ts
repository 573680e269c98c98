import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** Something a manager must know about conformity: a list refused, a certificate near its end. */
@Entity({ tableName: 'compliance_event', ...ownedByTenant('compliance_event') })
@Index({ name: 'compliance_event_recent', properties: ['tenantId', 'at', 'id'] })
export class ComplianceEvent {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'text' })
  kind!: string;

  @Enum({ items: ['info', 'warning', 'critical'] })
  severity!: 'info' | 'warning' | 'critical';

  @Property({ columnType: 'timestamptz' })
  at!: Date;

  @Property({ columnType: 'jsonb' })
  facts!: Record<string, string | number | boolean | null>;
}
