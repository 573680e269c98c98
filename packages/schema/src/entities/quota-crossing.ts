import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A BAL that got fuller than a threshold and whose holders were not told yet: ids and a number, for one worker serves all tenants. */
@Entity({ tableName: 'quota_crossing' })
export class QuotaCrossing {
  [PrimaryKeyProp]?: ['tenantId', 'balId'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  balId!: string;

  /** Per cent. */
  @Property({ type: 'int' })
  level!: number;

  @Property({ columnType: 'timestamptz' })
  crossedAt!: Date;
}
