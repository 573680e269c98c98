import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Bal } from './bal.js';
import { ownedByTenant } from './tenant-policy.js';

/** To how many recipients a BAL wrote within one hour of the clock. Only the present hour and the one before are kept. */
@Entity({ tableName: 'sending_count', ...ownedByTenant('sending_count') })
@Index({ name: 'sending_count_hour', properties: ['tenantId', 'hour'] })
export class SendingCount {
  [PrimaryKeyProp]?: ['tenantId', 'bal', 'hour'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => Bal, { primary: true, joinColumns: ['tenant_id', 'bal_id'], ownColumns: ['bal_id'] })
  bal!: Bal;

  @PrimaryKey({ columnType: 'timestamptz' })
  hour!: Date;

  @Property({ type: 'integer' })
  recipients!: number;
}

/** A limit of sending that was reached in an hour, by a BAL or by the whole tenant: told once. */
@Entity({ tableName: 'sending_breach', ...ownedByTenant('sending_breach') })
export class SendingBreach {
  [PrimaryKeyProp]?: ['tenantId', 'subjectId', 'hour'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  /** A BAL, or the tenant itself. */
  @PrimaryKey({ type: 'uuid' })
  subjectId!: string;

  @PrimaryKey({ columnType: 'timestamptz' })
  hour!: Date;
}

/** How much a tenant lets its BAL send, when it chose otherwise than everybody. Recipients per hour. */
@Entity({ tableName: 'sending_policy', ...ownedByTenant('sending_policy') })
export class SendingPolicy {
  [PrimaryKeyProp]?: 'tenantId';

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'integer' })
  perBal!: number;

  @Property({ type: 'integer' })
  perTenant!: number;

  @Property({ columnType: 'timestamptz' })
  changedAt!: Date;
}
