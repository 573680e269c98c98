import type {
  Webhook,
  WebhookChoice,
  WebhookDelivery,
  WebhookDeliveryState,
  WebhookRange,
  WebhookStop,
  WebhookStore,
  WebhookTry,
  WebhookVerdict,
} from '@cachet/mss-core';
import { bindTo, newestFirst, walkSql } from '../list-order.js';
import { type Page, type PageRequest, pageBy, pageMap } from '../page.js';
import { newRowId } from '../row-id.js';
import type { TenantSql } from '../sql.js';
import { PgEvents, type PlacedEvent } from './pg-events.js';
import {
  type DeliveryColumns,
  type KnownWebhook,
  WEBHOOK_COLUMNS,
  WEBHOOK_DELIVERY_COLUMNS,
  type WebhookColumns,
  type WebhookSending,
  webhookDeliveryOf,
  webhookOf,
} from './webhook-rows.js';

const NEWEST_FIRST = newestFirst('created_at', 'id');

/** The webhooks of one tenant, and what is on its way to them. */
export class PgWebhooks implements WebhookStore {
  constructor(private readonly sql: TenantSql) {}

  async byId(id: string): Promise<Webhook | null> {
    const [row] = await this.sql.query<WebhookColumns>(
      `select ${WEBHOOK_COLUMNS} from webhook where tenant_id = $1 and id = $2 for update`,
      [this.#tenantId, id],
    );
    return row ? webhookOf(row).webhook : null;
  }

  async has(id: string): Promise<boolean> {
    const rows = await this.sql.query('select from webhook where tenant_id = $1 and id = $2', [
      this.#tenantId,
      id,
    ]);
    return rows.length > 0;
  }

  async count(): Promise<number> {
    const [row] = await this.sql.query<{ count: number }>(
      'select count(*) as count from webhook where tenant_id = $1',
      [this.#tenantId],
    );
    return row?.count ?? 0;
  }

  async add(id: string, { url, description, kinds }: WebhookChoice, sealedSecret: Uint8Array): Promise<void> {
    const { settled } = await new PgEvents(this.sql).settle();
    await this.sql.query(
      `insert into webhook (tenant_id, id, url, description, kinds, is_active, sealed_secret, judged_to, version,
                            created_at, updated_at)
       values ($1, $2, $3, $4, $5, true, $6, $7, 1, $8, $8)`,
      [this.#tenantId, id, url, description, [...kinds], Buffer.from(sealedSecret), settled, this.#at],
    );
    await this.#route(id);
  }

  async change(
    id: string,
    version: number,
    { url, description, kinds }: WebhookChoice,
    isActive: boolean,
  ): Promise<boolean> {
    const { settled } = await new PgEvents(this.sql).settle();
    const changed = await this.sql.query(
      `update webhook
          set url = $4, description = $5, kinds = $6, is_active = $7, version = version + 1, updated_at = $8::timestamptz,
              judged_to = case when is_active then judged_to else $9 end,
              failing_since = case when is_active and url = $4 then failing_since end,
              last_failed_at = case when is_active and url = $4 then last_failed_at end,
              stopped_for = case when not $7 then coalesce(stopped_for, 'manager') end,
              stopped_at = case when not $7 then coalesce(stopped_at, $8::timestamptz) end
        where tenant_id = $1 and id = $2 and version = $3 returning id`,
      [this.#tenantId, id, version, url, description, [...kinds], isActive, this.#at, settled],
    );
    if (changed.length === 0) return false;
    await (isActive ? this.#route(id) : this.#cancel(id));
    return true;
  }

  async remove(id: string): Promise<void> {
    await this.#cancel(id);
    await this.sql.query('delete from webhook_delivery where tenant_id = $1 and webhook_id = $2', [
      this.#tenantId,
      id,
    ]);
    await this.sql.query('delete from webhook where tenant_id = $1 and id = $2', [this.#tenantId, id]);
  }

  async rotate(id: string, sealedSecret: Uint8Array, formerUntil: Date): Promise<void> {
    await this.sql.query(
      `update webhook set sealed_former = sealed_secret, sealed_secret = $3, former_until = $4, version = version + 1,
              updated_at = $5
        where tenant_id = $1 and id = $2`,
      [this.#tenantId, id, Buffer.from(sealedSecret), formerUntil, this.#at],
    );
    await this.sql.notify('webhook', id);
  }

  async stop(id: string, reason: WebhookStop): Promise<void> {
    await this.sql.query(
      `update webhook set is_active = false, stopped_for = $3, stopped_at = $4, version = version + 1, updated_at = $4
        where tenant_id = $1 and id = $2`,
      [this.#tenantId, id, reason, this.#at],
    );
    await this.#cancel(id);
  }

  async send(id: string, eventId: string, type: string): Promise<WebhookDelivery> {
    const [row] = await this.sql.query<DeliveryColumns>(
      `insert into webhook_delivery (tenant_id, id, webhook_id, event_id, type, state, attempts, created_at, next_attempt_at)
       values ($1, $2, $3, $4, $5, 'waiting', 0, $6, $6) returning ${WEBHOOK_DELIVERY_COLUMNS}`,
      [this.#tenantId, newRowId(), id, eventId, type, this.#at],
    );
    if (!row) throw new Error('what was just written is not there');
    await this.#due(id, [row.id]);
    return webhookDeliveryOf(row);
  }

  async deliveryById(webhookId: string, deliveryId: string): Promise<WebhookDelivery | null> {
    const [row] = await this.sql.query<DeliveryColumns>(
      `select ${WEBHOOK_DELIVERY_COLUMNS} from webhook_delivery
        where tenant_id = $1 and webhook_id = $2 and id = $3`,
      [this.#tenantId, webhookId, deliveryId],
    );
    return row ? webhookDeliveryOf(row) : null;
  }

  async sendAgain(webhookId: string, what: string | WebhookRange, most: number): Promise<number> {
    const [one, range] = typeof what === 'string' ? [what, null] : [null, what];
    const rows = await this.sql.query<{ id: string }>(
      `update webhook_delivery d set state = 'waiting', attempts = 0, next_attempt_at = $8
         from (select id from webhook_delivery
                where tenant_id = $1 and webhook_id = $2 and state <> 'waiting'
                  and ($3::uuid is null or id = $3)
                  and ($4::timestamptz is null or (created_at >= $4 and created_at < $5))
                  and ($6::text is null or state = $6)
                order by created_at, id limit $7 for update) chosen
        where d.tenant_id = $1 and d.id = chosen.id returning d.id`,
      [
        ...[this.#tenantId, webhookId, one],
        ...[range?.from ?? null, range?.to ?? null, range?.state ?? null, most, this.#at],
      ],
    );
    await this.#due(
      webhookId,
      rows.map(({ id }) => id),
    );
    return rows.length;
  }

  async record(deliveryId: string, call: WebhookTry, verdict: WebhookVerdict): Promise<void> {
    const [row] = await this.sql.query<{ webhook_id: string }>(
      `update webhook_delivery
          set state = $3, attempts = $4, next_attempt_at = $5, last_attempt_at = $6, last_status = $7, last_fault = $8,
              last_ms = $9, last_answer = $10
        where tenant_id = $1 and id = $2 returning webhook_id`,
      [
        ...[this.#tenantId, deliveryId, verdict.state, verdict.attempts, verdict.nextAttemptAt],
        ...[call.at, call.status, call.fault, call.ms, call.answer],
      ],
    );
    await this.sql.query(
      `update webhook set failing_since = $3, last_failed_at = $4
        where tenant_id = $1 and id = $2 and (failing_since, last_failed_at) is distinct from ($3::timestamptz, $4::timestamptz)`,
      [this.#tenantId, row?.webhook_id ?? null, verdict.failingSince, verdict.lastFailedAt],
    );
    await this.sql.query(
      verdict.nextAttemptAt === null
        ? 'delete from webhook_due where tenant_id = $1 and delivery_id = $2 and $3::timestamptz is null'
        : `update webhook_due set due_at = $3, leased_until = null, leased_by = null
            where tenant_id = $1 and delivery_id = $2`,
      [this.#tenantId, deliveryId, verdict.nextAttemptAt],
    );
  }

  /** Newest first. */
  async page(request: PageRequest): Promise<Page<Webhook>> {
    const page = await pageBy(request, (walk) => {
      const values: unknown[] = [this.#tenantId];
      return this.sql.query<WebhookColumns>(
        `select ${WEBHOOK_COLUMNS} from webhook
          where tenant_id = $1 ${walkSql(NEWEST_FIRST, walk, bindTo(values))}`,
        values,
      );
    });
    return pageMap(page, (row) => webhookOf(row).webhook);
  }

  /** What was and is on its way to that webhook, newest first. */
  async deliveries(
    webhookId: string,
    request: PageRequest,
    state: WebhookDeliveryState | null,
  ): Promise<Page<WebhookDelivery>> {
    const page = await pageBy(request, (walk) => {
      const values: unknown[] = [this.#tenantId, webhookId, state];
      return this.sql.query<DeliveryColumns>(
        `select ${WEBHOOK_DELIVERY_COLUMNS} from webhook_delivery
          where tenant_id = $1 and webhook_id = $2 and ($3::text is null or state = $3)
            ${walkSql(NEWEST_FIRST, walk, bindTo(values))}`,
        values,
      );
    });
    return pageMap(page, webhookDeliveryOf);
  }

  /** Puts every event kept since the last look on its way to the webhooks that want it. Answers how many times. */
  async queue(): Promise<number> {
    const [row] = await this.sql.query<{ queued: number }>('select queue_webhooks($1) as queued', [this.#at]);
    return row?.queued ?? 0;
  }

  /** What is to be sent, when it is still waiting for its webhook. */
  async sending(deliveryId: string): Promise<WebhookSending | null> {
    const [delivery] = await this.sql.query<DeliveryColumns>(
      `select ${WEBHOOK_DELIVERY_COLUMNS} from webhook_delivery
        where tenant_id = $1 and id = $2 and state = 'waiting'`,
      [this.#tenantId, deliveryId],
    );
    const known = delivery && (await this.#known(delivery.webhook_id));
    if (!delivery || !known || known.webhook.stopped) return null;
    const [event] = await this.sql.query<PlacedEvent>(
      `select position, id, at, kind, type, subject_id as "subjectId", bal_id as "balId", facts from tenant_event
        where tenant_id = $1 and id = $2`,
      [this.#tenantId, delivery.event_id],
    );
    return { ...known, delivery: webhookDeliveryOf(delivery), event: event ?? null };
  }

  /** Whether that holder still has it: kept to itself until the transaction ends. */
  async holds(deliveryId: string, holder: string): Promise<boolean> {
    const rows = await this.sql.query(
      'select from webhook_due where tenant_id = $1 and delivery_id = $2 and leased_by = $3 for update',
      [this.#tenantId, deliveryId, holder],
    );
    return rows.length > 0;
  }

  /** Forgets what came on its way before that moment and waits no more. Answers how many. */
  async forget(before: Date): Promise<number> {
    const gone = await this.sql.query(
      "delete from webhook_delivery where tenant_id = $1 and created_at < $2 and state <> 'waiting' returning id",
      [this.#tenantId, before],
    );
    return gone.length;
  }

  async #known(id: string): Promise<KnownWebhook | null> {
    const [row] = await this.sql.query<WebhookColumns>(
      `select ${WEBHOOK_COLUMNS} from webhook where tenant_id = $1 and id = $2`,
      [this.#tenantId, id],
    );
    return row ? webhookOf(row) : null;
  }

  async #route(id: string): Promise<void> {
    await this.sql.query(
      'insert into route_webhook (tenant_id, webhook_id) values ($1, $2) on conflict do nothing',
      [this.#tenantId, id],
    );
    await this.sql.notify('webhook', id);
  }

  async #cancel(id: string): Promise<void> {
    const values = [this.#tenantId, id];
    await this.sql.query('delete from webhook_due where tenant_id = $1 and webhook_id = $2', values);
    await this.sql.query('delete from route_webhook where tenant_id = $1 and webhook_id = $2', values);
    await this.sql.query(
      `update webhook_delivery set state = 'cancelled', next_attempt_at = null
        where tenant_id = $1 and webhook_id = $2 and state = 'waiting'`,
      values,
    );
    await this.sql.notify('webhook', id);
  }

  async #due(webhookId: string, deliveryIds: readonly string[]): Promise<void> {
    await this.sql.query(
      `insert into webhook_due (delivery_id, tenant_id, webhook_id, due_at)
       select id, $1, $2, $4 from unnest($3::uuid[]) id
       on conflict (delivery_id) do nothing`,
      [this.#tenantId, webhookId, deliveryIds, this.#at],
    );
    await this.sql.notify('webhook', webhookId);
  }

  get #tenantId() {
    return this.sql.context.tenantId;
  }

  get #at() {
    return this.sql.context.at;
  }
}
