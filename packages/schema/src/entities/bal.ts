import type { BalKind, BalState } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** An MSSanté account (boîte aux lettres). */
@Entity({ tableName: 'bal', ...ownedByTenant('bal') })
// An address that rested long enough is another BAL's; the row of the former one stays, for its traces.
@Index({
  name: 'bal_address_unique',
  expression: `CREATE UNIQUE INDEX bal_address_unique ON public.bal USING btree (tenant_id, address) WHERE (state <> 'deleted'::text)`,
})
@Index({ name: 'bal_state', properties: ['state', 'tenantId'] })
@Index({ name: 'bal_by_address', properties: ['tenantId', 'address', 'id'] })
@Index({
  name: 'bal_applicative_recent',
  expression: `CREATE INDEX bal_applicative_recent ON public.bal USING btree (tenant_id, created_at, id) WHERE (kind = 'applicative'::text)`,
})
@Index({
  name: 'bal_suspended',
  expression: `CREATE INDEX bal_suspended ON public.bal USING btree (tenant_id, address, id) WHERE (state = 'suspended'::text)`,
})
@Index({
  name: 'bal_filling',
  expression: `CREATE INDEX bal_filling ON public.bal USING btree (tenant_id, address, id) WHERE (quota_level >= 80)`,
})
export class Bal {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'text' })
  address!: string;

  @Enum({ items: ['personal', 'organisational', 'applicative'] })
  kind!: BalKind;

  @Enum({ items: ['pending', 'active', 'suspended', 'deleted'] })
  state!: BalState;

  @Property({ type: 'boolean' })
  isTest!: boolean;

  @Property({ type: 'text' })
  description!: string;

  @Property({ columnType: 'bigint' })
  quotaBytes!: number;

  @Property({ columnType: 'bigint', default: 0 })
  usedBytes!: number;

  /** The last UIDVALIDITY given to one of its folders: a name deleted and created again never shows the same one. */
  @Property({ columnType: 'bigint', default: 0 })
  lastUidValidity!: number;

  /** Since when letters are turned away for want of room; null once anything in it moved. */
  @Property({ columnType: 'timestamptz', nullable: true })
  fullSince!: Date | null;

  /** Highest threshold reached, per cent (80, 95, 100), 0 below all: its holders are told when it rises. */
  @Property({ type: 'int', default: 0 })
  quotaLevel!: number;

  @Property({ columnType: 'timestamptz' })
  createdAt!: Date;

  /** Grows with each change people make. */
  @Property({ type: 'int', default: 1 })
  version!: number;

  /** Of the place of care it belongs to, or of the legal entity for what several places share. */
  @Property({ type: 'text', nullable: true })
  finess!: string | null;

  @Property({ type: 'boolean', default: false })
  isShared!: boolean;

  /** Why it is suspended or deleted, in the core's words, and what was added in people's. */
  @Property({ type: 'text', nullable: true })
  stateMotive!: string | null;

  @Property({ type: 'text', nullable: true })
  stateNote!: string | null;

  /** Who brought it into its state. */
  @Property({ type: 'text', nullable: true })
  stateBy!: string | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  stateAt!: Date | null;

  /** When nothing was left of what a deleted one held. */
  @Property({ columnType: 'timestamptz', nullable: true })
  emptiedAt!: Date | null;

  /** Since when it is deleted: its address leads nowhere, and rests before another has it. */
  @Property({ columnType: 'timestamptz', nullable: true })
  closedAt!: Date | null;
}
