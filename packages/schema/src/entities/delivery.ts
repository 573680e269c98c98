import type { DeliveryDirection, DeliveryState } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Bal } from './bal.js';
import { ownedByTenant } from './tenant-policy.js';

/** One message on its way to or from one recipient. It outlives the message, hence no key towards it. */
@Entity({ tableName: 'delivery', ...ownedByTenant('delivery') })
@Index({ name: 'delivery_recent', properties: ['tenantId', 'createdAt', 'id'] })
@Index({ name: 'delivery_state', properties: ['tenantId', 'state', 'createdAt'] })
@Index({ name: 'delivery_message', properties: ['tenantId', 'messageId'] })
// What statistics count: letters of BAL that were taken or refused, in the order in which they were.
@Index({
  name: 'delivery_ended',
  expression: `CREATE INDEX delivery_ended ON public.delivery USING btree (tenant_id, updated_at, id) WHERE ((direction = 'outbound'::text) AND (sender IS NOT NULL) AND (state = ANY (ARRAY['delivered'::text, 'failed'::text])))`,
})
export class Delivery {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Enum({ items: ['inbound', 'outbound'] })
  direction!: DeliveryDirection;

  @ManyToOne(() => Bal, { joinColumns: ['tenant_id', 'bal_id'], ownColumns: ['bal_id'] })
  bal!: Bal;

  @Property({ type: 'uuid' })
  messageId!: string;

  /** Null for the null reverse-path. */
  @Property({ type: 'text', nullable: true })
  sender!: string | null;

  @Property({ type: 'text' })
  recipient!: string;

  /** Octets. */
  @Property({ columnType: 'bigint' })
  size!: number;

  @Enum({ items: ['queued', 'deferred', 'held', 'delivered', 'failed', 'cancelled'] })
  state!: DeliveryState;

  @Property({ type: 'integer', default: 0 })
  attempts!: number;

  @Property({ type: 'integer', nullable: true })
  lastCode!: number | null;

  @Property({ type: 'text', nullable: true })
  lastText!: string | null;

  @Property({ type: 'text', nullable: true })
  remoteHost!: string | null;

  @Property({ columnType: 'timestamptz' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz' })
  updatedAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  nextAttemptAt!: Date | null;

  /** RFC 3461, as wished: `NEVER`, or some of `SUCCESS,FAILURE,DELAY`. */
  @Property({ type: 'text', nullable: true })
  notify!: string | null;

  @Property({ type: 'text', nullable: true })
  orcpt!: string | null;

  @Enum({ items: ['FULL', 'HDRS'], nullable: true })
  ret!: 'FULL' | 'HDRS' | null;

  @Property({ type: 'text', nullable: true })
  envid!: string | null;

  /** Version and suite of the session of the last attempt. */
  @Property({ type: 'text', nullable: true })
  tls!: string | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  delayToldAt!: Date | null;

  /** X-MSS-INS, X-MSS-CODECDA and X-MSS-NIL, which outlive the letter for the statistics: a flag, codes of documents, a program. */
  @Enum({ items: ['O', 'N'], nullable: true })
  mssIns!: 'O' | 'N' | null;

  @Property({ type: 'text', nullable: true })
  mssCodeCda!: string | null;

  @Property({ type: 'text', nullable: true })
  mssNil!: string | null;
}
