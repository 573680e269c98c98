import {
  type AttemptResult,
  type DeliveryDirection,
  type DeliveryState,
  type DeliveryStore,
  domainOf,
  type MailPath,
  type MssAddress,
  type NewDelivery,
  type PendingDelivery,
} from '@cachet/mss-core';
import { limitOf, type Page, type PageRequest, pageOf } from '../page.js';
import { newRowId } from '../row-id.js';
import type { TenantSql } from '../sql.js';
import { DELIVERY_COLUMNS, type DeliveryRow, deliveryOf, type KnownDelivery } from './delivery-rows.js';

export interface DeliveryFilter {
  readonly direction?: DeliveryDirection | null;
  readonly state?: DeliveryState | null;
}

/** The deliveries of one tenant. Every change of state leaves its step and is announced at commit. */
export class PgDeliveries implements DeliveryStore {
  constructor(private readonly sql: TenantSql) {}

  async add(deliveries: readonly NewDelivery[]): Promise<void> {
    for (const delivery of deliveries) {
      await this.insert(delivery);
      await this.step(delivery.id, delivery.state, null, null);
      if (delivery.direction === 'outbound' && delivery.state === 'queued') await this.makeDue(delivery);
    }
  }

  async recordAttempt(deliveryId: string, result: AttemptResult): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      `update delivery
          set state = $3, attempts = attempts + 1, last_code = $4, last_text = $5, remote_host = $6,
              updated_at = $7, next_attempt_at = $8
        where tenant_id = $1 and id = $2`,
      [
        tenantId,
        deliveryId,
        result.state,
        result.code,
        result.text,
        result.remoteHost,
        at,
        result.nextAttemptAt,
      ],
    );
    await this.step(deliveryId, result.state, result.code, result.text);
    await this.settleDue(deliveryId, result);
  }

  pending(deliveryId: string): Promise<PendingDelivery | null> {
    return this.readPending(deliveryId, '');
  }

  hold(deliveryId: string): Promise<PendingDelivery | null> {
    return this.readPending(deliveryId, 'for update');
  }

  private async readPending(deliveryId: string, lock: '' | 'for update'): Promise<PendingDelivery | null> {
    const [row] = await this.sql.query<PendingRow>(
      `select id, bal_id, message_id, sender, recipient, attempts, created_at from delivery
        where tenant_id = $1 and id = $2 and direction = 'outbound' and state in ('queued', 'deferred') ${lock}`,
      [this.sql.context.tenantId, deliveryId],
    );
    if (!row) return null;
    const { id, bal_id, message_id, sender, recipient, attempts, created_at } = row;
    return { id, balId: bal_id, messageId: message_id, sender, recipient, attempts, createdAt: created_at };
  }

  async byId(id: string): Promise<KnownDelivery | null> {
    const [row] = await this.sql.query<DeliveryRow>(
      `select ${DELIVERY_COLUMNS} from delivery where tenant_id = $1 and id = $2`,
      [this.sql.context.tenantId, id],
    );
    return row ? deliveryOf(row) : null;
  }

  /** Newest first; the cursor's `at` is `createdAt`. */
  async page(request: PageRequest, filter: DeliveryFilter = {}): Promise<Page<KnownDelivery>> {
    const rows = await this.sql.query<DeliveryRow>(
      `select ${DELIVERY_COLUMNS} from delivery
        where tenant_id = $1
          and ($2::text is null or direction = $2) and ($3::text is null or state = $3)
          and ($4::timestamptz is null or (created_at, id) < ($4, $5::uuid))
        order by created_at desc, id desc limit $6`,
      [
        this.sql.context.tenantId,
        filter.direction ?? null,
        filter.state ?? null,
        request.after?.at ?? null,
        request.after?.id ?? null,
        limitOf(request) + 1,
      ],
    );
    return pageOf(rows.map(deliveryOf), request);
  }

  private async insert(delivery: NewDelivery): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      `insert into delivery
         (tenant_id, id, direction, bal_id, message_id, sender, recipient, size, state, created_at, updated_at,
          next_attempt_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, case when $9 = 'queued' then $10::timestamptz end)`,
      [
        tenantId,
        delivery.id,
        delivery.direction,
        delivery.balId,
        delivery.messageId,
        delivery.sender,
        delivery.recipient,
        delivery.size,
        delivery.state,
        at,
      ],
    );
  }

  private async step(
    id: string,
    state: DeliveryState,
    code: number | null,
    text: string | null,
  ): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      'insert into delivery_event (tenant_id, id, delivery_id, state, at, code, text) values ($1, $2, $3, $4, $5, $6, $7)',
      [tenantId, newRowId(), id, state, at, code, text],
    );
    await this.sql.notify('delivery', id);
  }

  private async makeDue({ id, recipient }: NewDelivery): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      'insert into outbound_due (delivery_id, tenant_id, destination_domain, due_at) values ($1, $2, $3, $4)',
      [id, tenantId, domainOf(recipient), at],
    );
    await this.sql.notify('outbound', id);
  }

  private async settleDue(id: string, { state, nextAttemptAt }: AttemptResult): Promise<void> {
    const { tenantId } = this.sql.context;
    if (state !== 'deferred' || nextAttemptAt === null) {
      await this.sql.query('delete from outbound_due where delivery_id = $1 and tenant_id = $2', [
        id,
        tenantId,
      ]);
      return;
    }
    await this.sql.query(
      `update outbound_due set due_at = $3, leased_until = null, leased_by = null
        where delivery_id = $1 and tenant_id = $2`,
      [id, tenantId, nextAttemptAt],
    );
  }
}

interface PendingRow {
  id: string;
  bal_id: string;
  message_id: string;
  sender: MailPath | null;
  recipient: MssAddress;
  attempts: number;
  created_at: Date;
}
