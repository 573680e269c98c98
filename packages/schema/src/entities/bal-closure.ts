import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Bal } from './bal.js';
import { ownedByTenant } from './tenant-policy.js';

/** A BAL that nobody opens any more and whose end was announced; gone once somebody came or it is closed. */
@Entity({ tableName: 'bal_closure', ...ownedByTenant('bal_closure') })
export class BalClosure {
  [PrimaryKeyProp]?: ['tenantId', 'bal'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => Bal, {
    primary: true,
    joinColumns: ['tenant_id', 'bal_id'],
    ownColumns: ['bal_id'],
    deleteRule: 'cascade',
  })
  bal!: Bal;

  @Property({ columnType: 'timestamptz' })
  announcedAt!: Date;

  /** Not before. */
  @Property({ columnType: 'timestamptz' })
  closesAt!: Date;
}
