import type { ReportKind } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Bal } from './bal.js';
import { Delivery } from './delivery.js';
import { ownedByTenant } from './tenant-policy.js';

/** A letter that left a BAL: the message that its deliveries name, and the one that its sender keeps, which may show blind copies. */
@Entity({ tableName: 'sent_letter', ...ownedByTenant('sent_letter') })
@Index({ name: 'sent_letter_copy', properties: ['tenantId', 'copyId'] })
@Index({ name: 'sent_letter_mail_id', properties: ['tenantId', 'mailIdHash'] })
export class SentLetterRow {
  [PrimaryKeyProp]?: ['tenantId', 'messageId', 'bal'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  messageId!: string;

  @ManyToOne(() => Bal, {
    primary: true,
    joinColumns: ['tenant_id', 'bal_id'],
    ownColumns: ['bal_id'],
    deleteRule: 'cascade',
  })
  bal!: Bal;

  @Property({ type: 'uuid' })
  copyId!: string;

  /** Hex SHA-256 of its Message-ID, by which reports name it. */
  @Property({ type: 'text', nullable: true })
  mailIdHash!: string | null;

  @Property({ columnType: 'timestamptz' })
  sentAt!: Date;
}

/** What the recipient’s side said of a delivery after it took it over: the first of each kind. */
@Entity({ tableName: 'delivery_report', ...ownedByTenant('delivery_report') })
export class DeliveryReportRow {
  [PrimaryKeyProp]?: ['tenantId', 'delivery', 'kind'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => Delivery, {
    primary: true,
    joinColumns: ['tenant_id', 'delivery_id'],
    ownColumns: ['delivery_id'],
    deleteRule: 'cascade',
  })
  delivery!: Delivery;

  @Enum({ items: ['delivered', 'relayed', 'delayed', 'failed', 'read', 'deletedUnread'], primary: true })
  kind!: ReportKind;

  @Property({ columnType: 'timestamptz' })
  at!: Date;

  /** RFC 3463, when it said one. */
  @Property({ type: 'text', nullable: true })
  status!: string | null;
}
