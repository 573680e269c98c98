import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A deleted BAL whose content is still to be destroyed: ids, for one worker serves all tenants. */
@Entity({ tableName: 'bal_removal' })
@Index({ name: 'bal_removal_oldest', properties: ['askedAt'] })
export class BalRemoval {
  [PrimaryKeyProp]?: ['tenantId', 'balId'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  balId!: string;

  @Property({ columnType: 'timestamptz' })
  askedAt!: Date;
}
