import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** What a client of the operator is: a structure with FINESS, a group practice, a professional alone, or the operator itself. */
export type TenantKind = 'structure' | 'practice' | 'solo' | 'operator';

/** A client of the operator; the portal says « structure ». */
@Entity({ tableName: 'tenant', ...ownedByTenant('tenant') })
export class Tenant {
  [PrimaryKeyProp]?: 'tenantId';

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'text' })
  name!: string;

  @Enum({ items: ['structure', 'practice', 'solo', 'operator'] })
  kind!: TenantKind;

  @Property({ type: 'text', nullable: true })
  finess!: string | null;

  @Property({ columnType: 'timestamptz' })
  createdAt!: Date;
}
