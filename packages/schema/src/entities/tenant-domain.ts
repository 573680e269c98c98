import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** A domain on which a tenant may hold addresses. Several tenants may share one (solo professionals). */
@Entity({ tableName: 'tenant_domain', ...ownedByTenant('tenant_domain') })
export class TenantDomain {
  [PrimaryKeyProp]?: ['tenantId', 'domain'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  /** Lower case. */
  @PrimaryKey({ type: 'text' })
  domain!: string;
}
