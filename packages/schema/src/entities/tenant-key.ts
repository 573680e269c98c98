import { PrimaryKeyProp } from '@mikro-orm/core';
import { Check, Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/**
 * A key of a tenant, wrapped: it opens nothing without the master key, which is not in the database. Version 0 stays for good, those
 * from 1 on follow one another and open the tenant's messages. One that was destroyed has no octet left.
 */
// EX_GBM_6010: destroyed, they make every message of the tenant irrecoverable at once.
@Entity({ tableName: 'tenant_key', ...ownedByTenant('tenant_key') })
@Check({
  name: 'tenant_key_destroyed_check',
  expression: '((length(wrapped) > 0) OR ((retired_at IS NOT NULL) AND (destroyed_at IS NOT NULL)))',
})
export class TenantKey {
  [PrimaryKeyProp]?: ['tenantId', 'version'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'integer' })
  version!: number;

  /** The version of the master key that wrapped it. */
  @Property({ type: 'text' })
  master!: string;

  @Property({ columnType: 'bytea' })
  wrapped!: Buffer;

  @Property({ columnType: 'timestamptz' })
  createdAt!: Date;

  /** Since when it wraps no new key. */
  @Property({ columnType: 'timestamptz', nullable: true })
  retiredAt!: Date | null;

  /** Since when only this row tells of it. */
  @Property({ columnType: 'timestamptz', nullable: true })
  destroyedAt!: Date | null;
}
