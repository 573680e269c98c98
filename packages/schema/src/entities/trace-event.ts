import type { Actor, Means, TraceEventKind } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** A functional trace. The application may add and read, seal what is in clear, never change or remove; it outlives its BAL, hence no keys. */
// EX_GDT_5040: act, author, time, means, address, content of the request and answer of the system.
@Entity({ tableName: 'trace_event', ...ownedByTenant('trace_event') })
@Index({ name: 'trace_event_recent', properties: ['tenantId', 'at', 'id'] })
@Index({ name: 'trace_event_bal', properties: ['tenantId', 'balId', 'at'] })
@Index({
  name: 'trace_event_clear_subject',
  expression: `CREATE INDEX trace_event_clear_subject ON public.trace_event USING btree (tenant_id, id) WHERE (facts ? 'subject'::text)`,
})
@Index({ name: 'trace_event_message', properties: ['tenantId', 'messageId'] })
// When somebody last came to a BAL, or to the portal, which opens all of a person's.
@Index({
  name: 'trace_event_opening',
  expression: `CREATE INDEX trace_event_opening ON public.trace_event USING btree (tenant_id, bal_id, at) WHERE ((kind = 'session.opened'::text) AND (outcome = 'ok'::text) AND (bal_id IS NOT NULL))`,
})
@Index({
  name: 'trace_event_portal_opening',
  expression: `CREATE INDEX trace_event_portal_opening ON public.trace_event USING btree (tenant_id, portal_opened_by, at) WHERE (portal_opened_by IS NOT NULL)`,
})
export class TraceRow {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ columnType: 'timestamptz' })
  at!: Date;

  @Property({ type: 'text' })
  kind!: TraceEventKind;

  /** 'ok' or the code of a refusal. */
  @Property({ type: 'text' })
  outcome!: string;

  @Property({ columnType: 'jsonb' })
  actor!: Actor;

  @Property({ type: 'text' })
  means!: Means;

  @Property({ type: 'text', nullable: true })
  remoteAddress!: string | null;

  @Property({ type: 'text' })
  correlationId!: string;

  @Property({ type: 'uuid', nullable: true })
  balId!: string | null;

  @Property({ type: 'uuid', nullable: true })
  messageId!: string | null;

  @Property({ columnType: 'jsonb' })
  facts!: Record<string, string | number | boolean | null>;

  /** Of the message sent or received, under a key of the tenant: it may tell of somebody's health. */
  @Property({ columnType: 'bytea', nullable: true })
  sealedSubject!: Buffer | null;

  /** The number of the person who opened the portal; null of whatever else was done. */
  @Property({
    columnType: 'text',
    nullable: true,
    generated: `(CASE WHEN ((kind = 'session.opened'::text) AND (outcome = 'ok'::text) AND (bal_id IS NULL) AND ((actor ->> 'kind'::text) = 'person'::text)) THEN (actor ->> 'idNat'::text) ELSE NULL::text END) stored`,
  })
  portalOpenedBy!: string | null;
}
