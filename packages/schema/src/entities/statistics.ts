import type {
  DepositFault,
  DepositReport,
  DepositState,
  MonthFigures,
  StatisticsMonth,
} from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** The two files of a domain for a month, on their way to the ANS. A domain may be of several structures: of no tenant, and about nobody. */
@Entity({ tableName: 'statistics_deposit' })
@Unique({ name: 'statistics_deposit_once', properties: ['month', 'domain'] })
@Index({ name: 'statistics_deposit_of_domain', properties: ['domain', 'month'] })
@Index({ name: 'statistics_deposit_next', properties: ['state', 'nextAt'] })
export class StatisticsDepositRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'text' })
  month!: StatisticsMonth;

  @Property({ type: 'text' })
  domain!: string;

  @Enum({ items: ['due', 'ready', 'sending', 'deposited', 'accepted', 'refused'] })
  state!: DepositState;

  @Property({ type: 'int', default: 1 })
  attempt!: number;

  @Property({ type: 'int', default: 1 })
  version!: number;

  @Property({ columnType: 'timestamptz' })
  nextAt!: Date;

  @Property({ type: 'uuid', nullable: true })
  archiveId!: string | null;

  @Property({ columnType: 'bigint', nullable: true })
  exchanges!: number | null;

  @Property({ columnType: 'bigint', nullable: true })
  bals!: number | null;

  /** Octets of the archive. */
  @Property({ columnType: 'bigint', nullable: true })
  size!: number | null;

  @Property({ type: 'text', nullable: true })
  sha256!: string | null;

  /** In how many segments it goes; null for one deposit. */
  @Property({ type: 'int', nullable: true })
  segments!: number | null;

  @Property({ type: 'int', default: 0 })
  segmentsSent!: number;

  @Property({ columnType: 'timestamptz', nullable: true })
  segmentsSince!: Date | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  depositedAt!: Date | null;

  @Property({ type: 'text', nullable: true })
  sipilId!: string | null;

  @Property({ type: 'int', default: 0 })
  failures!: number;

  @Property({ type: 'text', nullable: true })
  fault!: DepositFault | null;

  @Property({ columnType: 'jsonb', nullable: true })
  report!: DepositReport | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  reportedAt!: Date | null;

  @Property({ type: 'boolean', default: false })
  isLateTold!: boolean;
}

/** An archive kept until the ANS accepts it, so that what goes again is the same: in the operator’s own tenant, under a key of its own. */
@Entity({ tableName: 'statistics_archive', ...ownedByTenant('statistics_archive') })
@Index({ name: 'statistics_archive_deposit', properties: ['tenantId', 'depositId'] })
export class StatisticsArchive {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  depositId!: string;

  @Property({ columnType: 'bytea' })
  sealedKey!: Buffer;
}

/** A piece of an archive, sealed. */
@Entity({ tableName: 'statistics_piece', ...ownedByTenant('statistics_piece') })
export class StatisticsPiece {
  [PrimaryKeyProp]?: ['tenantId', 'archive', 'seq'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => StatisticsArchive, {
    primary: true,
    joinColumns: ['tenant_id', 'archive_id'],
    ownColumns: ['archive_id'],
    deleteRule: 'cascade',
  })
  archive!: StatisticsArchive;

  @PrimaryKey({ type: 'int' })
  seq!: number;

  @Property({ columnType: 'bytea' })
  bytes!: Buffer;
}

/** What a tenant did in a month that is over. */
@Entity({ tableName: 'statistics_month', ...ownedByTenant('statistics_month') })
export class StatisticsMonthRow {
  [PrimaryKeyProp]?: ['tenantId', 'month'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'text' })
  month!: StatisticsMonth;

  @Property({ columnType: 'jsonb' })
  figures!: MonthFigures;
}
