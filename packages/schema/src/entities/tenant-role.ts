import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, ManyToOne, PrimaryKey, Unique } from '@mikro-orm/decorators/legacy';
import { Person } from './person.js';
import { ownedByTenant } from './tenant-policy.js';

/** A person's role in the administration of a tenant; it opens no BAL. */
@Entity({ tableName: 'tenant_role', ...ownedByTenant('tenant_role') })
@Unique({ name: 'tenant_role_unique', properties: ['tenantId', 'person', 'role'] })
export class TenantRole {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @ManyToOne(() => Person, { joinColumns: ['tenant_id', 'person_id'], ownColumns: ['person_id'] })
  person!: Person;

  @Enum({ items: ['manager', 'auditor', 'operatorAdmin'] })
  role!: 'manager' | 'auditor' | 'operatorAdmin';
}
