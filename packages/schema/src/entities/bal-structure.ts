import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Bal } from './bal.js';
import { ownedByTenant } from './tenant-policy.js';

/** A structure, besides the tenant itself, whose certificates open an applicative BAL. */
@Entity({ tableName: 'bal_structure', ...ownedByTenant('bal_structure') })
export class BalStructure {
  [PrimaryKeyProp]?: ['tenantId', 'bal', 'idNat'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => Bal, { primary: true, joinColumns: ['tenant_id', 'bal_id'], ownColumns: ['bal_id'] })
  bal!: Bal;

  @PrimaryKey({ type: 'text' })
  idNat!: string;

  @Property({ columnType: 'timestamptz' })
  authorisedAt!: Date;
}
