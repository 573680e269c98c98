import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** A place of care of a structure, known by its geographic FINESS number. A structure of one place declares none. */
// EX_PBA_5011
@Entity({ tableName: 'tenant_place', ...ownedByTenant('tenant_place') })
export class TenantPlace {
  [PrimaryKeyProp]?: ['tenantId', 'finess'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'text' })
  finess!: string;

  @Property({ type: 'text' })
  name!: string;

  @Property({ columnType: 'timestamptz' })
  addedAt!: Date;
}
