import type { BalKind, BalState } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** An MSSanté account (boîte aux lettres). */
@Entity({ tableName: 'bal', ...ownedByTenant('bal') })
@Unique({ name: 'bal_address_unique', properties: ['tenantId', 'address'] })
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

  @Enum({ items: ['active', 'suspended'] })
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

  /** Since when it is closed for good: its address leads nowhere, and is given to nobody. */
  @Property({ columnType: 'timestamptz', nullable: true })
  closedAt!: Date | null;
}
